import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

const server = process.env.INKLING_SERVER ?? 'http://localhost:3000';

/** What the page asks the server for while Vite serves the page itself. */
const PROXIED = ['/socket.io', '/api', '/predict', '/yjs', '/healthz'];

/** The two faces are wanted before any style is read: the headline is the first thing to be seen. */
const preloadFonts: Plugin = {
  name: 'inkling-preload-fonts',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => file.endsWith('.woff2'))
        .map((file) => ({
          tag: 'link',
          injectTo: 'head',
          attrs: {
            rel: 'preload',
            href: `/${file}`,
            as: 'font',
            type: 'font/woff2',
            crossorigin: true,
          },
        })),
  },
};

/** Yjs warns by way of lib0: in plain words, as it does in Node. Its console in a page's DOM would be a twentieth of the script. */
const PLAIN_WARNINGS = fileURLToPath(import.meta.resolve('lib0/logging'));

export default defineConfig({
  root: import.meta.dirname,
  resolve: { alias: { 'lib0/logging': PLAIN_WARNINGS } },
  plugins: [solid(), tailwindcss(), preloadFonts],
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
