import { createHash } from 'node:crypto';
import { canonicalJson } from '@tongban/domain';

/** One file of a contract or a guide; the path has slashes and is relative. */
export interface ContractFile { readonly path: string; readonly mediaType: string; readonly bytes: Uint8Array }

export const textFile = (path: string, mediaType: string, text: string): ContractFile => ({ path, mediaType, bytes: Buffer.from(text, 'utf8') });
/** Two spaces of indent and the order of the value's own keys: a file that people read and compare. */
export const jsonFile = (path: string, mediaType: string, value: unknown): ContractFile => textFile(path, mediaType, `${JSON.stringify(value, null, 2)}\n`);

/** Lower-case hex. */
export const fileDigest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface ListedFile { readonly path: string; readonly mediaType: string; readonly size: number; readonly digest: string }
export const listed = (files: readonly ContractFile[]): readonly ListedFile[] =>
  files.map(({ path, mediaType, bytes }) => ({ path, mediaType, size: bytes.length, digest: fileDigest(bytes) })).sort((a, b) => (a.path < b.path ? -1 : 1));

/** SHA-256 of the canonical JSON, lower-case hex. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
