// Statements for the one backend that the embedded PostgreSQL has: encoded, sent, decoded. Several may be under way at once;
// they are run in the order they were given.

import { decodeAnswer } from './decode.ts';
import { encodeScript, encodeStatement } from './encode.ts';
import type { Result, Row, Session, Statement } from '../engine.ts';
import type { Answer } from './decode.ts';
import type { Connection } from './connection.ts';

export class Backend {
  readonly #connection: Connection;
  /** The statements that PostgreSQL knows by name. */
  readonly #named = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();
  #isInTransaction = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async query<R extends Row>(statement: Statement): Promise<Result<R>> {
    const { name } = statement;
    const isParsed = name !== undefined && this.#isNamed(name, statement.sql);
    const request = encodeStatement(statement, isParsed);
    // Named before the answer, for the statements that follow at once; a failed parse takes the name back.
    if (name !== undefined) this.#named.set(name, statement.sql);
    const answer = await this.#ask(request);
    if (name !== undefined && !isParsed && !answer.isParsed) this.#named.delete(name);
    return resultOf(answer) as Result<R>;
  }

  async execute(sql: string): Promise<void> {
    resultOf(await this.#ask(encodeScript(sql)));
  }

  /** Waits for all that is under way and leaves no transaction open; tells whether one was. */
  async settle(): Promise<boolean> {
    await this.#last;
    if (!this.#isInTransaction) return false;
    await this.execute('rollback');
    return true;
  }

  async #ask(request: Uint8Array<ArrayBuffer>): Promise<Answer> {
    const sent = this.#connection.send(request).then(decodeAnswer);
    this.#last = sent.then(
      (answer) => (this.#isInTransaction = answer.isInTransaction),
      // The thread is gone, and its transaction with it.
      () => (this.#isInTransaction = false),
    );
    return sent;
  }

  #isNamed(name: string, sql: string): boolean {
    const known = this.#named.get(name);
    if (known !== undefined && known !== sql) throw new Error(`two statements are named ${name}`);
    return known !== undefined;
  }
}

/** A session that works until it is ended, so that no statement slips into somebody else's turn. */
export function sessionOn(backend: Backend): { session: Session; end: () => void } {
  let isOver = false;
  const check = (): void => {
    if (isOver) throw new Error('this session is over: a statement was sent after its withSession had returned');
  };
  const session: Session = {
    async query<R extends Row = Row>(statement: Statement): Promise<Result<R>> {
      check();
      return backend.query<R>(statement);
    },
    async execute(sql) {
      check();
      return backend.execute(sql);
    },
  };
  return { session, end: () => (isOver = true) };
}

function resultOf({ result, error }: Answer): Result {
  if (error) throw error;
  return result;
}
