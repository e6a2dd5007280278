// What Node is told that serves, however it was started: with young generations of 16 MB, and its heap's growth held (`src/cli/serve.ts`), a
// server held 262 to 292 MB at most after 60,000 events in batches, and 418 to 431 left alone. With 8 MB it held 239 to 254, but a read by
// id took 187 to 201 µs of the processor in place of 168.

export const SERVE_FLAGS = ['--max-semi-space-size=16'];
