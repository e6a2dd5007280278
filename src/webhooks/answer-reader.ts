// Reads the beginning of a receiver's answer. Beyond what may be read the connection is given up, and the status counts.

import type { Dispatcher } from 'undici';

const ANSWER_BYTES_MAX = 64 * 1024;
const KEPT_BYTES_MAX = 4 * 1024;

/** Why an attempt failed: the receiver's status, or what kept it from giving one. */
export type Fault = 'status' | 'redirect' | 'timeout' | 'address' | 'name' | 'tls' | 'connection' | 'answer';

export interface Answer {
  readonly status: number | null;
  readonly fault: Fault | null;
  /** The address that refused the connection, where that was the fault. */
  readonly refusedBy: string | null;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

/** The time in all is up. */
export class TimedOut extends Error {}

type Headers = Record<string, string | string[] | undefined>;

export class AnswerReader implements Dispatcher.DispatchHandler {
  #done: ((answer: Answer) => void) | undefined;
  readonly #kept: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #reason: Error | undefined;
  #status: number | null = null;
  #refusedBy: string | null = null;
  #retryAfter: string | undefined;
  #isEncoded = false;
  #bytes = 0;
  #keptBytes = 0;

  /** Tells the answer once, as soon as it is known. */
  constructor(done: (answer: Answer) => void) {
    this.#done = done;
  }

  /** Ends the request; one that still waits for a connection ends when it would begin. */
  abort(reason: Error): void {
    this.#reason = reason;
    this.#finish(faultFrom(reason));
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#reason) controller.abort(this.#reason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    const { 'retry-after': retryAfter, 'content-encoding': encoding } = headers;
    this.#retryAfter = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter;
    this.#isEncoded = encoding !== undefined && encoding !== 'identity';
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    const part = chunk.subarray(0, KEPT_BYTES_MAX - this.#keptBytes);
    if (part.length > 0) this.#kept.push(Buffer.from(part));
    this.#keptBytes += part.length;
    if (this.#bytes <= ANSWER_BYTES_MAX) return;
    this.#finish(null);
    controller.abort(new Error('enough of the answer was read'));
  }

  onResponseEnd(): void {
    this.#finish(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#refusedBy = (error as { address?: string }).address ?? null;
    this.#finish(faultFrom(error));
  }

  #finish(fault: Fault | null): void {
    const done = this.#done;
    this.#done = undefined;
    done?.({ status: this.#status, fault, refusedBy: this.#refusedBy, text: this.#text(), retryAfter: this.#retryAfter });
  }

  /** An encoded answer is not unpacked: a few bytes of it can become very many. */
  #text(): string {
    if (this.#isEncoded) return `(${this.#bytes} bytes, encoded)`;
    if (this.#keptBytes === 0) return '';
    return Buffer.concat(this.#kept).toString('utf8').replaceAll('\0', '\ufffd');
  }
}

const TIMEOUT_CODES = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);
const NAME_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'ESERVFAIL']);

function faultFrom(error: Error): Fault {
  const { code = '', name } = error as NodeJS.ErrnoException;
  if (error instanceof TimedOut || TIMEOUT_CODES.has(code)) return 'timeout';
  if (code === 'ADDRESS_REFUSED') return 'address';
  if (NAME_CODES.has(code)) return 'name';
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code)) return 'tls';
  return name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW' ? 'answer' : 'connection';
}
