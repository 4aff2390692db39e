import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { VersionedCatalogue, loadCatalogue } from '@tongban/catalogue';
import type { Fields } from '@tongban/domain';
import type { ContractFile } from '../src/contract-file';

export const base = loadCatalogue();
export const reference = VersionedCatalogue.of(base);
/** A business instant at which the reference catalogue is in force. */
export const AT = '2026-03-02T09:00:00+08:00';
export const FLOWS: readonly string[] = [...base.flows.keys()];

const DATA = join(__dirname, '../../catalogue/data/examples');
interface Walk { readonly flow: string; readonly messages: readonly { readonly message: string; readonly open: Fields; readonly personal: Fields }[] }
export const walks: readonly Walk[] = readdirSync(DATA).sort().map((file) => JSON.parse(readFileSync(join(DATA, file), 'utf8')) as Walk);

export function textOf(files: readonly ContractFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return Buffer.from(file.bytes).toString('utf8');
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const jsonOf = (files: readonly ContractFile[], path: string): any => JSON.parse(textOf(files, path));
