// What each figure means and what it must reach (design: quality.md, "Speed and scale"), as data in the order of printing.

export interface Row {
  readonly title: string;
  /** The figure of the same run that this one is held against. */
  readonly against?: string;
  readonly ratioMin?: number;
  readonly perSecondMin?: number;
  readonly p99MsMax?: number;
  readonly p50MsMax?: number;
  /** Its p99 is at most so many times that of the row it is held against. */
  readonly p99RatioMax?: number;
  readonly msMax?: number;
  readonly megabytesMax?: number;
}

const BATCH = { against: 'E4', ratioMin: 0.5, perSecondMin: 25_000 };
const EMBEDDED_MIN = 0.6;
/** At most 1.3 times the cost. */
const GROWN_MIN = 1 / 1.3;

/** A figure without a target is a limit: it measures the machine, not Clientele. */
export const ROWS: Readonly<Record<string, Row>> = {
  C: { title: 'COPY of Wasabi events into one table' },
  U1: { title: 'upsert and history, 1,000 a statement, 1 connection, inserting' },
  'U1-updating': { title: 'the same, updating' },
  U2: { title: 'upsert and history, 1,000 a statement, 2 connections, inserting' },
  'U2-updating': { title: 'the same, updating' },
  E1: { title: 'bare Fastify, Ajv and U, arrays of 1,000, 1 connection' },
  E4: { title: 'bare Fastify, Ajv and U, arrays of 1,000, 4 connections' },
  S: { title: 'bare Fastify, Ajv and U, one event a request, 64 clients' },
  H: { title: 'Fastify, a static answer of 700 bytes' },
  R: { title: 'Fastify and one SELECT by primary key' },
  L: { title: 'Fastify and a page of 50 by index' },
  'wasabi-lines': { title: 'Wasabi events, NDJSON of 1,000', ...BATCH },
  'wasabi-lines-unchanged': { title: 'the same events again: unchanged', against: 'wasabi-lines', ratioMin: 1 },
  'wasabi-lines-updating': { title: 'a newer statement of each', ...BATCH },
  'wasabi-arrays': { title: 'Wasabi events, arrays of 1,000', ...BATCH },
  'cobi-batches': { title: 'Cobi customers, batches of 5,000', ...BATCH },
  'cobi-batches-unchanged': { title: 'the same customers again: unchanged', against: 'cobi-batches', ratioMin: 1 },
  'single-events': { title: 'one Wasabi event a request, 64 clients', against: 'S', ratioMin: 0.6, p99MsMax: 30 },
  'read-by-id': { title: 'a customer by id, 64 clients', against: 'R', ratioMin: 0.6 },
  'past-as-of': { title: 'a customer of five statements as it was, 16 clients' },
  'past-known-at': { title: 'the same as it was known' },
  'past-history': { title: 'its history' },
  'past-provenance': { title: 'where its values come from' },
  changes: { title: 'a page of 50 changes, 64 clients', against: 'L', ratioMin: 0.5 },
  list: { title: '1,000,000 customers: a page of 50, 64 clients', against: 'L', ratioMin: 0.5 },
  'list-alone': { title: 'the same from one client at a time', p99MsMax: 30 },
  'find-filters': { title: '1,000,000 customers: each filter with each order', p99MsMax: 30 },
  'find-combinations': { title: '1,000,000 customers: ten combinations of filters', p99MsMax: 30 },
  'find-page-1000': { title: '1,000,000 customers: page 1,000 of each order and of combinations', p99MsMax: 30 },
  'embedded-wasabi-lines': { title: 'embedded: Wasabi events, NDJSON of 1,000', against: 'wasabi-lines', ratioMin: EMBEDDED_MIN },
  'embedded-wasabi-lines-unchanged': {
    title: 'embedded: the same events again',
    against: 'wasabi-lines-unchanged',
    ratioMin: EMBEDDED_MIN,
  },
  'embedded-cobi-batches': { title: 'embedded: Cobi customers, batches of 5,000', against: 'cobi-batches', ratioMin: EMBEDDED_MIN },
  'embedded-single-events': { title: 'embedded: one Wasabi event a request', against: 'single-events', ratioMin: EMBEDDED_MIN },
  import: { title: 'clientele import of 1,000,000 Wasabi events, upload included', against: 'wasabi-lines', ratioMin: 0.9 },
  'import-server-memory': { title: 'the most memory of the server until then', megabytesMax: 300 },
  'import-command-memory': { title: 'the most memory of the command', megabytesMax: 300 },
  export: { title: 'every customer as NDJSON, in the registry’s form', perSecondMin: 30_000 },
  'export-cobi': { title: 'the same as Cobi', perSecondMin: 30_000 },
  validate: { title: 'validate Wasabi events, in process', perSecondMin: 50_000 },
  'convert-wasabi-cobi': { title: 'convert Wasabi to Cobi, in process', perSecondMin: 50_000 },
  'convert-cobi-wasabi': { title: 'convert Cobi to Wasabi, in process', perSecondMin: 50_000 },
  'growth-event-small': { title: 'Wasabi events into 100,000 customers, for a second of processor time' },
  'growth-read-small': { title: 'a customer by id among 100,000, likewise' },
  'growth-event': { title: 'the same into as many as --customers says', against: 'growth-event-small', ratioMin: GROWN_MIN },
  'growth-read': { title: 'the same among as many as --customers says', against: 'growth-read-small', ratioMin: GROWN_MIN },
  'console-scroll-plain': { title: 'console: frames of a plain table that is scrolled by 4,000 pixels a second' },
  'console-scroll-loading': {
    title: 'the same of 1,000,000 customers while more are loaded',
    against: 'console-scroll-plain',
    ratioMin: 0.9,
  },
  'console-scroll-loading-task': { title: 'the longest task of the page meanwhile, in processor time', msMax: 50 },
  'console-scroll': { title: 'the same among 10,000 that were loaded', against: 'console-scroll-plain', ratioMin: 0.9 },
  'console-scroll-task': { title: 'the longest task of the page meanwhile, in processor time', msMax: 50 },
  'console-open': { title: 'console: 1,000,000 customers opened, until the first are seen', msMax: 1_000 },
  'console-sort': { title: 'put in another order', msMax: 500 },
  'console-filter': { title: 'narrowed by a filter', msMax: 500 },
  'console-search': { title: 'searched, with the pause that waits for more letters', msMax: 750 },
  'console-back': { title: 'back from one customer to their place among 10,000', msMax: 500 },
  'console-memory': { title: 'what the page then holds of memory', megabytesMax: 100 },
  'webhook-deliveries': { title: 'webhook deliveries of one account to a local receiver', perSecondMin: 5_000 },
  'webhook-claim': { title: 'a page of 1,000 deliveries among a million that wait', msMax: 10 },
  'webhook-forget': { title: 'a step of forgetting deliveries among a million (p99)', msMax: 50 },
  'webhook-latency-writes': { title: 'the requests that bring 2,500 changes a second, 50 each' },
  'webhook-latency': { title: 'their webhooks: from commit to receiver', p50MsMax: 50, p99MsMax: 500 },
  'webhook-neighbours-well': { title: 'webhooks of 100 accounts, 1,000 changes a second: from commit to receiver' },
  'webhook-neighbours': {
    title: 'the same while 10 other receivers hang and 10 answer 500',
    against: 'webhook-neighbours-well',
    p99RatioMax: 2,
    p99MsMax: 1_000,
  },
  'neighbour-writes-calm': { title: 'single events of an account, 4 connections' },
  'neighbour-writes': {
    title: 'the same while another account sends batches of 1,000 over 8 connections',
    against: 'neighbour-writes-calm',
    p99RatioMax: 2,
  },
  'neighbour-reads-calm': { title: 'single reads of an account, 4 connections' },
  'neighbour-reads': { title: 'the same while another account floods', against: 'neighbour-reads-calm', p99RatioMax: 2 },
  'first-start': { title: 'first start, embedded, until /readyz', msMax: 10_000 },
  start: { title: 'start on an existing embedded store, until /readyz', msMax: 2_000 },
  stats: { title: 'numbers for charts of 1,000,000 customers, a year of days', msMax: 50 },
  'stats-count': { title: 'counting them anew, by itself' },
};
