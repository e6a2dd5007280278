// Who one is, and how one enters.

import { CURSOR, limitSchema } from './parameters.ts';
import { pageSchema, partOf, refTo } from './part.ts';
import { PERMISSIONS } from '../../core/permission.ts';
import { Type } from 'typebox';
import type { Permission } from '../../core/permission.ts';

const NAMES = Object.keys(PERMISSIONS) as Permission[];

export const PermissionName = Type.Enum(NAMES, { description: 'A permission by its fixed name.' });

const Username = Type.String({ minLength: 1, maxLength: 255, examples: ['ada@example.com'] });
const Password = Type.String({ minLength: 1, maxLength: 1_024, examples: ['a long sentence of mine'] });

export const CredentialsSchema = Type.Object(
  { username: Username, password: Password },
  { additionalProperties: false, description: 'A login’s own.' },
);

export const SelfSchema = partOf(
  'Self',
  Type.Object(
    {
      account: Type.Object({ id: Type.String({ format: 'uuid' }), name: Type.String(), username: Type.String() }),
      login: Type.Optional(
        Type.Object({ id: Type.String({ format: 'uuid' }), username: Type.String() }, { description: 'Where a login asks.' }),
      ),
      key: Type.Optional(
        Type.Object({ id: Type.String({ format: 'uuid' }), name: Type.String() }, { description: 'Where an access key asks.' }),
      ),
      permissions: Type.Array(PermissionName),
    },
    {
      description: 'Who the credential speaks for, and what it may do.',
      examples: [
        {
          account: { id: '2f0b7b1e-5c7a-4b52-9d3c-6a1f4e8d0b11', name: 'The Tea House', username: 'teahouse' },
          login: { id: '8d1c6f0a-3b2e-4f59-a7d4-0c9e5b7f2a33', username: 'ada@example.com' },
          permissions: ['customers.read', 'customers.write'],
        },
      ],
    },
  ),
);

export const NoContent = Type.Null({ description: 'Done; there is nothing to say.' });

export const LoginSchema = partOf(
  'Login',
  Type.Object(
    {
      id: Type.String({ format: 'uuid' }),
      username: Username,
      createdAt: Type.String({ format: 'date-time' }),
      isOwn: Type.Boolean({ description: 'The account’s own, of its username: it cannot be removed.' }),
    },
    { description: 'Somebody who may enter the account.' },
  ),
);

const TAGS = ['account'];

export const LIST_LOGINS = {
  operationId: 'listLogins',
  summary: 'Who may enter the account, newest first',
  tags: TAGS,
  querystring: Type.Object({ limit: limitSchema(200), cursor: CURSOR }),
  response: { 200: pageSchema(refTo(LoginSchema), 'One page of logins.') },
};
export const CREATE_LOGIN = {
  operationId: 'createLogin',
  summary: 'Let somebody enter the account',
  tags: TAGS,
  body: CredentialsSchema,
  response: { 201: refTo(LoginSchema) },
};
export const REMOVE_LOGIN = {
  operationId: 'removeLogin',
  summary: 'Let somebody enter no longer',
  tags: TAGS,
  params: Type.Object({ id: Type.String({ description: 'The login’s id.' }) }),
  response: { 204: NoContent },
};

export const PasswordChangeSchema = Type.Object(
  { oldPassword: Password, newPassword: Password },
  {
    additionalProperties: false,
    description: 'The password as it is, and as it is to be.',
    examples: [{ oldPassword: 'a long sentence of mine', newPassword: 'another long sentence' }],
  },
);
export const CHANGE_PASSWORD = {
  operationId: 'changeMyPassword',
  summary: 'Change one’s own password; every session of the login ends',
  tags: TAGS,
  body: PasswordChangeSchema,
  response: { 204: NoContent },
};
