// Access keys of the registry's own API in the document.

import { CURSOR, limitSchema } from './parameters.ts';
import { NoContent, PermissionName } from './login.ts';
import { pageSchema, partOf, refTo } from './part.ts';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const TAGS = ['account'];
const DAY_SECONDS = 86_400;
const TIME = Type.String({ format: 'date-time' });
const NULLABLE_TIME = Type.Union([TIME, Type.Null()]);

const MEMBERS = {
  name: Type.Optional(Type.String({ maxLength: 255, examples: ['nightly import'] })),
  detail: Type.Optional(Type.String({ maxLength: 1_024 })),
  permissions: Type.Optional(
    Type.Array(PermissionName, {
      maxItems: 100,
      description: 'At most your own; without it, those that new keys of the account start with.',
    }),
  ),
  expiresAt: Type.Optional(Type.Union([TIME, Type.Null()], { description: 'When it ends; null: it does not.' })),
};

const KeyBody = Type.Object(MEMBERS, {
  additionalProperties: false,
  description: 'What is given counts; the rest has its default, or stays.',
});
const RotationBody = Type.Object(
  {
    overlapSeconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 30 * DAY_SECONDS, default: DAY_SECONDS, description: 'How long the old key still opens.' }),
    ),
  },
  { additionalProperties: false },
);

export type KeyMembers = Static<typeof KeyBody>;
export type Rotation = Static<typeof RotationBody>;

export const AccessKeySchema = partOf(
  'AccessKey',
  Type.Object(
    {
      id: Type.String({ format: 'uuid' }),
      name: Type.String(),
      detail: Type.String(),
      key: Type.Optional(Type.String({ description: 'The key itself, in the answer that makes it and never again.' })),
      prefix: Type.String({ description: 'What the key begins with.' }),
      permissions: Type.Array(PermissionName),
      createdAt: TIME,
      updatedAt: NULLABLE_TIME,
      expiresAt: NULLABLE_TIME,
      lastUsedAt: Type.Union([TIME, Type.Null()], { description: 'To the minute.' }),
    },
    {
      description: 'An access key.',
      examples: [
        {
          id: 'b7a0c5d2-1e4f-4a6b-8c3d-9f2e7a5b1c44',
          name: 'nightly import',
          detail: '',
          prefix: 'clk_8Jq2mT',
          permissions: ['customers.read', 'customers.write'],
          createdAt: '2024-02-01T10:00:00.123456Z',
          updatedAt: null,
          expiresAt: null,
          lastUsedAt: '2024-02-01T10:07:00.000000Z',
        },
      ],
    },
  ),
);

const PARAMS = Type.Object({ id: Type.String({ description: 'The key’s id.' }) });
const KEY = refTo(AccessKeySchema);

export const LIST_KEYS = {
  operationId: 'listAccessKeys',
  summary: 'The account’s access keys, newest first',
  tags: TAGS,
  querystring: Type.Object({ limit: limitSchema(200), cursor: CURSOR }),
  response: { 200: pageSchema(KEY, 'One page of access keys.') },
};
export const CREATE_KEY = {
  operationId: 'createAccessKey',
  summary: 'Make an access key; the key is in this answer only',
  tags: TAGS,
  body: KeyBody,
  response: { 201: KEY },
};
export const READ_KEY = { operationId: 'readAccessKey', summary: 'One access key', tags: TAGS, params: PARAMS, response: { 200: KEY } };
export const CHANGE_KEY = {
  operationId: 'changeAccessKey',
  summary: 'Change an access key',
  tags: TAGS,
  params: PARAMS,
  body: KeyBody,
  response: { 200: KEY },
};
export const REVOKE_KEY = {
  operationId: 'revokeAccessKey',
  summary: 'Revoke an access key',
  tags: TAGS,
  params: PARAMS,
  response: { 204: NoContent },
};
export const ROTATE_KEY = {
  operationId: 'rotateAccessKey',
  summary: 'Make a key like this one, which ends a while later',
  tags: TAGS,
  params: PARAMS,
  body: RotationBody,
  response: { 201: KEY },
};
