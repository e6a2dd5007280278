// What comes over a connection and is no HTTP request: there is nothing to hand to a route, so that the answer is written by hand, in the
// form of every other refusal.

import { STATUS_CODES } from 'node:http';
import { ANSWER_HEADERS } from './answer-headers.ts';
import { problemOf } from './problem.ts';
import type { FastifyServerOptions } from 'fastify';

type Answering = NonNullable<FastifyServerOptions['clientErrorHandler']>;

const BAD = { status: 400, message: 'This is no HTTP request: its first line or one of its headers cannot be read.' };
const FAULTS: Readonly<Record<string, typeof BAD>> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The headers are longer than is read: send fewer or shorter ones.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request did not come in time: send it again, in one go.' },
};

/** Answers and ends the connection; one that the sender has left is only ended. */
export function answerNoRequest(newId: () => string): Answering {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status, message } = FAULTS[error.code] ?? BAD;
    const requestId = newId();
    const body = JSON.stringify(problemOf({ status, code: 'request_invalid', message, issues: [] }, requestId));
    const headers = {
      ...ANSWER_HEADERS,
      'x-request-id': requestId,
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
  };
}
