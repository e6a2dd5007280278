// Imports: a file comes up, whole or in parts, and a job takes it in; how it stands, and what can be done about it.

import { bodyOf } from '../small-body.ts';
import { callerOf } from '../auth.ts';
import { planWholeUndo } from '../../ingest/run-undo.ts';
import {
  cancelImport,
  createImport,
  expectUndoable,
  noteUpload,
  readImport,
  readImports,
  resumeImport,
  submitImport,
  undoImport,
} from '../../registry/import-jobs.ts';
import { CANCEL, COMPLETE, LIST, ONE, PART, REJECTS, RESUME, START, UNDO } from '../schema/import.ts';
import { importEvents, importView, listedImport } from '../import-view.ts';
import { mappingIn } from '../../ingest/file/mapping.ts';
import { keeperOf } from '../idempotency.ts';
import { openRejects } from '../../ingest/import-rejects.ts';
import { Readable } from 'node:stream';
import { pageOf, positionIn } from '../cursor.ts';
import { RegistryError } from '../../error.ts';
import { sourceOf } from '../ingest-request.ts';
import { Type } from 'typebox';
import type { Caller } from '../../registry/find-caller.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Import, ImportSettings } from '../../core/import.ts';
import type { ListQuery, PartQuery, StartQuery, UndoQuery } from '../schema/import.ts';

const FILE = { 'application/octet-stream': Type.String({ format: 'binary', description: 'The file, whatever carries its records.' }) };
const MANAGE = { permission: 'imports.manage' } as const;
const CHANGE = { ...MANAGE, refusals: ['import_state'] } as const;
const UPLOAD = { ...CHANGE, takes: FILE, refusals: ['import_state', 'upload_offset'] } as const;

const REJECTS_TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

type ById = { Params: { id: string } };

export function importRoutes(app: FastifyInstance, context: Context): void {
  const { ingest, imports } = context;

  app.post<{ Querystring: StartQuery }>('/v1/imports', { config: UPLOAD, schema: START }, async (request, reply) => {
    const caller = callerOf(request);
    const job = await createImport(ingest, caller, settingsIn(request));
    if (request.query.upload === 'parts') return reply.code(202).send(importView(job));
    const bytes = await append(context, caller, { job, offset: 0, request });
    return reply.code(202).send(importView(await submit(context, caller, { job, bytes })));
  });

  app.post<ById & { Querystring: PartQuery }>('/v1/imports/:id/parts', { config: UPLOAD, schema: PART }, async (request) => {
    const caller = callerOf(request);
    const job = await readImport(ingest, caller, request.params.id);
    if (job.state !== 'uploading') throw new RegistryError('import_state', `The file of an import that is ${job.state} is whole.`);
    await append(context, caller, { job, offset: request.query.offset ?? 0, request });
    return importView(await readImport(ingest, caller, job.importId));
  });

  app.post<ById>('/v1/imports/:id/complete', { config: CHANGE, schema: COMPLETE }, async (request, reply) => {
    const caller = callerOf(request);
    const job = await readImport(ingest, caller, request.params.id);
    const bytes = (await imports.files.size(caller, job.importId)) ?? 0;
    return reply.code(202).send(importView(await submit(context, caller, { job, bytes })));
  });

  app.get<{ Querystring: ListQuery }>('/v1/imports', { config: MANAGE, schema: LIST }, async (request) => {
    const { limit, cursor } = request.query;
    const jobs = await readImports(ingest, callerOf(request), { after: positionIn(cursor), limit: limit + 1 });
    const { shown, nextCursor } = pageOf(jobs, limit, ({ createdAt, importId }) => ({ time: createdAt, id: importId }));
    return { data: shown.map(listedImport), nextCursor };
  });

  app.get<ById>('/v1/imports/:id', { config: MANAGE, schema: ONE }, async (request, reply) => {
    const caller = callerOf(request);
    const job = await readImport(ingest, caller, request.params.id);
    if (!/text\/event-stream/i.test(request.headers.accept ?? '')) return importView(job);
    return reply.type('text/event-stream; charset=utf-8').send(importEvents(context, caller, job.importId));
  });

  app.get<ById>('/v1/imports/:id/rejects', { config: { ...CHANGE, isBulk: true }, schema: REJECTS }, async (request, reply) => {
    const caller = callerOf(request);
    const job = await readImport(ingest, caller, request.params.id);
    const { kind, text } = await openRejects(imports.files, caller, job);
    return reply.type(REJECTS_TYPES[kind]).send(Readable.from(text));
  });

  controlRoutes(app, context);
}

/** What can be done about an import that has its file. */
function controlRoutes(app: FastifyInstance, { ingest, imports }: Context): void {
  app.post<ById & { Querystring: UndoQuery }>('/v1/imports/:id/undo', { config: CHANGE, schema: UNDO }, async (request, reply) => {
    const caller = callerOf(request);
    if (request.query.dryRun) return planWholeUndo(ingest, caller, await expectUndoable(ingest, caller, request.params.id));
    const keep = keeperOf(request, 202, importView);
    const job = await undoImport({ ...ingest, keep }, caller, request.params.id);
    imports.jobs.wake();
    return reply.code(202).send(importView(job));
  });

  const controls = [
    ['cancel', CANCEL, cancelImport],
    ['resume', RESUME, resumeImport],
  ] as const;
  for (const [name, schema, control] of controls) {
    app.post<ById>(`/v1/imports/:id/${name}`, { config: CHANGE, schema }, async (request, reply) => {
      const job = await control(ingest, callerOf(request), request.params.id);
      if (name === 'cancel') imports.jobs.halt(job.importId);
      else imports.jobs.wake();
      return reply.code(202).send(importView(job));
    });
  }
}

function settingsIn(request: FastifyRequest<{ Querystring: StartQuery }>): ImportSettings {
  const { name = '', format = 'auto', recordType = 'auto', policy = 'reject_rows', dryRun = false, fixes, mapping } = request.query;
  const isNamed = request.query.source !== undefined || request.headers['clientele-source'] !== undefined;
  return {
    name,
    format,
    recordType,
    policy,
    source: isNamed ? sourceOf(request, 'registry') : null,
    isDryRun: dryRun,
    takesFixes: fixes === 'apply',
    mapping: mapping === undefined ? null : mappingIn(mapping),
  };
}

interface Upload {
  readonly job: Import;
  readonly offset: number;
  readonly request: FastifyRequest;
}

/** Writes what comes behind what is there. When the connection breaks off, what came stays, and the upload can go on. */
async function append({ ingest, imports }: Context, caller: Caller, { job, offset, request }: Upload): Promise<number> {
  try {
    return await imports.files.append(caller, job.importId, { offset, bytes: await bytesOf(request) });
  } finally {
    await noteUpload(ingest, caller, { importId: job.importId, bytes: (await imports.files.size(caller, job.importId)) ?? 0 });
  }
}

/** The file's bytes as they come; where the request has an idempotency key, they were read ahead. */
async function bytesOf(request: FastifyRequest): Promise<AsyncIterable<Buffer>> {
  const body = await bodyOf(request);
  return Buffer.isBuffer(body) ? Readable.from([body]) : body;
}

async function submit({ ingest, imports }: Context, caller: Caller, { job, bytes }: { job: Import; bytes: number }): Promise<Import> {
  const submitted = await submitImport(ingest, caller, { importId: job.importId, bytes });
  imports.jobs.wake();
  return submitted;
}
