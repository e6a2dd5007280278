// Passwords as they are kept: argon2id (RFC 9106) with its parameters beside the hash, in PHC form.

import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const MEMORY_KIB = 64 * 1024;
const PASSES = 3;
const TAG_BYTES = 32;

const derive = promisify(argon2);

/** `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`; takes about 0.2 s of another thread. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce,
    memory: MEMORY_KIB,
    passes: PASSES,
    parallelism: 1,
    tagLength: TAG_BYTES,
  });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${base64(nonce)}$${base64(tag)}`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
