// VoIPBin's access keys in the document.

import { partOf, refTo } from './part.ts';
import { Type } from 'typebox';
import { VoipbinPageQuery, voipbinPageSchema } from '../voipbin-page.ts';
import type { Static } from 'typebox';

const DAY_SECONDS = 86_400;
const TEN_YEARS_SECONDS = 10 * 365 * DAY_SECONDS;
const TAGS = ['voipbin'];
const TIME = 'YYYY-MM-DD HH:MM:SS.ffffff, UTC; `9999-01-01 00:00:00.000000` is "not yet".';

const MEMBERS = {
  name: Type.Optional(Type.String({ maxLength: 255, examples: ['nightly import'] })),
  detail: Type.Optional(Type.String({ maxLength: 1_024 })),
  permission_ids: Type.Optional(
    Type.Array(Type.String({ format: 'uuid' }), { maxItems: 100, description: 'At most your own; without it, the account’s defaults.' }),
  ),
};

const NewKeyBody = Type.Object({
  ...MEMBERS,
  expire: Type.Optional(
    Type.Integer({ minimum: DAY_SECONDS, maximum: TEN_YEARS_SECONDS, description: 'Seconds until it ends; without it, it does not end.' }),
  ),
});
const KeyChangeBody = Type.Object(MEMBERS);

export type VoipbinKeyBody = Static<typeof NewKeyBody>;

export const VoipbinKeySchema = partOf(
  'VoipbinAccessKey',
  Type.Object(
    {
      id: Type.String({ format: 'uuid' }),
      customer_id: Type.String({ format: 'uuid' }),
      name: Type.String(),
      detail: Type.String(),
      token: Type.Optional(Type.String({ description: 'The key itself, in the answer that makes it and never again.' })),
      token_prefix: Type.String({ description: 'What the key begins with.' }),
      permission_ids: Type.Array(Type.String({ format: 'uuid' })),
      tm_expire: Type.String({ description: TIME }),
      tm_create: Type.String({ description: TIME }),
      tm_update: Type.String({ description: TIME }),
      tm_delete: Type.String({ description: TIME }),
    },
    {
      description: 'An access key, as VoIPBin’s clients know it.',
      examples: [
        {
          id: 'b7a0c5d2-1e4f-4a6b-8c3d-9f2e7a5b1c44',
          customer_id: '2f0b7b1e-5c7a-4b52-9d3c-6a1f4e8d0b11',
          name: 'nightly import',
          detail: '',
          token_prefix: 'clk_8Jq2mT',
          permission_ids: ['03796e14-7cb4-11ec-9dba-e72023efd1c6'],
          tm_expire: '9999-01-01 00:00:00.000000',
          tm_create: '2022-06-16 08:37:16.952738',
          tm_update: '9999-01-01 00:00:00.000000',
          tm_delete: '9999-01-01 00:00:00.000000',
        },
      ],
    },
  ),
);

const PARAMS = Type.Object({ id: Type.String({ description: 'The key’s id.' }) });
const ANSWER = { 200: refTo(VoipbinKeySchema) };

export const LIST_KEYS = {
  operationId: 'listVoipbinAccessKeys',
  summary: 'The account’s access keys, newest first',
  tags: TAGS,
  querystring: VoipbinPageQuery,
  response: { 200: voipbinPageSchema(refTo(VoipbinKeySchema), 'One page of access keys.') },
};
export const CREATE_KEY = {
  operationId: 'createVoipbinAccessKey',
  summary: 'Make an access key; the token is in this answer only',
  tags: TAGS,
  body: NewKeyBody,
  response: ANSWER,
};
export const READ_KEY = { operationId: 'readVoipbinAccessKey', summary: 'One access key', tags: TAGS, params: PARAMS, response: ANSWER };
export const CHANGE_KEY = {
  operationId: 'changeVoipbinAccessKey',
  summary: 'Change the members that are given',
  tags: TAGS,
  params: PARAMS,
  body: KeyChangeBody,
  response: ANSWER,
};
export const DELETE_KEY = {
  operationId: 'deleteVoipbinAccessKey',
  summary: 'Revoke an access key',
  tags: TAGS,
  params: PARAMS,
  response: ANSWER,
};
