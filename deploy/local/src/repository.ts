import { join } from 'node:path';

/** Root of the repository; this file is compiled to deploy/local/dist. */
export const REPOSITORY_ROOT = join(__dirname, '../../..');
export const DATA_DIRECTORY_DEFAULT = join(REPOSITORY_ROOT, '.data');

/** Where fetched server binaries are kept: `.cache` of the repository, or TONGBAN_CACHE_DIR. */
export const cacheDirectory = (env: Readonly<Record<string, string | undefined>> = process.env): string =>
  env['TONGBAN_CACHE_DIR'] ?? join(REPOSITORY_ROOT, '.cache');
