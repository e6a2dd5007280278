// Accounts as VoIPBin's documented struct: what was read is written again, secrets only for those who may see them.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { accountStruct, parseAccount, printAccount, timeFromVoipbin, timeToVoipbin } from '../../src/formats/index.ts';
import type { Account } from '../../src/formats/index.ts';

const ACCOUNT: Account = {
  id: '5e4a0680-804e-11ec-8477-2fea5968d85b',
  username: 'admin',
  name: 'admin',
  detail: 'admin account',
  webhookMethod: 'POST',
  webhookUri: 'https://hooks.example.org/in',
  lineSecret: 'secret',
  lineToken: 'token',
  permissionIds: ['03796e14-7cb4-11ec-9dba-e72023efd1c6'],
  createdAt: '2022-02-01T00:00:00.000000Z',
  updatedAt: '2022-06-16T08:37:16.952738Z',
  deletedAt: null,
};

/** Voipbin-customer.rst, "Example", with the account above. */
const STRUCT = {
  id: '5e4a0680-804e-11ec-8477-2fea5968d85b',
  username: 'admin',
  name: 'admin',
  detail: 'admin account',
  webhook_method: 'POST',
  webhook_uri: 'https://hooks.example.org/in',
  line_secret: 'secret',
  line_token: 'token',
  permission_ids: ['03796e14-7cb4-11ec-9dba-e72023efd1c6'],
  tm_create: '2022-02-01 00:00:00.000000',
  tm_update: '2022-06-16 08:37:16.952738',
  tm_delete: '9999-01-01 00:00:00.000000',
};

describe('an account', () => {
  it('is printed with the documented members in their order', () => {
    expect(printAccount(ACCOUNT)).toBe(JSON.stringify(STRUCT));
  });

  it('is read as it was printed', () => {
    const { account, issues } = parseAccount(printAccount(ACCOUNT), { mode: 'update' });
    expect(issues).toEqual([]);
    expect(account?.platform).toEqual({ id: ACCOUNT.id, tm_create: ACCOUNT.createdAt, tm_update: ACCOUNT.updatedAt, tm_delete: null });
    expect(account?.members).toMatchObject({ username: 'admin', webhook_method: 'POST', line_token: 'token' });
  });

  it('leaves out secrets that are hidden, and prints empty ones empty', () => {
    const { lineSecret: _secret, ...hidden } = ACCOUNT;
    expect(accountStruct(hidden)).not.toHaveProperty('line_secret');
    expect(accountStruct({ ...ACCOUNT, lineSecret: null, webhookUri: null })).toMatchObject({ line_secret: '', webhook_uri: '' });
  });

  it('gives newer members back behind the documented ones, which they never replace', () => {
    const extra = { email: 'desk@example.org', metadata: { rtp_debug: false }, id: 'other', password: 'x' };
    expect(printAccount({ ...ACCOUNT, extra })).toBe(JSON.stringify({ ...STRUCT, email: extra.email, metadata: extra.metadata }));
  });
});

describe('a time of VoIPBin', () => {
  it('goes to the registry and back to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0) / 1_000 }), fc.nat(999_999), (seconds, micros) => {
        const day = new Date(seconds * 1_000).toISOString().slice(0, 19);
        const time = `${day}.${String(micros).padStart(6, '0')}Z`;
        expect(timeFromVoipbin(timeToVoipbin(time))).toBe(time);
      }),
    );
  });

  it('is taken in RFC 3339, too', () => expect(timeFromVoipbin('2022-02-01T02:00:00+02:00')).toBe('2022-02-01T00:00:00.000000Z'));

  it('is null where it says "not yet"', () => {
    expect(timeFromVoipbin('9999-01-01 00:00:00.000000')).toBeNull();
    expect(timeToVoipbin(null)).toBe('9999-01-01 00:00:00.000000');
  });

  it.each(['', 'yesterday', '2022-02-30 00:00:00.000000', '2022-02-01'])('is not %j', (text) =>
    expect(timeFromVoipbin(text)).toBeUndefined(),
  );
});
