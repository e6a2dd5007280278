// A file on its way up in parts: each is a request of its own, so that an upload that breaks off goes on behind what was kept.

/**
 * Large enough that what each costs beside its bytes, a round trip and a wait for the server's disk, is little. In parts of 2 MB, each held
 * in memory first, the same upload took 2.4 to 4.3 times as long, and 3.5 to 6 times the command's processor time.
 */
const PART_BYTES = 16 * 1024 * 1024;

/** The bytes in parts of about `partBytes`, each to be read to its end before the next is asked for. */
export async function* partsOf(bytes: AsyncIterable<Buffer>, partBytes = PART_BYTES): AsyncGenerator<AsyncIterable<Buffer>> {
  const chunks = bytes[Symbol.asyncIterator]();
  let next = await chunks.next();
  async function* part(): AsyncGenerator<Buffer> {
    for (let size = 0; next.done !== true && size < partBytes; next = await chunks.next()) {
      size += next.value.length;
      yield next.value;
    }
  }
  try {
    while (next.done !== true) yield part();
  } finally {
    await chunks.return?.();
  }
}
