// The registry's own view of people: `GET /v1/customers` and `/v1/customers/:id`, in its own form or in a sender's.

import { callerOf } from '../auth.ts';
import { limitOf, pageOf, positionIn } from '../cursor.ts';
import { formCustomer, formIn } from '../customer-form.ts';
import { readCustomer, readCustomers } from '../../registry/read-customer.ts';
import { RegistryError } from '../../error.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { FormQuery } from '../customer-form.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const JSON_TYPE = 'application/json; charset=utf-8';

interface ListQuery {
  limit?: string;
  cursor?: string;
}

export function customerRoutes(app: FastifyInstance, context: Context): void {
  app.get<{ Querystring: ListQuery }>('/v1/customers', { config: { permission: 'customers.read' } }, async (request, reply) => {
    const caller = callerOf(request);
    const limit = limitOf(request.query.limit, { preset: 50, max: 200 });
    const customers = await readCustomers(context.ingest, caller, { after: positionIn(request.query.cursor), limit: limit + 1 });
    const { shown, nextCursor } = pageOf(customers, limit, ({ changedAt, customerId }) => ({ time: changedAt, id: customerId }));
    // The stored texts are joined as they are: parsing them would only serve to print them again.
    const data = shown.map(({ json }) => json).join(',');
    return reply.type(JSON_TYPE).send(`{"data":[${data}],"nextCursor":${JSON.stringify(nextCursor)}}`);
  });

  app.get<{ Params: { id: string }; Querystring: FormQuery }>(
    '/v1/customers/:id',
    { config: { permission: 'customers.read' } },
    async (request, reply) => {
      const caller = callerOf(request);
      const id = request.params.id.toLowerCase();
      if (!UUID.test(id)) throw new RegistryError('not_found', 'There is no customer with this id.');
      const form = formIn(request.query);
      const json = await readCustomer(context.ingest, caller, id);
      const { body, headers } = formCustomer(json, form, context.ingest.clock.now());
      return reply.type(JSON_TYPE).headers(headers).send(body);
    },
  );
}
