// What a request's sender is told: counts by outcome, and the first issues with their places.

import { addCounts, receivedOf, zeroCounts } from '../core/outcome.ts';
import type { BatchReport, RecordReport } from '../registry/save/report.ts';
import type { Issue } from '../formats/issue.ts';
import type { OutcomeCounts } from '../core/outcome.ts';
import type { Place } from '../registry/save/batch.ts';

/** Issues in an answer; the rest is behind `/v1/rejections?requestId=`. */
export const ISSUES_MAX = 1_000;

/** An issue with the place of its record in what was sent. */
export type PlacedIssue = Issue & Place;

export class Summary {
  readonly counts: OutcomeCounts = zeroCounts();
  issuesTotal = 0;
  private readonly errors: PlacedIssue[] = [];
  private readonly warnings: PlacedIssue[] = [];
  /** Records of batches that could not be kept: safe to send again. */
  notTaken = 0;

  add(report: BatchReport): void {
    addCounts(this.counts, report.counts);
    for (const record of report.records) if (record.issues.length > 0) this.addIssues(record);
  }

  /** Takes in what another part of the same request ended in. */
  join(other: Summary): void {
    addCounts(this.counts, other.counts);
    this.issuesTotal += other.issuesTotal;
    this.notTaken += other.notTaken;
    this.errors.push(...other.errors);
    this.warnings.push(...other.warnings);
  }

  get received(): number {
    return receivedOf(this.counts);
  }

  /** The first issues by place; where there are more than fit, errors before warnings. */
  get issues(): PlacedIssue[] {
    return [...this.errors, ...this.warnings].slice(0, ISSUES_MAX).sort((a, b) => placeOf(a) - placeOf(b));
  }

  /** All taken 200, some failed 207, none valid 400, not kept 500: as an HTTP status is made of it elsewhere. */
  get verdict(): 'success' | 'partial' | 'error' | 'failed' {
    const taken = this.received - this.counts.rejected;
    if (this.notTaken > 0) return taken > 0 ? 'partial' : 'failed';
    if (this.counts.rejected === 0) return 'success';
    return taken > 0 ? 'partial' : 'error';
  }

  private addIssues({ issues, place }: RecordReport): void {
    this.issuesTotal += issues.length;
    for (const issue of issues) {
      const list = issue.severity === 'error' ? this.errors : this.warnings;
      if (list.length < ISSUES_MAX) list.push({ ...place, ...issue });
    }
  }
}

function placeOf(place: Place): number {
  return 'line' in place ? place.line : place.index;
}
