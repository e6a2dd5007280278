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
  const ratio = limit?.perSecond === undefined ? null : (figure.perSecond ?? 0) / limit.perSecond;
  return {
    name: figure.name,
    title: row.title,
    figure: figure.ms === undefined ? `${whole(figure.perSecond ?? 0)}/s` : `${whole(figure.ms)} ms`,
    latency: figure.p99Ms === undefined ? '' : `${tenths(figure.p50Ms ?? 0)} / ${tenths(figure.p99Ms)} ms`,
    ratio: ratio === null ? '' : `${ratio.toFixed(2)} × ${row.against} (${whole(limit?.perSecond ?? 0)})`,
    target: targetOf(row),
    isMet: judge(figure, row, ratio),
  };
}

function targetOf({ against, ratioMin, perSecondMin, p99MsMax, msMax }: Row): string {
  const parts = [
    ratioMin === undefined ? '' : `≥ ${ratioMin} × ${against}`,
    perSecondMin === undefined ? '' : `≥ ${whole(perSecondMin)}/s`,
    p99MsMax === undefined ? '' : `p99 ≤ ${p99MsMax} ms`,
    msMax === undefined ? '' : `≤ ${whole(msMax)} ms`,
  ];
  return parts.filter(Boolean).join(', ');
}

function judge(figure: Figure, { ratioMin, perSecondMin, p99MsMax, msMax }: Row, ratio: number | null): boolean | null {
  const checks = [
    ratioMin === undefined ? undefined : ratio === null ? null : ratio >= ratioMin,
    perSecondMin === undefined ? undefined : (figure.perSecond ?? 0) >= perSecondMin,
    p99MsMax === undefined ? undefined : (figure.p99Ms ?? Infinity) <= p99MsMax,
    msMax === undefined ? undefined : (figure.ms ?? Infinity) <= msMax,
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
