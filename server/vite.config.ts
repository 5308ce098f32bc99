import { defineConfig } from 'vite';

/** Native or self-locating packages: they stay outside the bundle and are installed beside it. */
const OUTSIDE = ['onnxruntime-node', 'lmdb', '@napi-rs/image', 'pino'];

export default defineConfig({
  build: {
    ssr: true,
    outDir: 'dist',
    target: 'node20',
    minify: true,
    sourcemap: true,
    rolldownOptions: {
      input: {
        main: 'src/main.ts',
        'reader-thread': 'src/reader/thread.ts',
        'painter-process': 'src/http/painter-process.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: OUTSIDE },
});
