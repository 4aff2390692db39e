import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Types of the documents come from other packages and are erased; no alias leads there, so an import of a value from them
 * fails the build instead of ending up in the browser.
 */
const CHUNKS: readonly (readonly [name: string, folders: RegExp])[] = [
  ['echarts', /node_modules\/(echarts|zrender|tslib)\//],
  ['antd', /node_modules\/(antd|@ant-design|@rc-component|rc-[a-z-]+|@emotion)\//],
  ['react', /node_modules\/(react|react-dom|react-router|scheduler|cookie|set-cookie-parser|@tanstack|i18next|react-i18next|use-sync-external-store|dayjs|html-parse-stringify|void-elements)\//],
  // What every page uses: many small files would each cost a request.
  ['frame', /\/web\/src\/(app|api|i18n|parts)\/(?!charts)/],
];

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // antd stands alone and is fetched once for many releases of the console.
    chunkSizeWarningLimit: 1500,
    rollupOptions: { output: { manualChunks: (id) => CHUNKS.find(([, folders]) => folders.test(id))?.[0] } },
  },
});
