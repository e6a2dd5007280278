// VoIPBin's customer, which is an account here, as its clients send and read it (design: formats.md, "VoIPBin").

import { Type } from 'typebox';
import { partOf } from './part.ts';
import type { TSchema } from 'typebox';

const TIME = '"Not yet" is `9999-01-01 00:00:00.000000`.';
const time = (description: string): TSchema => Type.String({ description, examples: ['2022-06-16 08:37:16.952738'] });
const text = (description: string): TSchema => Type.String({ maxLength: 1_024, description });

const SAID = {
  name: text('The display name of the organization.'),
  detail: text('Notes about it.'),
  webhook_method: Type.Enum(['POST', 'GET', 'PUT', 'DELETE', ''], { description: 'How its webhook is called; empty: POST.' }),
  webhook_uri: text('Where its webhook is: an absolute http or https URI; empty: none.'),
  line_secret: text('The secret of its LINE channel. Left out for readers without `account.secrets`.'),
  line_token: text('The access token of its LINE channel. Left out for readers without `account.secrets`.'),
};

const PERMISSION_IDS = Type.Array(Type.String({ format: 'uuid' }), {
  description: 'The permissions that its new access keys start with; `GET /permissions` lists what there is.',
  examples: [['03796e14-7cb4-11ec-9dba-e72023efd1c6']],
});

const USERNAME = Type.String({
  maxLength: 255,
  description: 'Unique over the whole platform, in any letter case, for ever.',
  examples: ['teahouse'],
});

export const VoipbinCustomer = partOf(
  'VoipbinCustomer',
  Type.Object(
    {
      id: Type.String({ format: 'uuid' }),
      username: USERNAME,
      name: SAID.name,
      detail: SAID.detail,
      webhook_method: SAID.webhook_method,
      webhook_uri: SAID.webhook_uri,
      line_secret: Type.Optional(SAID.line_secret),
      line_token: Type.Optional(SAID.line_token),
      permission_ids: PERMISSION_IDS,
      tm_create: time('When it was created, in UTC; unique.'),
      tm_update: time(`When it was last updated. ${TIME}`),
      tm_delete: time(`When it was deleted. ${TIME}`),
      status: Type.Enum(['active', 'frozen', 'deleted'], { description: 'A frozen or deleted account lets nobody in.' }),
      tm_deletion_scheduled: time(`When its records are purged. ${TIME}`),
    },
    {
      description: 'An account. Further members come back as they were sent.',
      examples: [
        {
          id: '2f0b7b1e-5c7a-4b52-9d3c-6a1f4e8d0b11',
          username: 'teahouse',
          name: 'The Tea House',
          detail: '',
          webhook_method: 'POST',
          webhook_uri: 'https://hooks.example.com/in',
          permission_ids: ['03796e14-7cb4-11ec-9dba-e72023efd1c6'],
          tm_create: '2022-06-16 08:37:16.952738',
          tm_update: '9999-01-01 00:00:00.000000',
          tm_delete: '9999-01-01 00:00:00.000000',
          status: 'active',
          tm_deletion_scheduled: '9999-01-01 00:00:00.000000',
        },
      ],
    },
  ),
);

const optional = Object.fromEntries(Object.entries(SAID).map(([name, schema]) => [name, Type.Optional(schema)]));

export const NewVoipbinCustomer = Type.Object(
  {
    username: Type.Optional(USERNAME),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 1_024, description: 'Without one, login waits for PUT …/password.' })),
    ...optional,
    permission_ids: Type.Optional(PERMISSION_IDS),
  },
  {
    description: 'No member is required. Without `username` the account is called by its `email`, else by its id. Other members are kept.',
    examples: [{ username: 'teahouse', password: 'a long password', name: 'The Tea House', webhook_uri: 'https://hooks.example.com/in' }],
  },
);

export const VoipbinCustomerChange = Type.Object(optional, {
  description: 'Only members that are present change; `""` clears. What the platform sets may be sent back as it was read.',
  examples: [{ detail: 'moved to the harbour', webhook_uri: '' }],
});

export const PermissionIdsBody = Type.Object(
  { permission_ids: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 }) },
  { examples: [{ permission_ids: ['03796e14-7cb4-11ec-9dba-e72023efd1c6'] }] },
);
