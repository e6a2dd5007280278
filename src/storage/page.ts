// Keyset paging: a page starts behind the last entry of the one before, so that nothing comes twice and nothing is skipped.

/** An entry's place in a list by time: its time, and its id among those of one time. */
export interface Position {
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
  readonly time: string;
  readonly id: string;
}
