// Retention: what is older than its time goes, the rest still adds up, and a reader of changes is told where to go on.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { forgetOld } from '../../src/registry/forget-old.ts';
import { openChangeFeed } from '../../src/registry/follow-changes.ts';
import { openLine, take, WASABI } from '../helpers/line.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import { insertAudit } from '../../src/storage/audit.ts';
import { readAudit } from '../../src/registry/audit/read-audit.ts';
import { secondsAfter } from '../../src/core/moment.ts';
import { uuid, wasabi } from '../helpers/people.ts';
import type { Difference } from '../../src/registry/verify-store.ts';
import type { Line } from '../helpers/line.ts';

const NO_FILES = { imports: async () => [], remove: async () => undefined };
const RETENTION = { changeDays: 1, deliveryDays: 1, auditDays: 1, importFileDays: 1 };

forEachStore('changes that are older than their time', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  it('go, and who asks for them is told where to go on', async () => {
    const scope = await line.account();
    for (const id of ['a', 'b', 'c']) await take(line, scope, WASABI, [JSON.stringify(wasabi(id))]);
    await forgetOld({ ...line, files: NO_FILES }, RETENTION);
    const feed = openChangeFeed(line);
    expect((await feed.read(scope, null, 10)).changes).toHaveLength(3);
    await line.database.forAccount(scope, (tx) =>
      tx.query({
        sql: `update commit set recorded_at = recorded_at - interval '2 days' where account_id = $1 and commit_no <= 2`,
        params: [tx.accountId],
      }),
    );
    await forgetOld({ ...line, files: NO_FILES }, RETENTION);
    expect(await feed.read(scope, null, 10)).toMatchObject({ changes: [{ sequence: 3 }], after: 3, last: 3 });
    expect((await feed.read(scope, 2, 10)).changes).toHaveLength(1);
    await expect(feed.read(scope, 1, 10)).rejects.toMatchObject({ code: 'changes_gone', details: { restartAfter: 2 } });
    const differences: Difference[] = [];
    await verifyStore(line.database, (difference) => differences.push(difference));
    expect(differences).toEqual([]);
  });
});

forEachStore('an audit log', (store) => {
  it('loses what is older than its time, and nothing else', async () => {
    const line = await openLine(await store.fresh());
    const scope = await line.account();
    const entry = {
      operation: 'revokeAccessKey',
      outcome: 'done',
      address: '192.0.2.1',
      subjectId: null,
      requestId: null,
      times: 1,
    } as const;
    const actor = { kind: 'key', id: uuid(1), name: 'test' } as const;
    const now = line.clock.now();
    const times = [now, secondsAfter(now, -23 * 3600), secondsAfter(now, -25 * 3600), secondsAfter(now, -400 * 86_400)];
    await line.database.forAccount(scope, (tx) =>
      insertAudit(
        tx,
        times.map((at, number) => ({ ...entry, actor, at, auditId: uuid(number) })),
      ),
    );
    await forgetOld({ ...line, files: NO_FILES }, RETENTION);
    const kept = await readAudit(line, scope, { filter: {}, after: null, limit: 10 });
    expect(kept.map(({ at }) => at)).toEqual(times.slice(0, 2));
    await line.close();
  });
});
