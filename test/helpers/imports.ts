// Imports over HTTP for tests: a file up, and the job followed to its end.

import { expect } from 'vitest';
import type { Api } from './api.ts';
import type { OutcomeCounts } from '../../src/core/outcome.ts';

export interface ImportAnswer {
  readonly id: string;
  readonly state: string;
  readonly format: string;
  readonly carrier: string | null;
  readonly records: number | null;
  readonly received: number;
  readonly outcomes: OutcomeCounts;
  readonly columns: { column: string; field: string | null; use: string }[] | null;
  readonly issues: { code: string; field: string; count: number; first: number; suggestion?: unknown; message: string }[] | null;
  readonly plan: Record<string, unknown> | null;
  readonly reason: string | null;
}

/** Uploads `file` and gives the job as it ended. */
export async function importFile(api: Api, file: string | Uint8Array, query = ''): Promise<ImportAnswer> {
  const answer = await api.post<ImportAnswer>(`/v1/imports${query}`, file, { 'content-type': 'application/octet-stream' });
  expect(answer.status, answer.text).toBe(202);
  return ended(api, answer.body.id);
}

const UNDER_WAY = new Set(['uploading', 'waiting', 'checking', 'running', 'undoing', 'restoring']);

/** Waits until the job has ended. */
export async function ended(api: Api, id: string): Promise<ImportAnswer> {
  for (;;) {
    const { body } = await api.get<ImportAnswer>(`/v1/imports/${id}`);
    if (!UNDER_WAY.has(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until everything of the import that can be seen makes `holds` true. */
export async function seen(api: Api, id: string, holds: (job: ImportAnswer) => boolean): Promise<ImportAnswer> {
  for (;;) {
    const { body } = await api.get<ImportAnswer>(`/v1/imports/${id}`);
    if (holds(body) || body.state === 'failed') return body;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
