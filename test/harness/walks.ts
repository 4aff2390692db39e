import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fields } from '@tongban/domain';

export interface WalkMessage {
  readonly as: 'opener' | 'counterpart' | 'hub';
  readonly onBehalfOf?: string;
  readonly message: string;
  readonly open: Fields;
  readonly personal: Fields;
  readonly expect?: Readonly<Record<string, string>>;
}
export interface Walk {
  readonly name: string;
  readonly flow: string;
  readonly walk: string;
  readonly item: string;
  readonly opener: { readonly division: string };
  readonly counterpart: { readonly division: string };
  readonly entry: string;
  readonly messages: readonly WalkMessage[];
  readonly outcome: string;
}
const FOLDER = join(__dirname, '../../packages/catalogue/data/examples');

/** The complete walks of the reference data. */
export const allWalks = (): Walk[] => readdirSync(FOLDER).filter((file) => file.endsWith('.json')).sort()
  .map((file) => ({ ...(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Walk), name: file.replace('.json', '') }));
export function walk(name: string): Walk {
  const found = allWalks().find((one) => one.name === name);
  if (!found) throw new Error(`no walk ${name}`);
  return found;
}
export const participantOf = (division: string): string => `${division.slice(0, 2)}0000`;

/** The same walk between other places: the divisions in its fields follow the sides. */
export function between(base: Walk, sides: { opener: string; counterpart: string }): Walk {
  const places: Readonly<Record<string, string>> = { [base.opener.division]: sides.opener, [base.counterpart.division]: sides.counterpart };
  const text = JSON.stringify(base).replace(new RegExp(Object.keys(places).join('|'), 'g'), (division) => places[division] ?? division);
  return JSON.parse(text) as Walk;
}
