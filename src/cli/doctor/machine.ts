// What the registry runs on.

import { availableParallelism, totalmem } from 'node:os';
import { fail, ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';

const NODE_MAJOR_MIN = 24;
const MEMORY_BYTES_MIN = 1024 ** 3;

/** `nodeVersion` without its "v". */
export function checkMachine(nodeVersion: string): Finding[] {
  const isNew = Number.parseInt(nodeVersion, 10) >= NODE_MAJOR_MIN;
  const node = isNew ? ok('node', nodeVersion) : fail('node', `${nodeVersion} is too old: install Node ${NODE_MAJOR_MIN} or newer.`);
  const gibibytes = (totalmem() / 1024 ** 3).toFixed(1);
  const size = `${availableParallelism()} cores, ${gibibytes} GiB of memory`;
  return [node, totalmem() >= MEMORY_BYTES_MIN ? ok('machine', size) : warn('machine', `${size}: give it at least 1 GiB.`)];
}
