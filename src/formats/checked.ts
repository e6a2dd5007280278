// What a format's check of one JSON value gives to the parser: the findings, and the record's bearings where they could be read.

import type { Checker } from './checker.ts';
import type { JsonObject } from './record.ts';

export interface Checked {
  readonly check: Checker;
  readonly sourceId?: string;
  readonly sourceKey?: string;
  readonly value?: JsonObject;
  readonly versionTime?: string | null;
  readonly isDeleted?: boolean;
  /** Made only for records without errors. `plain` is the record's text where it is the one that JavaScript would print, too. */
  readonly canonicalOf?: (plain?: string) => string;
}
