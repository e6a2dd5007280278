// How a command ends: the one table of exit codes, and what a person is told of a refusal.

import { CommanderError } from 'commander';
import { DatabaseError } from '../storage/engine.ts';
import { RegistryError } from '../error.ts';
import type { RefusalCode } from '../error.ts';

/** All good; some records rejected or differences found; wrong usage; not reachable or refused. */
export const EXIT = { good: 0, faulty: 1, usage: 2, refused: 3 } as const;

type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_OF: Record<RefusalCode, ExitCode> = {
  unauthenticated: EXIT.refused,
  permission_denied: EXIT.refused,
  not_found: EXIT.refused,
  method_not_allowed: EXIT.refused,
  request_invalid: EXIT.usage,
  body_unreadable: EXIT.usage,
  body_too_large: EXIT.usage,
  body_too_slow: EXIT.refused,
  request_id_reused: EXIT.refused,
  idempotency_key_reused: EXIT.refused,
  idempotency_key_in_use: EXIT.refused,
  changes_gone: EXIT.refused,
  too_many_readers: EXIT.refused,
  cursor_invalid: EXIT.refused,
  query_too_broad: EXIT.refused,
  identifier_ambiguous: EXIT.refused,
  username_taken: EXIT.refused,
  state_unsuitable: EXIT.refused,
  rejection_closed: EXIT.refused,
  import_state: EXIT.refused,
  upload_offset: EXIT.refused,
  past_too_long: EXIT.refused,
  not_convertible: EXIT.refused,
  rate_limited: EXIT.refused,
  conflict: EXIT.refused,
  unavailable: EXIT.refused,
  store_locked: EXIT.refused,
  store_invalid: EXIT.refused,
  setting_invalid: EXIT.usage,
};

/** What to print on stderr (null: it is printed already) and how to end. */
export interface Ending {
  readonly message: string | null;
  readonly code: number;
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not',
  EISDIR: 'that is a folder',
  ENOTDIR: 'a part of its path is a file, and no folder',
  ENAMETOOLONG: 'the name is too long',
  EPERM: 'this user may not',
  EROFS: 'that may only be read',
  ELOOP: 'its links lead in a circle',
  EADDRINUSE: 'the port is in use; choose another one',
  EEXIST: 'that exists already; choose another name',
  ENOSPC: 'the disk is full',
};

/** A refusal says its own words; a bug shows its stack. */
export function endingOf(error: unknown): Ending {
  if (error instanceof CommanderError) return { message: null, code: error.exitCode === 0 ? EXIT.good : EXIT.usage };
  if (error instanceof RegistryError) return { message: error.message, code: EXIT_OF[error.code] };
  if (error instanceof DatabaseError)
    return { message: `The database cannot be used: ${error.message}. Check its address and that it runs.`, code: EXIT.refused };
  const { code, path, syscall, stack } = error as NodeJS.ErrnoException;
  const fault = FILE_FAULTS[code ?? ''];
  // A file that is open already has a name no more.
  if (fault !== undefined) return { message: `Cannot ${syscall}${path === undefined ? '' : ` ${path}`}: ${fault}.`, code: EXIT.usage };
  return { message: String(stack ?? error), code: EXIT.refused };
}
