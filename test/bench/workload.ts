import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalogue, catalogueFlows } from '@tongban/catalogue';
import { MessageMaker, plainSeal, type OpenRequest, planOpening } from '@tongban/client';
import type { EnvironmentCode, RegionCode } from '@tongban/contracts';
import { type Fields, beijingInstant } from '@tongban/domain';
import { REPOSITORY_ROOT, type Setup, participantsOf, prepareSetup } from '@tongban/local';
import { Signer } from '@tongban/trust';
import type { Workbench } from './workbench';

/** The opening of the first reference walk of a pension transfer, from Shanghai (yrd) to Sichuan (ccec): everybody's payload. */
const WALK = join(REPOSITORY_ROOT, 'packages/catalogue/data/examples/F-PEN-ENT.normal.json');
export const OPENER: { readonly participant: string; readonly region: RegionCode } = { participant: '310000', region: 'yrd' };
export const COUNTERPART: { readonly participant: string; readonly region: RegionCode } = { participant: '510000', region: 'ccec' };

interface WalkFile {
  readonly item: string;
  readonly opener: { readonly division: string };
  readonly counterpart: { readonly division: string };
  readonly messages: readonly { readonly message: string; readonly onBehalfOf?: string; readonly open: Fields; readonly personal: Fields }[];
}

/** Divisions of both sides; by default those of the walk. */
export interface Sides { readonly opener: string; readonly counterpart: string }

/** What the SDK is asked to send; every call of it opens another case. */
export function openingRequest(sides?: Sides): OpenRequest {
  const { item, opener, counterpart, messages: [first] } = between(JSON.parse(readFileSync(WALK, 'utf8')) as WalkFile, sides);
  const { message, onBehalfOf, open, personal } = first!;
  return { item, opener: opener.division, counterpart: counterpart.division, message, onBehalfOf, fields: { ...open, ...personal } };
}

/** The same walk between other places: the divisions in its fields follow the sides. */
function between(walk: WalkFile, sides: Sides | undefined): WalkFile {
  if (sides === undefined) return walk;
  return JSON.parse(JSON.stringify(walk).replaceAll(walk.opener.division, sides.opener).replaceAll(walk.counterpart.division, sides.counterpart)) as WalkFile;
}

/** The bytes and headers that the SDK makes of it: what the baseline carries too. */
export async function signedOpening(setup: Setup, catalogue: Catalogue): Promise<{ readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string>> }> {
  const { participant, agencyCode, environment, signingKey } = setup.identities.participants.find((one) => one.participant === OPENER.participant)!;
  const now = (): string => beijingInstant(Date.now());
  const maker = new MessageMaker({ environment: environment as EnvironmentCode, participant, agencyCode, signer: new Signer(signingKey), seal: plainSeal(environment as EnvironmentCode), catalogue, now });
  const request = openingRequest();
  const plan = planOpening(request, { catalogue, flows: catalogueFlows(catalogue), participant, now: now() });
  const { bytes, headers } = await maker.make({ ...request, ...plan, division: undefined });
  return { bytes, headers };
}

/** How many bytes the SDK's message has, for contenders without keys of their own. */
export async function openingSize(bench: Workbench): Promise<number> {
  const setup = prepareSetup({ dataDir: bench.folder('size'), participants: participantsOf(bench.catalogue) });
  return (await signedOpening(setup, bench.catalogue)).bytes.length;
}

/** The same matter as JSON of the same number of bytes, for contenders that speak JSON. `pad` takes what the fields leave over. */
export function jsonOpening(sizeBytes: number): Readonly<Record<string, unknown>> {
  const { item, opener, counterpart, message, fields } = openingRequest();
  const opening = { messageId: randomUUID(), messageType: message, item, opener, counterpart, fields, pad: '' };
  return { ...opening, pad: 'x'.repeat(Math.max(0, sizeBytes - Buffer.byteLength(JSON.stringify(opening)))) };
}
