// A figure beside its limit: the ratio, the target, and whether it is met. Nothing here measures.

import { ROWS } from './targets.ts';
import type { Figure } from './stage.ts';
import type { Row } from './targets.ts';

export interface Verdict {
  readonly name: string;
  readonly title: string;
  readonly figure: string;
  readonly latency: string;
  /** `0.62 × E4 (40,100)`; empty where the row has no limit or it was not measured. */
  readonly ratio: string;
  readonly target: string;
  /** Null: there is no target, or not all that it needs was measured. */
  readonly isMet: boolean | null;
}

export function verdictsOf(figures: readonly Figure[]): Verdict[] {
  const byName = new Map(figures.map((figure) => [figure.name, figure]));
  return Object.entries(ROWS).flatMap(([name, row]) => {
    const figure = byName.get(name);
    return figure ? [verdictOf(figure, row, byName.get(row.against ?? ''))] : [];
  });
}

function verdictOf(figure: Figure, row: Row, limit: Figure | undefined): Verdict {
  const ratio = ratioOf(figure, limit);
  return {
    name: figure.name,
    title: row.title,
    figure: quantityOf(figure),
    latency: figure.p99Ms === undefined ? '' : `${tenths(figure.p50Ms ?? 0)} / ${tenths(figure.p99Ms)} ms`,
    ratio: ratio === null ? '' : `${ratio.toFixed(2)} × ${row.against} (${limitOf(limit)})`,
    target: targetOf(row),
    isMet: judge(figure, row, ratio),
  };
}

/** Of rates, or where the row is about waiting alone, of the times of its slowest. */
function ratioOf(figure: Figure, limit: Figure | undefined): number | null {
  if (limit?.perSecond !== undefined) return (figure.perSecond ?? 0) / limit.perSecond;
  return limit?.p99Ms === undefined ? null : (figure.p99Ms ?? Infinity) / limit.p99Ms;
}

function limitOf(limit: Figure | undefined): string {
  return limit?.perSecond === undefined ? `${tenths(limit?.p99Ms ?? 0)} ms` : whole(limit.perSecond);
}

function quantityOf({ ms, megabytes, perSecond }: Figure): string {
  if (ms !== undefined) return `${tenths(ms)} ms`;
  if (megabytes !== undefined) return `${whole(megabytes)} MB`;
  return perSecond === undefined ? '' : `${whole(perSecond)}/s`;
}

function targetOf({ against, ratioMin, p99RatioMax, perSecondMin, p50MsMax, p99MsMax, msMax, megabytesMax }: Row): string {
  const parts = [
    p99RatioMax === undefined ? '' : `p99 ≤ ${p99RatioMax} × ${against}`,
    p50MsMax === undefined ? '' : `p50 ≤ ${p50MsMax} ms`,
    ratioMin === undefined ? '' : `≥ ${Number(ratioMin.toFixed(2))} × ${against}`,
    perSecondMin === undefined ? '' : `≥ ${whole(perSecondMin)}/s`,
    p99MsMax === undefined ? '' : `p99 ≤ ${p99MsMax} ms`,
    msMax === undefined ? '' : `≤ ${whole(msMax)} ms`,
    megabytesMax === undefined ? '' : `≤ ${whole(megabytesMax)} MB`,
  ];
  return parts.filter(Boolean).join(', ');
}

function judge(
  figure: Figure,
  { ratioMin, p99RatioMax, perSecondMin, p50MsMax, p99MsMax, msMax, megabytesMax }: Row,
  ratio: number | null,
): boolean | null {
  const checks = [
    ratioMin === undefined ? undefined : ratio === null ? null : ratio >= ratioMin,
    p99RatioMax === undefined ? undefined : ratio === null ? null : ratio <= p99RatioMax,
    p50MsMax === undefined ? undefined : (figure.p50Ms ?? Infinity) <= p50MsMax,
    perSecondMin === undefined ? undefined : (figure.perSecond ?? 0) >= perSecondMin,
    p99MsMax === undefined ? undefined : (figure.p99Ms ?? Infinity) <= p99MsMax,
    msMax === undefined ? undefined : (figure.ms ?? Infinity) <= msMax,
    megabytesMax === undefined ? undefined : (figure.megabytes ?? Infinity) <= megabytesMax,
  ].filter((check) => check !== undefined);
  if (checks.includes(false)) return false;
  return checks.length === 0 || checks.includes(null) ? null : true;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function tenths(value: number): string {
  return value.toFixed(1);
}
