// The files of imports: kept as long as somebody may need them, and gone then.

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { appendFile, mkdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { createImport, resumeImport, submitImport } from '../../src/registry/import-jobs.ts';
import { forEachStore } from '../helpers/stores.ts';
import { forgetFiles } from '../../src/registry/forget-files.ts';
import { openImportFiles } from '../../src/ingest/import-files.ts';
import { openLine } from '../helpers/line.ts';
import { uuid } from '../helpers/people.ts';
import type { ImportSettings } from '../../src/core/import.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SETTINGS: ImportSettings = {
  name: 'students.ndjson',
  source: null,
  format: 'auto',
  recordType: 'auto',
  policy: 'reject_rows',
  isDryRun: false,
  takesFixes: false,
  mapping: null,
};

forEachStore('files of imports', (store) => {
  it('go when their import ended long ago or never began, and stay while there is work on them', async () => {
    const line = await openLine(await store.fresh());
    const files = openImportFiles(join(folder, store.kind));
    const scope = await line.account();
    const made = async (sql: string): Promise<string> => {
      const { importId } = await createImport(line, scope, SETTINGS);
      await files.append(scope, importId, { offset: 0, bytes: Readable.from([Buffer.from('{}')]) });
      await line.database.forAccount(scope, (tx) =>
        tx.query({ sql: `update import set ${sql} where account_id = $1 and import_id = $2`, params: [tx.accountId, importId] }),
      );
      return importId;
    };
    const old = `now() - interval '3 days'`;
    const kept = [
      await made(`state = 'finished', created_at = ${old}, finished_at = now()`),
      await made(`state = 'uploading'`),
      await made(`state = 'running', created_at = ${old}`),
    ];
    await made(`state = 'finished', created_at = ${old}, finished_at = ${old}`);
    await made(`state = 'uploading', created_at = ${old}`);
    await appendFile(join(folder, store.kind, scope.accountId, uuid(1)), 'of no import');
    await mkdir(await files.freshScratch(scope, uuid(2)));
    await forgetFiles({ ...line, files }, scope, 2);
    expect((await files.imports(scope)).toSorted()).toEqual(kept.toSorted());
    await submitImport(line, scope, { importId: kept[1] as string, bytes: 2 });
    await line.close();
  });

  it('that are gone leave nothing to go on with, and none waits for another node that would have them', async () => {
    const line = await openLine(await store.fresh());
    const files = openImportFiles(join(folder, `${store.kind}-gone`));
    const scope = await line.account();
    const { importId } = await createImport(line, scope, SETTINGS);
    await files.append(scope, importId, { offset: 0, bytes: Readable.from([Buffer.from('{}')]) });
    await line.database.forAccount(scope, (tx) =>
      tx.query({
        sql: `update import set state = 'canceled', finished_at = now() - interval '3 days' where account_id = $1 and import_id = $2`,
        params: [tx.accountId, importId],
      }),
    );
    await forgetFiles({ ...line, files }, scope, 2);
    await expect(resumeImport(line, scope, importId)).rejects.toMatchObject({
      code: 'import_state',
      message: expect.stringContaining('no longer kept'),
    });
    await line.close();
  });
});
