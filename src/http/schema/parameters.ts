// Parameters that several routes take, described once.

import { Type } from 'typebox';
import type { TEnum, TInteger, TOptional, TString } from 'typebox';

/** `limit` of a list: a handler always finds it, because the validator puts the default in. */
export function limitSchema(max: number, preset = 50): TInteger {
  return Type.Optional(Type.Integer({ minimum: 1, maximum: max, default: preset, description: 'Entries on a page.' }));
}

export const CURSOR: TOptional<TString> = Type.Optional(
  Type.String({ maxLength: 4_096, description: '`nextCursor` of the page before; it belongs to this list and query.' }),
);

export const SOURCE: TOptional<TString> = Type.Optional(
  Type.String({
    pattern: '^[a-z0-9-]{1,40}$',
    description:
      'A name of 1 to 40 characters of a-z, 0-9 and "-". The feed these records belong to; without it, the header `Clientele-Source`, else the format’s name.',
    examples: ['wasabi-shop-2'],
  }),
);

export const FIXES: TOptional<TEnum<['apply']>> = Type.Optional(
  Type.Enum(['apply'], { description: 'Takes every certain fix, and says so in the issues.' }),
);
