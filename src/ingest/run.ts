// One request while its batches are on their way: a few at once, reported in the order sent, closed with an honest receipt.

import { claimRequest, settleRequest } from '../registry/settle-request.ts';
import { batchOf } from '../registry/save/batch.ts';
import { CommittedLines } from './committed-lines.ts';
import { RegistryError } from '../error.ts';
import { Summary } from './summary.ts';
import type { BatchReport } from '../registry/save/report.ts';
import type { Ingest, Request } from './request.ts';
import type { Progress, Received } from '../registry/save/batch.ts';

/** A request as far as its batches know it. */
export type RunRequest = Pick<Request, 'scope' | 'feed' | 'requestId' | 'isNamed' | 'onBatch'>;

/** Batches of one request on their way at once: some are kept while the next is read. */
const BATCHES_AT_ONCE_MAX = 3;

export class Run {
  private readonly summary = new Summary();
  private readonly ingest: Ingest;
  private readonly request: RunRequest;
  private readonly committed = new CommittedLines();
  private readonly onTheirWay: Promise<void>[] = [];
  private inOrder: Promise<void> = Promise.resolve();
  private offered = 0;
  private isClosed = false;
  private fault: unknown = null;

  constructor(ingest: Ingest, request: RunRequest) {
    this.ingest = ingest;
    this.request = request;
  }

  /** Claims the request's id where the sender chose it. Throws `request_id_reused`. */
  async open(): Promise<void> {
    if (this.request.isNamed) await claimRequest(this.ingest, this.request.scope, this.opening);
  }

  /** Hands over a batch behind which more follows; waits only when enough are on their way. */
  async send(received: readonly Received[]): Promise<void> {
    this.dispatch(received, 'receiving');
    if (this.onTheirWay.length >= BATCHES_AT_ONCE_MAX) await this.onTheirWay.shift();
  }

  /** Hands over the last batch, whose commit closes the receipt; it waits for those before it. */
  async sendLast(received: readonly Received[]): Promise<void> {
    await this.inOrder;
    this.dispatch(received, this.summary.notTaken === 0 ? 'complete' : 'receiving');
    await this.inOrder;
  }

  /** The summary, once all is durable. Throws what went wrong where nothing at all was kept. */
  async finish(): Promise<Summary> {
    await this.inOrder;
    const { summary } = this;
    if (this.offered === 0) return this.cut(new RegistryError('request_invalid', 'The body holds no record: send at least one.'));
    if (!this.isClosed) await this.settle('complete');
    if (summary.received === 0) throw this.fault;
    return summary;
  }

  /** The body broke off or held nothing: what was kept stays kept, the receipt says `cut`, and the sender gets `fault`. */
  async cut(fault: unknown): Promise<never> {
    await this.inOrder;
    if (this.offered > 0 || this.request.isNamed) await this.settle('cut');
    throw fault;
  }

  private get opening(): Parameters<typeof settleRequest>[2] {
    return { requestId: this.request.requestId, ...this.request.feed };
  }

  private settle(state: 'complete' | 'cut'): Promise<void> {
    return settleRequest(this.ingest, this.request.scope, this.opening, {
      state,
      notTaken: this.summary.notTaken,
      lastLine: this.committed.lastLine,
    });
  }

  private dispatch(received: readonly Received[], state: Progress['state']): void {
    const { scope, requestId, feed } = this.request;
    this.offered += received.length;
    const lastLine = lastLineOf(received);
    const at = this.committed.announce();
    const progress = {
      state,
      offered: state === 'complete' ? this.offered : null,
      lastLine: () => this.committed.lastLineWith(at, lastLine),
    };
    const saved = this.ingest.lanes.save(scope, batchOf({ requestId, feed, received, progress }));
    const settled = saved.then(
      (report) => {
        this.committed.keep(at, lastLine);
        this.isClosed ||= state === 'complete';
        return () => this.accept(report);
      },
      (error: unknown) => () => this.refuse(received.length, error),
    );
    this.inOrder = this.inOrder.then(async () => (await settled)());
    this.onTheirWay.push(this.inOrder);
  }

  private accept(report: BatchReport): void {
    this.summary.add(report);
    this.request.onBatch?.({ report });
  }

  private refuse(records: number, fault: unknown): void {
    this.summary.notTaken += records;
    this.fault = fault;
    this.request.onBatch?.({ fault, records });
  }
}

function lastLineOf(received: readonly Received[]): number | null {
  const place = received.at(-1)?.place;
  return place && 'line' in place ? place.line : null;
}
