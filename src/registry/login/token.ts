// Login tokens: JWTs (RFC 7519) signed with HS256 under a key of the registry's own. The signature alone opens nothing: the token carries a
// secret by whose hash its session is found, and a session that has ended is not found on any node.

import { createHmac, hash, randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { deletePlainSigningKey } from '../../storage/platform-keys.ts';
import { lockPlatform } from '../../storage/accounts.ts';
import { makePlatformKey } from '../platform-key.ts';
import type { Deps } from '../save-records.ts';
import type { SecretBox } from '../../core/secret-box.ts';

/** How long a token opens its account (formats.md, "VoIPBin"). */
export const TOKEN_DAYS = 7;

const ALGORITHM = 'HS256';
const ISSUER = 'clientele';
const SECRET_BYTES = 32;

export interface NewToken {
  readonly token: string;
  readonly secretHash: Buffer;
}

export interface Tokens {
  sign(session: { loginId: string; createdAt: string; expiresAt: string }): Promise<NewToken>;
  /** The hash by which the token's session is found; null for one that is no token of ours, altered or expired. */
  verify(token: string): Promise<Buffer | null>;
  /** A keyed hash for what is kept of guesses: what was typed as a username may have been a password. */
  keyedHash(text: string): Buffer;
}

export interface TokenDeps extends Deps {
  readonly secrets: SecretBox;
}

/** Opens the key, which is made at the first start. One that lies in the store unsealed, as it once did, is sealed now. */
export async function openTokens({ database, clock, secrets }: TokenDeps): Promise<Tokens> {
  const signingKey = await database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    return makePlatformKey(tx, secrets, 'token-signing', (await deletePlainSigningKey(tx)) ?? undefined);
  });
  return {
    async sign({ loginId, createdAt, expiresAt }) {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setSubject(loginId)
        .setJti(secret)
        .setIssuedAt(secondsOf(createdAt))
        .setExpirationTime(secondsOf(expiresAt))
        .sign(signingKey);
      return { token, secretHash: hash('sha256', secret, 'buffer') };
    },
    async verify(token) {
      const now = new Date(clock.now());
      const verified = await jwtVerify(token, signingKey, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        requiredClaims: ['exp', 'jti'],
        currentDate: now,
      }).catch(() => null);
      const secret = verified?.payload.jti;
      return secret === undefined ? null : hash('sha256', secret, 'buffer');
    },
    keyedHash: (text) => createHmac('sha256', signingKey).update(`guess ${text}`).digest(),
  };
}

function secondsOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
