// A database whose connection dies at a chosen call: before the call is sent, or after it was carried out and before it answers.

import { DatabaseError } from '../../src/storage/engine.ts';
import type { Engine, Result, Row, Session, Statement } from '../../src/storage/engine.ts';

export interface Fault {
  /** Which call of a session, counted from 1 over all sessions. */
  readonly at: number;
  /** `before`: it never reaches the database; `after`: it does, and its answer is lost. */
  readonly when: 'before' | 'after';
  /** SQLSTATE, or `CLOSED` for a connection that went away. */
  readonly code: string;
}

export interface FaultyEngine extends Engine {
  /** Calls made since the last `arm`. */
  readonly calls: number;
  arm(fault: Fault | null): void;
}

export function faultyEngine(engine: Engine): FaultyEngine {
  let calls = 0;
  let fault: Fault | null = null;

  function breakable(session: Session): Session {
    let isDead = false;
    const run = async <T>(call: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (isDead) throw new DatabaseError('CLOSED', 'the connection is dead already');
      if (fault?.at !== calls) return call();
      const { when, code } = fault;
      isDead = true;
      if (when === 'after') await call();
      throw new DatabaseError(code, `a fault at call ${calls}`);
    };
    return {
      query: <R extends Row = Row>(statement: Statement): Promise<Result<R>> => run(() => session.query<R>(statement)),
      execute: (sql) => run(() => session.execute(sql)),
    };
  }

  return {
    kind: engine.kind,
    get calls() {
      return calls;
    },
    arm(next) {
      calls = 0;
      fault = next;
    },
    withSession: (use) => engine.withSession((session) => use(breakable(session))),
    close: () => engine.close(),
  };
}
