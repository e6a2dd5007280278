// PostgreSQL as PGlite brings it, compiled once in a process: each store's thread is handed the same code, and what one of them has
// run is compiled for the next. A second store in a process (a copy that an export reads) then costs 0.4 s of a core to open, before 1.3 s.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { PGliteOptions } from '@electric-sql/pglite';

export type Program = NonNullable<PGliteOptions['pgliteWasmModule']>;
/** Node has it, the types for Node do not. */
declare const WebAssembly: { compile(program: Uint8Array): Promise<Program> };

const PROGRAM_URL = import.meta.resolve('@electric-sql/pglite/pglite.wasm');

let compiled: Promise<Program> | undefined;

/** The program, which may be handed to other threads. */
export function loadProgram(): Promise<Program> {
  compiled ??= readFile(fileURLToPath(PROGRAM_URL)).then((bytes) => WebAssembly.compile(bytes));
  return compiled;
}
