// JSON lines to stderr, without personal data: what is logged are names of routes, codes, counts and times, never values.

import pino from 'pino';
import type { Logger } from 'pino';

export type Log = Logger;

/** Pretty on a terminal, JSON elsewhere; data goes to stdout, so the log does not. */
export function openLog(level: string, isTerminal: boolean): Log {
  if (isTerminal) return pino({ level, transport: { target: 'pino-pretty', options: { destination: 2, ignore: 'pid,hostname' } } });
  return pino({ level }, pino.destination({ dest: 2, sync: true }));
}
