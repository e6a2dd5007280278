// The registry's own view of people: one customer by its id or by a source's, many at once, and what each source says of one.

import { callerOf } from '../auth.ts';
import { customerTag, isHeld } from '../entity-tag.ts';
import { customerIdIn } from '../customer-id.ts';
import { fieldsIn, pickFields } from '../customer-fields.ts';
import { formCustomer, formIn } from '../customer-form.ts';
import { MANY_CUSTOMERS, ONE_CUSTOMER, ONE_NAMED_CUSTOMER, RECORDS_OF_CUSTOMER } from '../schema/customer-routes.ts';
import { pastIn } from '../past-bounds.ts';
import { readCustomer, readCustomerRecords, readCustomers } from '../../registry/read-customer.ts';
import { readPast } from '../../registry/read-past.ts';
import { RegistryError } from '../../error.ts';
import { takeJsonBodies } from '../json-body.ts';
import type { Context } from '../context.ts';
import type { CustomerName, ExternalName, LinkedCurrentRecord } from '../../registry/read-customer.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FormQuery } from '../customer-form.ts';
import type { PastQuery } from '../past-bounds.ts';
import type { ManyBody } from '../schema/customer-routes.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const JSON_TYPE = 'application/json; charset=utf-8';
const CONFIG = { permission: 'customers.read' } as const;
const FORM_CONFIG = { permission: 'customers.read', refusals: ['not_convertible', 'past_too_long'] } as const;
const NAMED_CONFIG = { permission: 'customers.read', refusals: ['not_convertible', 'identifier_ambiguous', 'past_too_long'] } as const;
const MANY_CONFIG = { permission: 'customers.read', refusals: ['identifier_ambiguous'] } as const;

export function customerRoutes(app: FastifyInstance, context: Context): void {
  takeJsonBodies(app);

  app.get<{ Params: { id: string }; Querystring: FormQuery & PastQuery }>(
    '/v1/customers/:id',
    { config: FORM_CONFIG, schema: ONE_CUSTOMER },
    async (request, reply) => sendCustomer(context, { customerId: customerIdIn(request.params.id) }, request, reply),
  );

  app.get<{ Params: ExternalName; Querystring: FormQuery & PastQuery }>(
    '/v1/customers/by/:source/:id',
    { config: NAMED_CONFIG, schema: ONE_NAMED_CUSTOMER },
    async (request, reply) => sendCustomer(context, request.params, request, reply),
  );

  app.post<{ Body: ManyBody }>('/v1/customers/read', { config: MANY_CONFIG, schema: MANY_CUSTOMERS }, async (request, reply) => {
    const { customers, fields } = request.body;
    const wanted = fieldsIn(fields);
    const found = await readCustomers(context.ingest, callerOf(request), customers.map(nameOf));
    const data = found.map((customer) => (customer === null ? 'null' : pickFields(customer.json, wanted)));
    return reply.type(JSON_TYPE).send(`{"data":[${data.join(',')}]}`);
  });

  app.get<{ Params: { id: string } }>(
    '/v1/customers/:id/records',
    { config: CONFIG, schema: RECORDS_OF_CUSTOMER },
    async (request, reply) => {
      const records = await readCustomerRecords(context.ingest, callerOf(request), customerIdIn(request.params.id));
      return reply.type(JSON_TYPE).send(`{"data":[${records.map(recordJson).join(',')}],"nextCursor":null}`);
    },
  );
}

type FormRequest = FastifyRequest<{ Querystring: FormQuery & PastQuery }>;

async function sendCustomer(context: Context, name: CustomerName, request: FormRequest, reply: FastifyReply): Promise<FastifyReply> {
  const form = formIn(request.query);
  const past = pastIn(request.query);
  const customer = past
    ? await readPast(context.ingest, callerOf(request), name, past)
    : await readCustomer(context.ingest, callerOf(request), name);
  if (isHeld(request, reply, customerTag(customer))) return reply;
  const { body, headers } = formCustomer(customer.json, form, context.ingest.clock.now());
  return reply.type(JSON_TYPE).headers(headers).send(body);
}

function nameOf({ source, id }: ManyBody['customers'][number], at: number): CustomerName {
  if (source !== undefined) return { source, id };
  const customerId = id.toLowerCase();
  if (UUID.test(customerId)) return { customerId };
  throw new RegistryError('request_invalid', `customers/${at}: without a "source", "id" is the registry's own, which is a UUID.`);
}

/** The record's own text goes in as it was sent: same members, same order, same spelling of numbers. */
function recordJson({ payload, sourceKey, isTimeStated, firstReceivedAt, ...record }: LinkedCurrentRecord): string {
  const { source, format, versionCount, currentNo, versionTime, isDeleted, receivedAt } = record;
  const timeSource = isTimeStated ? 'stated' : 'received';
  const facts = { source, sourceId: sourceKey, format, versionCount, versionNo: currentNo, versionTime, timeSource, isDeleted };
  return `${JSON.stringify({ ...facts, firstReceivedAt, receivedAt }).slice(0, -1)},"payload":${payload}}`;
}
