// `GET /v1/exports`: customers as a file, streamed while they are read.

import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { callerOf } from '../auth.ts';
import { customerQueryOf } from '../customer-query.ts';
import { EXPORT } from '../schema/export.ts';
import { expectExtent, exportCustomers } from '../../registry/export-customers.ts';
import { pastIn } from '../past-bounds.ts';
import { printerFor } from '../export-form.ts';
import { RegistryError } from '../../error.ts';
import type { Context } from '../context.ts';
import type { ExportQuery } from '../schema/export.ts';
import type { FastifyInstance } from 'fastify';

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

export function exportRoutes(app: FastifyInstance, { ingest, log }: Context): void {
  app.get<{ Querystring: ExportQuery }>(
    '/v1/exports',
    { config: { permission: 'customers.read', isBulk: true }, schema: EXPORT },
    async (request, reply) => {
      const caller = callerOf(request);
      const { format = 'registry', as = 'ndjson', losses, entries = 3, after = null, asOf, knownAt, ...find } = request.query;
      const printer = printerFor({ format, carrier: as, hasLosses: losses === 'body', entries, now: ingest.clock.now() });
      const { filters } = customerQueryOf({ ...find, limit: 1 });
      const extent = { filters, after, past: pastIn({ ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) }) };
      expectExtent(extent);
      const file = new PassThrough();
      file.write(printer.head);
      exportCustomers(ingest, caller, extent, (customers) => send(file, printer.print(customers))).then(
        () => file.end(),
        (error: unknown) => {
          if (!file.destroyed) log.error({ requestId: request.id, name: (error as Error).name }, 'an export broke off');
          file.destroy(error as Error);
        },
      );
      return reply.type(TYPES[as]).send(file);
    },
  );
}

/** At the reader's pace; a reader who is gone ends the reading. */
async function send(file: PassThrough, text: string): Promise<void> {
  if (file.destroyed) throw new RegistryError('request_invalid', 'The reader of the export is gone.');
  if (!file.write(text)) await Promise.race([once(file, 'drain'), once(file, 'close')]);
}
