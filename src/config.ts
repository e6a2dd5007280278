// The one reader of the environment. Every setting has a name, a default and a meaning here; flags of `serve` override variables.

import { isIP } from 'node:net';
import { RegistryError } from './error.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  /** PostgreSQL; null: the embedded store in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Whether the embedded store syncs each commit to disk. */
  readonly isSynced: boolean;
  /** Connections to PostgreSQL at most. */
  readonly connectionsMax: number;
  readonly operator: { readonly username: string; readonly password: string | null; readonly key: string | null };
  readonly publicUrl: string | null;
  /** CIDRs of proxies whose word on where a request came from counts. */
  readonly trustProxy: readonly string[];
  /** What one account may ask of one process in a second. */
  readonly rates: { readonly requests: number; readonly records: number };
  /** Over how many seconds a body's pace is measured. */
  readonly bodySeconds: number;
  /** `id:base64,…`, the keys of secrets at rest; null: those of the data directory. */
  readonly secretKeys: string | null;
  /** For how many days a deleted account can be recovered. */
  readonly graceDays: number;
  /** For how many days an import can be undone. */
  readonly undoDays: number;
  /** For how many days behind its end the file of an import is kept. */
  readonly importFileDays: number;
  /** How long changes can be followed back. */
  readonly changeDays: number;
  /** CIDRs that webhooks may reach although they are not public. */
  readonly webhookAllow: readonly string[];
  /** What this process does. */
  readonly roles: ReadonlySet<Role>;
  /** Days that the audit log is kept. */
  readonly auditDays: number;
  /** Days that webhook deliveries are kept. */
  readonly deliveryDays: number;
  readonly logLevel: string;
}

export type Role = 'api' | 'worker';

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings given as flags of a command, by the same meaning. */
export interface Flags {
  readonly port?: string;
  readonly host?: string;
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly sync?: boolean;
}

const OPERATOR_KEY = /^[A-Za-z0-9_-]{32,256}$/;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Reads settings; throws `setting_invalid` naming the variable that cannot be used and what would be right. */
export function readConfig(environment: Environment, flags: Flags = {}): Config {
  const given = (name: string): string | null => environment[name]?.trim() || null;
  return {
    port: portOf(flags.port ?? given('PORT') ?? '8080'),
    host: flags.host ?? given('HOST') ?? '127.0.0.1',
    databaseUrl: urlOf(flags.databaseUrl ?? given('DATABASE_URL')),
    dataDir: flags.dataDir ?? given('CLIENTELE_DATA_DIR') ?? './data',
    isSynced: flags.sync ?? true,
    connectionsMax: countOf('CLIENTELE_CONNECTIONS', given('CLIENTELE_CONNECTIONS') ?? '10'),
    operator: {
      username: given('CLIENTELE_OPERATOR_USERNAME') ?? 'operator',
      password: given('CLIENTELE_OPERATOR_PASSWORD'),
      key: operatorKeyOf(given('CLIENTELE_OPERATOR_KEY')),
    },
    secretKeys: given('CLIENTELE_SECRET_KEYS'),
    graceDays: daysOf('CLIENTELE_ACCOUNT_GRACE_DAYS', given('CLIENTELE_ACCOUNT_GRACE_DAYS') ?? '30'),
    undoDays: daysOf('CLIENTELE_UNDO_DAYS', given('CLIENTELE_UNDO_DAYS') ?? '30'),
    importFileDays: daysOf('CLIENTELE_IMPORT_FILE_DAYS', given('CLIENTELE_IMPORT_FILE_DAYS') ?? '30'),
    changeDays: daysOf('CLIENTELE_CHANGE_DAYS', given('CLIENTELE_CHANGE_DAYS') ?? '365'),
    publicUrl: publicUrlOf(given('CLIENTELE_PUBLIC_URL')),
    webhookAllow: rangesOf('CLIENTELE_WEBHOOK_ALLOW', given('CLIENTELE_WEBHOOK_ALLOW')),
    trustProxy: rangesOf('CLIENTELE_TRUST_PROXY', given('CLIENTELE_TRUST_PROXY')),
    rates: {
      requests: rateOf('CLIENTELE_RATE_REQUESTS', given('CLIENTELE_RATE_REQUESTS') ?? '20000'),
      records: rateOf('CLIENTELE_RATE_RECORDS', given('CLIENTELE_RATE_RECORDS') ?? '200000'),
    },
    bodySeconds: secondsOf('CLIENTELE_BODY_SECONDS', given('CLIENTELE_BODY_SECONDS') ?? '30'),
    roles: rolesOf(given('CLIENTELE_ROLES') ?? 'api,worker'),
    auditDays: daysOf('CLIENTELE_AUDIT_DAYS', given('CLIENTELE_AUDIT_DAYS') ?? '365'),
    deliveryDays: daysOf('CLIENTELE_DELIVERY_DAYS', given('CLIENTELE_DELIVERY_DAYS') ?? '30'),
    logLevel: levelOf(given('LOG_LEVEL') ?? 'info'),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new RegistryError('setting_invalid', 'PORT must be a whole number from 0 to 65535 (0: any free port).');
}

function countOf(name: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 2 && count <= 1_000) return count;
  throw new RegistryError('setting_invalid', `${name} must be a whole number from 2 to 1000.`);
}

function rangesOf(name: string, text: string | null): string[] {
  const ranges = (text ?? '').split(',').flatMap((part) => part.trim() || []);
  if (ranges.every(isRange)) return ranges;
  throw new RegistryError('setting_invalid', `${name} must be CIDRs with commas between them, like 127.0.0.0/8,::1/128.`);
}

const BITS_OF_VERSION: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

function isRange(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (BITS_OF_VERSION[isIP(address)] ?? -1);
}

function rolesOf(text: string): Set<Role> {
  const roles = text.split(',').map((part) => part.trim());
  if (roles.every((role) => role === 'api' || role === 'worker')) return new Set(roles);
  throw new RegistryError('setting_invalid', 'CLIENTELE_ROLES must be "api", "worker" or both with a comma between them.');
}

function rateOf(name: string, text: string): number {
  const rate = Number(text);
  if (Number.isInteger(rate) && rate >= 1 && rate <= 1_000_000_000) return rate;
  throw new RegistryError('setting_invalid', `${name} must be a whole number a second, from 1 to 1000000000.`);
}

function secondsOf(name: string, text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 3_600) return seconds;
  throw new RegistryError('setting_invalid', `${name} must be a whole number of seconds from 1 to 3600.`);
}

function daysOf(name: string, text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  throw new RegistryError('setting_invalid', `${name} must be a whole number of days from 1 to 36500.`);
}

function urlOf(text: string | null): string | null {
  if (text === null || /^postgres(ql)?:\/\//.test(text)) return text;
  throw new RegistryError(
    'setting_invalid',
    'DATABASE_URL must be a URL like postgresql://user@host:5432/name; leave it out for the embedded store.',
  );
}

function publicUrlOf(text: string | null): string | null {
  if (text === null || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text;
  throw new RegistryError('setting_invalid', 'CLIENTELE_PUBLIC_URL must be a URL like https://registry.example.com.');
}

function operatorKeyOf(text: string | null): string | null {
  if (text === null || OPERATOR_KEY.test(text)) return text;
  throw new RegistryError('setting_invalid', 'CLIENTELE_OPERATOR_KEY must be 32 or more characters of A-Z, a-z, 0-9, "_" and "-".');
}

function levelOf(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  throw new RegistryError('setting_invalid', `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
}
