// Imports at a running server, over HTTP.

import { askServer } from '../server.ts';
import type { ImportDoor } from './import-door.ts';
import type { ImportSettings } from '../../core/import.ts';
import type { ImportView } from './summary.ts';
import type { ServerFlags } from '../server.ts';

const AT = '/v1/imports';
/** As many as the server lists on one page. */
const LATEST = 200;

export function serverDoor(flags: ServerFlags): ImportDoor {
  const ask = async <T>(method: string, path: string, body?: AsyncIterable<Uint8Array>): Promise<T> => {
    const sent = body === undefined ? {} : { body, contentType: 'application/octet-stream' };
    return (await (await askServer(flags, { method, path: `${AT}${path}`, ...sent })).json()) as T;
  };
  return {
    list: async () => (await ask<{ data: ImportView[] }>('GET', `?limit=${LATEST}`)).data,
    create: (settings) => ask('POST', `?${queryOf(settings).toString()}`),
    append: async (id, offset, part) => (await ask<ImportView>('POST', `/${id}/parts?offset=${offset}`, part)).bytes,
    step: (id, what) => ask('POST', `/${id}/${what}`),
    read: (id) => ask('GET', `/${id}`),
    async rejects(id) {
      const { body } = await askServer(flags, { method: 'GET', path: `${AT}/${id}/rejects` });
      return body ?? emptyBody();
    },
  };
}

function queryOf({ name, format, recordType, policy, source, isDryRun, takesFixes, mapping }: ImportSettings): URLSearchParams {
  const query = new URLSearchParams({ upload: 'parts', name, format, recordType, policy });
  if (source !== null) query.set('source', source);
  if (isDryRun) query.set('dryRun', 'true');
  if (takesFixes) query.set('fixes', 'apply');
  if (mapping !== null) query.set('mapping', JSON.stringify(mapping));
  return query;
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array();
}
