import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

const server = process.env.INKLING_SERVER ?? 'http://localhost:3000';

/** What the page asks the server for while Vite serves the page itself. */
const PROXIED = ['/socket.io', '/api', '/predict', '/yjs', '/healthz'];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Small files stay files: a data: font or script would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      PROXIED.map((path) => [
        path,
        { target: server, ws: path === '/socket.io' || path === '/yjs' },
      ]),
    ),
  },
});
