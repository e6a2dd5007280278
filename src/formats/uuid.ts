// UUIDs in their text form (RFC 9562): recognised in any version and case, and derived from a name where nobody gave one.

import { sha1 } from './sha1.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The name space of ids that `convert` invents; for ever, since ids hang on it. */
const NAME_SPACE = '9b5f0c6e-2d0a-4f7c-8a53-6f1e2c7d9b40';

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The version digit of a UUID, or null where the text is none. */
export function uuidVersion(text: string): string | null {
  return UUID.exec(text)?.[1] ?? null;
}

/** The UUID, version 5 (RFC 9562, 5.5), of a source and an id of it: the same two give the same UUID everywhere. */
export function nameBasedUuid(source: string, id: string): string {
  const name = new TextEncoder().encode(`${source}:${id}`);
  const bytes = new Uint8Array(16 + name.length);
  bytes.set(Uint8Array.from(NAME_SPACE.replaceAll('-', '').match(/../g) ?? [], (hex) => Number.parseInt(hex, 16)));
  bytes.set(name, 16);
  return uuidOf(sha1(bytes));
}

function uuidOf(digest: Uint8Array): string {
  const bytes = digest.slice(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
