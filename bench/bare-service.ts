// The service with none of our features that limits E, S, H, R and L are measured on; runs as a process of its own.
// Settings: PORT, and DATABASE_URL with POOL_CONNECTIONS for the routes that use a database.

import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fastify from 'fastify';
import { Pool } from 'pg';
import { BARE_PAGE, BARE_SELECT, BARE_UPSERT } from './bare-tables.ts';
import { WASABI_EVENT_SCHEMA } from './wasabi-schema.ts';

const BODY_BYTES_MAX = 16 * 1024 * 1024;
const STATIC_BYTES = 700;

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: Number(process.env['POOL_CONNECTIONS'] ?? 4) });
const ajv = addFormats.default(new Ajv({ strict: false }));
const isEvent = ajv.compile(WASABI_EVENT_SCHEMA);
const areEvents = ajv.compile({ type: 'array', items: WASABI_EVENT_SCHEMA });
const app = fastify({ bodyLimit: BODY_BYTES_MAX });

// The text goes to PostgreSQL as it came: parsing is for the validation alone.
app.removeAllContentTypeParsers();
app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => done(null, text));

app.post<{ Body: string }>('/events', async (request, reply) => {
  const events: unknown = JSON.parse(request.body);
  if (!areEvents(events)) return reply.code(400).send({ errors: areEvents.errors });
  await pool.query({ name: 'upsert', text: BARE_UPSERT, values: [request.body] });
  return { taken: (events as unknown[]).length };
});

app.post<{ Body: string }>('/event', async (request, reply) => {
  if (!isEvent(JSON.parse(request.body))) return reply.code(400).send({ errors: isEvent.errors });
  await pool.query({ name: 'upsert', text: BARE_UPSERT, values: [`[${request.body}]`] });
  return { taken: 1 };
});

app.get<{ Params: { id: string } }>('/records/:id', async (request, reply) => {
  const { rows } = await pool.query<{ document: string }>({ name: 'select', text: BARE_SELECT, values: [request.params.id] });
  const document = rows[0]?.document;
  if (document === undefined) return reply.code(404).send();
  return reply.type('application/json').send(document);
});

app.get<{ Querystring: { until: string } }>('/page', async (request, reply) => {
  const { rows } = await pool.query<{ document: string }>({ name: 'page', text: BARE_PAGE, values: [request.query.until] });
  return reply.type('application/json').send(`{"data":[${rows.map(({ document }) => document).join(',')}]}`);
});

const answer = { text: 'x'.repeat(STATIC_BYTES - '{"text":""}'.length) };
app.get('/static', async () => answer);
app.get('/readyz', async () => ({ ready: true }));

process.once('SIGTERM', () => void app.close().then(() => pool.end()));
await app.listen({ port: Number(process.env['PORT'] ?? 0), host: '127.0.0.1' });
