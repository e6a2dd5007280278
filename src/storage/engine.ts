// What both databases offer to the rest of storage: sessions that run SQL. Values come back as text, so that no driver
// turns a timestamp into a JS `Date` (which loses microseconds) or an int8 into a double.

/** What a statement may be given. A Uint8Array goes out in PostgreSQL's binary format (see binary-array.ts). */
export type Param = string | number | boolean | null | Uint8Array | readonly (string | null)[];

/** A row by column name; every value is the text PostgreSQL prints, `bytea` and arrays included, or null. */
export type Row = Record<string, string | null>;

export interface Result<R extends Row = Row> {
  readonly rows: R[];
  /** Rows inserted, updated, deleted or selected by the statement. */
  readonly rowCount: number;
  /** The command PostgreSQL says it ran: a `COMMIT` of a failed transaction answers `ROLLBACK`. */
  readonly command?: string | null;
}

export interface Statement {
  readonly sql: string;
  readonly params?: readonly Param[];
  /** Statements with a name are parsed once per connection. */
  readonly name?: string;
}

/** One connection held by one caller at a time. */
export interface Session {
  query<R extends Row = Row>(statement: Statement): Promise<Result<R>>;
  /** Several statements without parameters in one round trip; no rows. */
  execute(sql: string): Promise<void>;
}

/** A fault reported by the database, with what storage needs to tell kinds apart. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** SQLSTATE, or a class of our own: `CLOSED` when the connection went away. */
  readonly code: string;
  readonly constraint: string | undefined;

  constructor(code: string, message: string, constraint?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.constraint = constraint;
  }
}

export interface Engine {
  readonly kind: 'postgresql' | 'embedded';
  /** Runs `use` with a session nobody else has meanwhile; a transaction left open by a throw is rolled back. */
  withSession<T>(use: (session: Session) => Promise<T>): Promise<T>;
  /** Tells `hear` of every word on a channel (`NOTIFY`) until the engine is closed. Absent where no other process has the store. */
  listen?(channel: string, hear: () => void): void;
  close(): Promise<void>;
}
