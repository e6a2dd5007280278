// `kill -9` at any moment on the embedded store: every acknowledged row is there, and at most one that was not acknowledged.

import { afterAll, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbedded } from '../../src/storage/embedded/open.ts';
import { rounds } from '../helpers/rounds.ts';
import { ScriptProcess } from '../storage/embedded/child-process.ts';
import { freshDataDir } from '../storage/embedded/data-dir.ts';

const ROUNDS = rounds(10, 200);
const dataDir = freshDataDir();
let writer: ScriptProcess | undefined;

afterAll(() => writer?.kill());

/** Writes for a while, dies, and tells the last number it acknowledged. */
async function writeUntilKilled(aliveMs: number): Promise<number> {
  writer = new ScriptProcess('row-writer.ts', [dataDir]);
  await writer.line('entry ');
  await sleep(aliveMs);
  await writer.kill();
  return Number(writer.lines.at(-1)?.split(' ')[1]);
}

async function stored(): Promise<{ rows: number; last: number }> {
  const engine = await openEmbedded({ dataDir });
  try {
    const sql = 'select count(*) as rows, max(id) as last from entry where length(filling) = 700';
    const { rows } = await engine.withSession((session) => session.query({ sql }));
    return { rows: Number(rows[0]?.['rows']), last: Number(rows[0]?.['last']) };
  } finally {
    await engine.close();
  }
}

it(`loses no acknowledged row in ${ROUNDS} kills, and its leftovers stop no start`, { timeout: (ROUNDS + 2) * 30_000 }, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const acknowledged = await writeUntilKilled((round * 37) % 150);
    // Every other time the next writer starts on what the kill left, without a clean shutdown in between.
    if (round % 2 === 1) continue;
    const { rows, last } = await stored();
    expect(rows, 'rows without a gap').toBe(last);
    expect([acknowledged, acknowledged + 1]).toContain(last);
  }
});
