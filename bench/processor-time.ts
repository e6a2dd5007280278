// Processor time of a server and of its database's connections: what a request costs, whatever else runs on the machine. Linux only.

import { readdirSync, readFileSync } from 'node:fs';
import { Client } from 'pg';

/** What is measured: a server's process, and the database whose connections work for it. */
export interface Workers {
  readonly pid: number;
  readonly url: string;
}

/** Seconds of processor time that `use` took of the workers. Connections that open meanwhile count from their beginning. */
export async function processorSeconds(workers: Workers, use: () => Promise<unknown>): Promise<number> {
  const before = await secondsOf(workers);
  await use();
  const after = await secondsOf(workers);
  return [...after].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0);
}

async function secondsOf({ pid, url }: Workers): Promise<Map<number, number>> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    return new Map([pid, ...rows.map((row) => row.pid)].map((each) => [each, secondsOfProcess(each)]));
  } finally {
    await client.end();
  }
}

/** The first number of a thread's `schedstat` is its time on a processor, in nanoseconds. */
function secondsOfProcess(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9;
}
