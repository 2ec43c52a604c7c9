import { defineConfig } from 'vite';

/** The hub serves `dist` under a strict content policy: every asset is its own file, nothing inline, nothing from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist', emptyOutDir: true, target: ['es2022', 'safari16.4', 'chrome110', 'firefox115'],
    // A font as data: would be refused by `default-src 'self'`.
    assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false,
  },
  server: { proxy: { '/api': { target: process.env['MATPHO_HUB'] ?? 'http://127.0.0.1:8480', ws: true } } },
});
