// UUIDs in their text form (RFC 9562): recognised in any version and case, and derived from a name where nobody gave one.

import { sha1 } from './sha1.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The name space of ids that `convert` invents; for ever, since ids hang on it. */
const NAME_SPACE = '9b5f0c6e-2d0a-4f7c-8a53-6f1e2c7d9b40';

const NAME_SPACE_BYTES = Uint8Array.from(NAME_SPACE.replaceAll('-', '').match(/../g) ?? [], (hex) => Number.parseInt(hex, 16));
const ENCODER = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The version digit of a UUID, or null where the text is none. */
export function uuidVersion(text: string): string | null {
  return UUID.exec(text)?.[1] ?? null;
}

/** The UUID, version 5 (RFC 9562, 5.5), of a source and an id of it: the same two give the same UUID everywhere. */
export function nameBasedUuid(source: string, id: string): string {
  const name = ENCODER.encode(`${source}:${id}`);
  const bytes = new Uint8Array(NAME_SPACE_BYTES.length + name.length);
  bytes.set(NAME_SPACE_BYTES);
  bytes.set(name, NAME_SPACE_BYTES.length);
  return uuidOf(sha1(bytes));
}

function uuidOf(digest: Uint8Array): string {
  let text = '';
  for (let at = 0; at < 16; at += 1) {
    const byte = digest[at] as number;
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-';
    text += HEX[at === 6 ? (byte & 0x0f) | 0x50 : at === 8 ? (byte & 0x3f) | 0x80 : byte] as string;
  }
  return text;
}
