// Passwords as they are kept: argon2id (RFC 9106) with its parameters beside the hash, in PHC form. At most two are derived at once,
// because each takes 64 MiB.

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { RegistryError } from '../error.ts';

const MEMORY_KIB = 64 * 1024;
const PASSES = 3;
const TAG_BYTES = 32;
const AT_ONCE_MAX = 2;
/** Further ones are turned away: at a fifth of a second each, those who wait behind these would have gone. */
const WAITING_MAX = 64;

const LENGTH_MIN = 8;
const LENGTH_MAX = 1_024;

const derive = promisify(argon2);

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly nonce: Uint8Array;
  readonly tagLength: number;
}

/** Refuses (`request_invalid`) a password that is too short to withstand guessing, or too long to be one. */
export function expectPassword(password: string): void {
  const { length } = [...password];
  if (length >= LENGTH_MIN && length <= LENGTH_MAX) return;
  throw new RegistryError('request_invalid', `A password has ${LENGTH_MIN} to ${LENGTH_MAX} characters.`);
}

/** `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`; takes about 0.2 s of another thread. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await tagOf(password, { nonce, memory: MEMORY_KIB, passes: PASSES, tagLength: TAG_BYTES });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${base64(nonce)}$${base64(tag)}`;
}

export interface PasswordCheck {
  readonly isRight: boolean;
  /** Whether it is kept under weaker parameters than today's, and is to be hashed again. */
  readonly isOutdated: boolean;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
/** Stands in where a username is unknown or has no password: the same work, and no password is right. */
const NOBODY = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${base64(Buffer.alloc(16))}$${base64(Buffer.alloc(TAG_BYTES))}`;

/** Whether this is the password that was hashed. Does the same work where there is none. */
export async function checkPassword(password: string, kept: string | null): Promise<PasswordCheck> {
  const [, memory = '', passes = '', nonce = '', tag = ''] = PHC.exec(kept ?? NOBODY) ?? [];
  const expected = Buffer.from(tag, 'base64');
  const parameters = { memory: Number(memory), passes: Number(passes), nonce: Buffer.from(nonce, 'base64'), tagLength: expected.length };
  const isEqual = timingSafeEqual(await tagOf(password, parameters), expected);
  return { isRight: isEqual && kept !== null, isOutdated: parameters.memory < MEMORY_KIB || parameters.passes < PASSES };
}

async function tagOf(password: string, parameters: Parameters): Promise<Buffer> {
  await enter();
  try {
    return await derive('argon2id', { message: password.normalize('NFKC'), parallelism: 1, ...parameters });
  } finally {
    leave();
  }
}

let running = 0;
const waiting: (() => void)[] = [];

async function enter(): Promise<void> {
  if (running < AT_ONCE_MAX) {
    running += 1;
    return;
  }
  if (waiting.length >= WAITING_MAX)
    throw new RegistryError('unavailable', 'Too many people log in at this moment: try again in a few seconds.');
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Hands its place to whoever waits longest. */
function leave(): void {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
