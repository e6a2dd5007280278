// Assigned ISO 3166-1 alpha-2 codes, from a kept library, and what a wrong code certainly meant.

import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };

const USER_ASSIGNED = 'XK';
const ASSIGNED = new Set(codes.map(([alpha2]) => alpha2 as string).filter((code) => code !== USER_ASSIGNED));
const BY_ALPHA_3 = new Map(codes.map(([alpha2, alpha3]) => [alpha3 as string, alpha2 as string]));

export type CountryVerdict = 'assigned' | 'user_assigned' | 'unknown';

export function judgeCountry(code: string): CountryVerdict {
  if (ASSIGNED.has(code)) return 'assigned';
  return code === USER_ASSIGNED ? 'user_assigned' : 'unknown';
}

/** Letters of ASCII alone: "ß" in capitals would be South Sudan. */
const LETTERS = /^[a-z]{2,3}$/i;

/** The code that was meant, where that is certain: letter case, `UK`, a three-letter code. */
export function mendCountry(code: string): string | null {
  const trimmed = code.trim();
  if (!LETTERS.test(trimmed)) return null;
  const upper = trimmed.toUpperCase();
  if (upper === 'UK') return 'GB';
  if (ASSIGNED.has(upper) || upper === USER_ASSIGNED) return upper;
  return BY_ALPHA_3.get(upper) ?? null;
}
