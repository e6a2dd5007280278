// What Node is told that serves, however it was started: with young generations of 8 MB a server held 252 MB at most where it held 340, while
// it imported 60,000 events (its heap's growth is held in `src/cli/serve.ts`).

export const SERVE_FLAGS = ['--max-semi-space-size=8'];
