import { defineConfig } from 'vite';
import { onePageViewer } from './dev/one-page-viewer.ts';

/** The hub serves `dist` under a strict content policy: every asset is its own file, nothing inline, nothing from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  // The compatibility player's own control bar is never drawn; its inline style would be refused by `style-src 'self'` and reported.
  plugins: [{ name: 'jsmpeg-without-style', transform: (code, id) => (id.includes('jsmpeg-player.esm') ? code.replace('styleInject(css_248z);', '') : undefined) }, onePageViewer(import.meta.dirname)],
  build: {
    outDir: 'dist', emptyOutDir: true, target: ['es2022', 'safari16.4', 'chrome110', 'firefox115'],
    // A font as data: would be refused by `default-src 'self'`.
    assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false,
    // What checks an evidence bag brings X.509 and CMS along; it is fetched only by the page that checks.
    chunkSizeWarningLimit: 640,
  },
  server: { proxy: { '/api': { target: process.env['MATPHO_HUB'] ?? 'http://127.0.0.1:8480', ws: true } } },
});
