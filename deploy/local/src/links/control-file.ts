import { randomBytes } from 'node:crypto';
import { readJsonIfThere, writePrivateJson } from '../setup/private-file';

/** `links.json`, mode 0600: where the running link process takes orders, and the word that only the owner of the data directory knows. */
export interface LinkControlFile { readonly version: 1; readonly url: string; readonly token: string }

export const newToken = (): string => randomBytes(24).toString('base64url');
export const writeControlFile = (file: string, url: string, token: string): void => writePrivateJson(file, { version: 1, url, token } satisfies LinkControlFile);
/** @returns undefined when no link process has run there. */
export const readControlFile = (file: string): LinkControlFile | undefined => readJsonIfThere<LinkControlFile>(file);
