import { randomUUID } from 'node:crypto';
import { ENVIRONMENTS } from '@tongban/contracts';
import { type CommandInput, commandBodyOf } from '@tongban/registry';
import { Signer, TrustDirectory, type TrustDirectoryFile, generateSigningKey, signRegistryCommand } from '@tongban/trust';

export const NOW = '2026-03-02T09:00:00+08:00';
export const EFFECTIVE = '2026-04-01T00:00:00+08:00';

const person = (id: string) => {
  const { signing, public: known } = generateSigningKey(`person:${id}`);
  return { actor: `person:${id}`, unit: 'nat', signer: new Signer(signing), record: { ...known, units: ['nat', 'yrd'] } };
};
const participant = (code: string) => {
  const { signing, public: known } = generateSigningKey(`participant:${code}`);
  return { actor: `participant:${code}`, unit: code, signer: new Signer(signing), record: known };
};
export const hubKeys = { nat: generateSigningKey('hub:nat'), yrd: generateSigningKey('hub:yrd') };
export const people = { first: person('steward-1'), second: person('steward-2'), shanghai: participant('310000') };
export const trustFile: TrustDirectoryFile = { version: 1, keys: [...Object.values(people).map(({ record }) => record), ...Object.values(hubKeys).map((key) => key.public)] };
export const trust = new TrustDirectory(trustFile);

/** A command as it travels. */
export const signed = (input: CommandInput, by: (typeof people)[keyof typeof people] = people.first, owner = 'nat', commandId: string = randomUUID()): Promise<Uint8Array> => signRegistryCommand(by.signer, {
  ...commandBodyOf(input), commandId, environment: ENVIRONMENTS.sandbox, owner, actor: by.actor, unit: by.unit, at: NOW, reason: 'because',
});
