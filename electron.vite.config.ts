import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { bundledPackages } from './scripts/package/bundled-packages.mjs';
import { hostFiles } from './scripts/package/host-files.mjs';

const main = (path: string) => resolve(import.meta.dirname, 'src/main', path);

export default defineConfig({
  main: {
    plugins: [bundledPackages(), hostFiles()],
    build: {
      sourcemap: true,
      rollupOptions: {
        input: {
          index: main('electron/index.ts'),
          cli: main('cli/index.ts'),
          'session-host': main('session-host/index.ts'),
          'screen-worker': main('session-host/screen-worker.ts'),
          sim: main('session-host/sim/index.ts'),
          'fork-server': main('core/git/fork-server.ts'),
          'contract-worker': main('core/contracts/contract-worker.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    plugins: [bundledPackages()],
    build: {
      rollupOptions: {
        input: { index: resolve(import.meta.dirname, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(import.meta.dirname, 'src/renderer'),
    plugins: [react(), tailwindcss(), bundledPackages()],
    build: {
      minify: true,
      // Inlined fonts would need `font-src data:` in the content security policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2500,
      rollupOptions: { input: resolve(import.meta.dirname, 'src/renderer/index.html') },
    },
  },
});
