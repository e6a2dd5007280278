// Up to which line of a request all is committed, while its batches may commit out of order. Forgets what lies behind: a stream
// has no end.

export class CommittedLines {
  private last: number | null = null;
  private firstOpen = 0;
  private count = 0;
  private readonly kept = new Map<number, number | null>();

  /** Announces the next batch, and gives its number. */
  announce(): number {
    this.count += 1;
    return this.count - 1;
  }

  /** The batch is committed, up to its last line. */
  keep(batch: number, lastLine: number | null): void {
    this.kept.set(batch, lastLine);
    while (this.kept.has(this.firstOpen)) {
      this.last = this.kept.get(this.firstOpen) ?? null;
      this.kept.delete(this.firstOpen);
      this.firstOpen += 1;
    }
  }

  /** The last line up to which all is committed. */
  get lastLine(): number | null {
    return this.last;
  }

  /** The same once this batch is committed too. */
  lastLineWith(batch: number, lastLine: number | null): number | null {
    if (batch !== this.firstOpen) return this.last;
    let last = lastLine;
    for (let next = batch + 1; this.kept.has(next); next += 1) last = this.kept.get(next) ?? null;
    return last;
  }
}
