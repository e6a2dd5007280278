// Verdicts as lines on a terminal, and as the page `bench/results.md` with the machine and commit they hold for.

import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Verdict } from './verdict.ts';

export function lineOf(verdict: Verdict): string {
  const { name, figure, latency, ratio, target } = verdict;
  const columns = [name.padEnd(32), figure.padStart(12), latency.padStart(20), ratio.padEnd(38), target.padEnd(34), wordOf(verdict)];
  return columns.join('  ').trimEnd();
}

/** Jobs waiting for a processor, over the last minute: measured before a run, it says how much of the machine others use. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

export interface RunFacts {
  readonly loadBefore: number;
  readonly postgresqlVersion: string | null;
  readonly isQuick: boolean;
}

/** The page as Markdown. */
export function pageOf(verdicts: readonly Verdict[], { postgresqlVersion, isQuick, loadBefore }: RunFacts): string {
  const rows = verdicts.map((verdict) => {
    const { name, title, figure, latency, ratio, target } = verdict;
    return `| ${[`\`${name}\``, title, figure, latency, ratio, target, wordOf(verdict)].join(' | ')} |`;
  });
  return `# Bench results

Written by \`npm run bench -- --write\`${isQuick ? ' in a quick run (a third of the work)' : ''}. Figures of one run belong together: the server, the
database and the load client share the same cores. Commits are durable (\`fsync\` and \`synchronous_commit\` on).

- machine: ${cpus().length} × ${cpus()[0]?.model.trim() || 'unnamed processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, load before the run ${loadBefore.toFixed(1)}
- Node ${process.version}, PostgreSQL ${postgresqlVersion ?? 'not used'}
- commit ${commit()}

| row | what | figure | p50 / p99 | against the limit | target | |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function wordOf({ isMet, target }: Verdict): string {
  if (isMet === null) return target === '' ? 'limit' : 'not judged';
  return isMet ? 'met' : 'missed';
}

function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const isClean = git('status', '--porcelain', '--untracked-files=no') === '';
  return `${git('rev-parse', '--short', 'HEAD')}${isClean ? '' : ' with uncommitted changes'}`;
}
