// A stream of chunks of any size, read in pieces of known size.

import { RegistryError } from '../../error.ts';

export const BLOCK_BYTES = 512;

export class BlockReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next `bytes`, as one buffer; refuses with `store_invalid` when the stream ends before. */
  async take(bytes: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.stream(bytes)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** The next `bytes` in the chunks they come in. */
  async *stream(bytes: number): AsyncGenerator<Uint8Array> {
    for (let missing = bytes; missing > 0;) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const chunk = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(chunk.length);
      missing -= chunk.length;
      yield chunk;
    }
  }

  async #next(): Promise<Uint8Array> {
    const { done, value } = await this.#source.next();
    if (done !== true) return value;
    throw new RegistryError('store_invalid', 'The backup ends before its end: it was cut short. Take another backup file.');
  }
}
