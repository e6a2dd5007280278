// The keys of secrets at rest: made once for their owner alone, the same for every process, and never missed unnoticed.

import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSecretKeys } from '../../src/cli/doctor/secret-keys.ts';
import { forEachStore } from '../helpers/stores.ts';
import { freshFolder } from './clientele.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { openSecrets } from '../../src/registry/open-secrets.ts';
import { readConfig } from '../../src/config.ts';
import { readSecretKeys } from '../../src/cli/secret-keys.ts';
import { secretKeysFrom, secretKeyText } from '../../src/core/secret-box.ts';
import type { SecretKey } from '../../src/core/secret-box.ts';

const keyOf = (id: string, fill: number): SecretKey => ({ id, bytes: Buffer.alloc(32, fill) });
const given = secretKeyText(keyOf('given', 1));

describe('the keys of secrets', () => {
  it('are made once in the data directory, for its user alone, and are the same afterwards', async () => {
    const dataDir = join(freshFolder(), 'data');
    const settings = { secretKeys: null, dataDir };
    const made = await Promise.all(Array.from({ length: 8 }, () => readSecretKeys(settings)));
    expect(new Set(made.map((keys) => keys.map(secretKeyText).join())).size).toBe(1);
    expect(readdirSync(dataDir)).toEqual(['secret-keys']);
    expect(statSync(join(dataDir, 'secret-keys')).mode & 0o777).toBe(0o600);
    expect(await readSecretKeys(settings)).toEqual(made[0]);
  });

  it('are those of the setting where it is given, and no file is made', async () => {
    const dataDir = freshFolder();
    expect((await readSecretKeys({ secretKeys: given, dataDir })).map(({ id }) => id)).toEqual(['given']);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('are looked at by the doctor, who makes none', async () => {
    const dataDir = freshFolder();
    const file = join(dataDir, 'secret-keys');
    const examine = async (environment: Record<string, string> = {}): Promise<string> => {
      const { state, message } = await checkSecretKeys(readConfig({ CLIENTELE_DATA_DIR: dataDir, ...environment }));
      return `${state} ${message}`;
    };
    expect(await examine()).toMatch(/^ok none yet/);
    expect(await examine({ DATABASE_URL: 'postgresql://somewhere/else' })).toMatch(/^warn .*CLIENTELE_SECRET_KEYS/);
    expect(await examine({ CLIENTELE_SECRET_KEYS: given })).toBe('ok secrets are sealed under the key "given"');
    expect(await examine({ CLIENTELE_SECRET_KEYS: 'given:short' })).toMatch(/^fail CLIENTELE_SECRET_KEYS must be/);
    writeFileSync(file, `${given}\n`, { mode: 0o600 });
    expect(await examine()).toBe('ok secrets are sealed under the key "given"');
    chmodSync(file, 0o644);
    expect(await examine()).toMatch(/^warn .*chmod 600/);
    expect(readFileSync(file, 'utf8')).toBe(`${given}\n`);
  });
});

forEachStore('a store with sealed secrets', (store) => {
  it('opens for a process that has its keys, and for no other', async () => {
    const database = await openDatabase(await store.fresh());
    const open = (...keys: SecretKey[]): Promise<string> => openSecrets({ database }, keys).then(({ keyId }) => keyId);
    try {
      expect(await open(keyOf('one', 1))).toBe('one');
      expect(await Promise.all([open(keyOf('one', 1)), open(keyOf('two', 2), keyOf('one', 1))])).toEqual(['one', 'two']);
      await expect(open(keyOf('one', 1))).rejects.toMatchObject({ code: 'setting_invalid', message: expect.stringContaining('"two"') });
      await expect(open(keyOf('two', 2), keyOf('one', 9))).rejects.toMatchObject({ code: 'setting_invalid' });
      expect(await open(...secretKeysFrom(`${secretKeyText(keyOf('one', 1))}, ${secretKeyText(keyOf('two', 2))}`))).toBe('one');
    } finally {
      await database.close();
    }
  });
});
