// One fault or doubt about one field, and the table of every code. `docs/errors.md` lists the same codes; a test holds both together.

/** One fault (`error`: the record is rejected) or doubt (`warning`: it is accepted) about one field. */
export interface Issue {
  readonly code: IssueCode;
  /** RFC 6901 JSON Pointer into the record as its sender wrote it; `''` is the whole record. */
  readonly pointer: string;
  /** What is wrong, why, and what would be right; never the personal value itself. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** The intended JSON value, only where it is certain. */
  readonly suggestion?: unknown;
}

export type IssueCode = string;
