// Requests against their routes' schemas. A query is held to its names and read as numbers where the schema says so; every other value is
// taken as it is and never bent into a type. What a handler answers is sent as it is: response schemas are for the document alone.

import { issuesOf, refuseRequest, unknownName } from './request-issue.ts';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions, onRequestAsyncHookHandler, RouteOptions } from 'fastify';
import type { RequestIssue } from '../error.ts';
import type { SpokenSchema } from './request-issue.ts';

/** Words of a schema that say something to readers and nothing to a validator. */
const KEYWORDS = ['example', 'x-media'];

/** How schemas are held: every fault is reported, nothing is left out, added to or read as another type. */
export const VALIDATION: Required<Pick<FastifyServerOptions, 'ajv' | 'schemaErrorFormatter'>> = {
  ajv: {
    customOptions: {
      coerceTypes: false,
      removeAdditional: false,
      allErrors: true,
      verbose: true,
      allowUnionTypes: true,
      keywords: KEYWORDS,
    },
  },
  schemaErrorFormatter: (faults, part) => refuseRequest(issuesOf(faults, part)),
};

/** Credentials that VoIPBin's clients may put in any query. */
const VOIPBIN_CREDENTIALS = ['token', 'accesskey'];

/** Has every route's query held to its schema before anything else is done with the request. */
export function checkRequests(app: FastifyInstance): void {
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.addHook('onRoute', (route) => {
    if (route.schema?.hide === true) return;
    route.onRequest = [...hooksOf(route), queryCheck(route)];
  });
}

function hooksOf({ onRequest = [] }: RouteOptions): onRequestAsyncHookHandler[] {
  return (Array.isArray(onRequest) ? onRequest : [onRequest]) as onRequestAsyncHookHandler[];
}

function queryCheck({ url, schema }: RouteOptions): onRequestAsyncHookHandler {
  const { properties = {} } = (schema?.querystring ?? {}) as { properties?: Record<string, SpokenSchema> };
  const known = new Map(Object.entries(properties));
  const ignored = new Set(url.startsWith('/voipbin/') ? VOIPBIN_CREDENTIALS : []);
  return async (request) => {
    const issues: RequestIssue[] = [];
    for (const [name, value] of Object.entries(request.query as Record<string, string | string[]>)) {
      const property = known.get(name);
      if (property) readParameter(request, { name, value, property }, issues);
      else if (!ignored.has(name)) {
        issues.push({ code: 'parameter_unknown', parameter: nameShown(name), message: unknownName(name, [...known.keys()], 'parameter') });
      }
    }
    if (issues.length > 0) throw refuseRequest(issues);
  };
}

interface Parameter {
  readonly name: string;
  readonly value: string | string[];
  readonly property: SpokenSchema;
}

/** Puts the parameter into the query as its schema wants it; what cannot be read so stays text, which the validator refuses. */
function readParameter(request: FastifyRequest, { name, value, property }: Parameter, issues: RequestIssue[]): void {
  const query = request.query as Record<string, unknown>;
  if (property.type === 'array') query[name] = Array.isArray(value) ? value : [value];
  else if (Array.isArray(value)) {
    issues.push({ code: 'parameter_repeated', parameter: name, message: `"${name}" is given ${value.length} times: give it once.` });
  } else if (property.type === 'integer' || property.type === 'number') query[name] = numberIn(value);
  else if (property.type === 'boolean' && (value === 'true' || value === 'false')) query[name] = value === 'true';
}

function numberIn(text: string): number | string {
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

/** An unknown name is the sender's own text, cut to what a name may be. */
function nameShown(name: string): string {
  return /^[A-Za-z][\w.-]{0,39}$/.test(name) ? name : '';
}
