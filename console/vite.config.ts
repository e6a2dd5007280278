// How the console becomes static files: hashed names under /assets, which browsers may keep for ever.

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // `light-dark()` goes out as it is written: what older browsers get in its place needs the whole style sheet in one file.
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    // What several pages use is one file: left alone it would be twenty and more, each asked for by every page.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] } } },
  },
  server: { proxy: { '^/(v1|cobi|wasabi|voipbin|docs|openapi.json|healthz|readyz)': SERVER } },
});
