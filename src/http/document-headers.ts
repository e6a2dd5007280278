// The headers of answers in the document: each is described once, and every answer that has it refers to it there.

interface Answer {
  headers?: Record<string, object>;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<Record<string, Answer>>;
}

export interface HeadedDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { headers?: Record<string, object> };
}

const text = (description: string, example: string): object => ({ description, schema: { type: 'string' }, example });

const HEADERS = {
  'X-Request-Id': text('The request’s id, under which the log has more.', '61772ecb-66ae-431b-8fc0-54668f3a0267'),
  'Retry-After': text('In how many seconds the same request will do.', '1'),
  RateLimit: text(
    'Of a rate of the account that is used up: what is left of it, and in how many seconds there is more (draft-ietf-httpapi-ratelimit-headers).',
    '"requests";r=0;t=1',
  ),
  'RateLimit-Policy': text('The rate itself: how many a second.', '"requests";q=20000;w=1'),
  'Idempotency-Replayed': text('`true`: the stored answer of the first request with this `Idempotency-Key`.', 'true'),
  ETag: text('The state of the customer: sent back as `If-None-Match`, it saves the body.', 'W/"3-2024-02-01T10:00:00.123456Z"'),
  'Clientele-Losses': text(
    'With `format`: a JSON list of what that format cannot hold, each with `pointer`, `kind` and `reason`.',
    '[{"pointer":"/gender","kind":"dropped","reason":"Wasabi has no gender."}]',
  ),
  'Set-Cookie': text('The console’s session.', 'clientele_session=…; Path=/; HttpOnly; SameSite=Strict'),
} as const;

type HeaderName = keyof typeof HEADERS;

const TOO_MANY = '429';
const UNAVAILABLE = '503';

/** Headers of single operations, on the statuses that have them. */
const OF_OPERATIONS: Readonly<Record<string, Readonly<Record<string, readonly HeaderName[]>>>> = {
  readCustomer: { 200: ['ETag', 'Clientele-Losses'], 304: ['ETag'] },
  readCustomerByExternalId: { 200: ['ETag', 'Clientele-Losses'], 304: ['ETag'] },
  logIn: { 200: ['Set-Cookie'] },
  logOut: { 204: ['Set-Cookie'] },
};

/** Says of every answer which headers it has. */
export function addHeaders(document: HeadedDocument): void {
  document.components.headers = HEADERS;
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    for (const [status, answer] of Object.entries(operation.responses)) {
      answer.headers = Object.fromEntries(headersOf(operation, status).map((name) => [name, { $ref: `#/components/headers/${name}` }]));
    }
  }
}

function headersOf({ operationId, parameters = [] }: Operation, status: string): HeaderName[] {
  const isReplayable = parameters.some(({ name }) => name === 'Idempotency-Key') && status < '429';
  return [
    'X-Request-Id',
    ...(isReplayable ? (['Idempotency-Replayed'] as const) : []),
    ...(status === TOO_MANY ? (['RateLimit', 'RateLimit-Policy'] as const) : []),
    ...(status === TOO_MANY || status === UNAVAILABLE ? (['Retry-After'] as const) : []),
    ...(OF_OPERATIONS[operationId]?.[status] ?? []),
  ];
}
