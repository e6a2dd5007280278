// `GET /v1/audit`: who did what in the account, newest first.

import { AUDIT_OUTCOMES } from '../../core/audit.ts';
import { callerOf } from '../auth.ts';
import { CURSOR, limitSchema } from '../schema/parameters.ts';
import { normalizeTime } from '../../formats/index.ts';
import { pageOf, positionIn } from '../cursor.ts';
import { pageSchema } from '../schema/part.ts';
import { readAudit } from '../../registry/audit/read-audit.ts';
import { RegistryError } from '../../error.ts';
import { Type } from 'typebox';
import type { AuditEntry } from '../../core/audit.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

const ID = Type.String({ format: 'uuid' });
const AuditQuery = Type.Object({
  operation: Type.Optional(
    Type.String({ maxLength: 100, description: 'Only this operation, by its `operationId`.', examples: ['revokeAccessKey'] }),
  ),
  outcome: Type.Optional(Type.Enum([...AUDIT_OUTCOMES])),
  actor: Type.Optional(Type.String({ format: 'uuid', description: 'Only what this login or access key did.' })),
  subject: Type.Optional(Type.String({ format: 'uuid', description: 'Only what was about the thing with this id.' })),
  from: Type.Optional(Type.String({ format: 'date-time', description: 'Only from this moment on.' })),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'Only before this moment.' })),
  limit: limitSchema(200),
  cursor: CURSOR,
});

const Entry = Type.Object({
  id: ID,
  at: Type.String({ format: 'date-time' }),
  operation: Type.String({ examples: ['revokeAccessKey'] }),
  outcome: Type.Enum([...AUDIT_OUTCOMES]),
  actor: Type.Object(
    { kind: Type.Enum(['key', 'login']), id: ID, name: Type.String({ examples: ['nightly import'] }) },
    { description: 'Who asked; of a login that was refused, whose username was tried.' },
  ),
  address: Type.String({ description: 'Where the request came from.', examples: ['203.0.113.7'] }),
  subject: Type.Union([ID, Type.Null()], { description: 'The registry’s id of what it was about.' }),
  requestId: Type.Union([Type.String(), Type.Null()], { description: 'Null where requests that bring records are told together.' }),
  times: Type.Integer({ description: 'How many such requests.' }),
});

const LIST = {
  operationId: 'listAudit',
  summary: 'Who did what: every change asked for, every read of more than 100 people, and every login in vain',
  tags: ['account'],
  querystring: AuditQuery,
  response: { 200: pageSchema(Entry, 'One page of the audit log.') },
};

export function auditRoutes(app: FastifyInstance, context: Context): void {
  app.get<{ Querystring: Static<typeof AuditQuery> & { limit: number } }>(
    '/v1/audit',
    { config: { permission: 'audit.read' }, schema: LIST },
    async (request) => {
      const { operation, outcome, actor: actorId, subject: subjectId, from, to, limit, cursor } = request.query;
      const filter = { operation, outcome, actorId, subjectId, from: momentIn('from', from), to: momentIn('to', to) };
      const entries = await readAudit(context.ingest, callerOf(request), { filter, after: positionIn(cursor), limit: limit + 1 });
      const { shown, nextCursor } = pageOf(entries, limit, ({ at, auditId }) => ({ time: at, id: auditId }));
      return { data: shown.map(shownEntry), nextCursor };
    },
  );
}

function momentIn(name: string, text: string | undefined): string | undefined {
  const time = text === undefined ? undefined : normalizeTime(text);
  if (time !== null) return time;
  throw new RegistryError('request_invalid', `"${name}" is a date-time with an offset (RFC 3339).`);
}

function shownEntry({ auditId: id, subjectId: subject, ...entry }: AuditEntry): object {
  return { id, subject, ...entry };
}
