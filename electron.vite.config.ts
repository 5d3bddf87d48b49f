import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const main = (path: string) => resolve(import.meta.dirname, 'src/main', path);

/** Libraries of plain JavaScript that every start needs. */
const BUNDLED = [
  '@orpc/client',
  '@orpc/contract',
  '@orpc/server',
  '@orpc/standard-server-peer',
  'commander',
  'env-paths',
  'picomatch',
  'write-file-atomic',
  'ws',
  'yaml',
  'zod',
];

export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      // Reading them from their many files is most of what starting a command would take.
      externalizeDeps: { exclude: BUNDLED },
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
    build: {
      rollupOptions: {
        input: { index: resolve(import.meta.dirname, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(import.meta.dirname, 'src/renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      minify: true,
      // Inlined fonts would need `font-src data:` in the content security policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2500,
      rollupOptions: { input: resolve(import.meta.dirname, 'src/renderer/index.html') },
    },
  },
});
