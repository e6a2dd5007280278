// Who one is, and how one enters.

import { partOf } from './part.ts';
import { PERMISSIONS } from '../../core/permission.ts';
import { Type } from 'typebox';
import type { Permission } from '../../core/permission.ts';

const NAMES = Object.keys(PERMISSIONS) as Permission[];

const PermissionName = Type.Enum(NAMES, { description: 'A permission by its fixed name.' });

const Username = Type.String({ minLength: 1, maxLength: 255, examples: ['ada@example.com'] });
const Password = Type.String({ minLength: 1, maxLength: 1_024 });

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
    { description: 'Who the credential speaks for, and what it may do.' },
  ),
);

export const NoContent = Type.Null({ description: 'Done; there is nothing to say.' });
