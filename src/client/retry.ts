// Requests that are safe to send again are sent again: reads, and writes under an `Idempotency-Key`, which every write of the registry's
// own API gets here. Where nobody answers in the end, that is an answer too: a problem, as the registry would tell it.

export interface RetryOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** How often a request is sent again at most. */
  readonly retries: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Statuses that say "not now": too many requests, a gateway or a store that cannot be reached. */
const NOT_NOW: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const CONFLICT = 409;
const FIRST_WAIT_MS = 200;
const WAIT_MS_MAX = 30_000;
const KEY = 'idempotency-key';
/** Under a key the registry would keep their answers, which are people's data, and give old ones again. */
const READS_BY_POST = /\/v1\/customers\/(?:search|read)$/;

/** A fetch that tries again, waits as `Retry-After` says or else twice as long each time, and never throws but when it is aborted. */
export function retryingFetch({ fetch, retries, sleep }: RetryOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const isRead = request.method === 'GET' || READS_BY_POST.test(pathname);
    if (!isRead && pathname.includes('/v1/') && !request.headers.has(KEY)) request.headers.set(KEY, crypto.randomUUID());
    const isRepeatable = isRead || request.headers.has(KEY);
    for (let tries = 0; ; tries += 1) {
      const answer = await attempt(fetch, request.clone());
      if (!isRepeatable || tries >= retries || !(await isNotNow(answer))) return answer;
      await sleep(waitMs(answer, tries));
    }
  };
}

async function attempt(fetch: RetryOptions['fetch'], request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    return unreachable(request);
  }
}

/** Nobody answered: what was sent may have been taken or not. */
function unreachable({ url }: Request): Response {
  const detail = `Nobody answers at ${new URL(url).origin}, or the connection broke: try again later.`;
  const body = { type: 'about:blank', title: 'unreachable', status: 503, detail, code: 'unreachable', requestId: '', issues: [] };
  return Response.json(body, { status: 503, headers: { 'content-type': 'application/problem+json' } });
}

async function isNotNow(answer: Response): Promise<boolean> {
  if (NOT_NOW.has(answer.status)) return true;
  if (answer.status !== CONFLICT) return false;
  const { code } = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as { code?: string };
  return code === 'idempotency_key_in_use';
}

function waitMs(answer: Response, tries: number): number {
  const seconds = Number(answer.headers.get('retry-after'));
  const grown = FIRST_WAIT_MS * 2 ** tries * (0.5 + Math.random());
  return Math.min(WAIT_MS_MAX, Math.max(grown, seconds > 0 ? seconds * 1_000 : 0));
}
