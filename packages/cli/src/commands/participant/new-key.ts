import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { owners } from '@tongban/contracts';
import { KEY_USES, type KeyUse, type ParticipantRecord, type RegisteredKey, beijingInstant } from '@tongban/domain';
import { participantOf, reference } from '@tongban/operator';
import { SEALING_ALGORITHMS, SIGNATURE_ALGORITHMS, type SealingAlgorithmName, type SignatureAlgorithmName, generateSealingKey, generateSigningKey, ownKeysOf, ownSealingKeysOf } from '@tongban/trust';
import { type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, UsageError } from '../../outcome';
import { presentRecord } from '../../standards/participant-record';
import { RegistryDesk } from '../../standards/registry-desk';
import { wholeNumber } from '../../standards/whole-number';

const DAY_MS = 86_400_000;
const OVERLAP_DAYS = 30;

/**
 * `participant new-key`: the first half of a rotation. The private half goes into the participant's own credentials, where its systems find it while they run; the public half into the next version of its
 * record, a file that two persons approve like everything in a registry (`standards import`).
 */
export function registerNewKey(parent: Command, session: Session): void {
  handleWithHub(parent.command('new-key').description('生成新密钥，并写出登记的下一版本 / make a new key, and write the next version of the record')
    .requiredOption('--as <division>', '参与方 / participant').requiredOption('--out <file.json>', '写入的文件，供standards import使用 / file to write, for standards import')
    .addOption(new Option('--use <use>', '用途：签名或密封 / what for: to sign, or to be sealed for').choices(KEY_USES).default('signing'))
    .addOption(new Option('--algorithm <name>', '算法，默认ed25519，密封为x25519 / algorithm, ed25519 by default, x25519 to be sealed for').choices([...SIGNATURE_ALGORITHMS, ...SEALING_ALGORITHMS]))
    .option('--overlap-days <n>', `旧密钥继续有效的天数，默认${OVERLAP_DAYS} / days the key of before stays valid, ${OVERLAP_DAYS} by default`)
    .option('--revoke', '旧密钥自新版本实施起即失效，用于泄露 / the keys of before end when the new version takes effect: for a key that leaked'), session, (context) => made(context, session));
}

async function made({ setup, operator, options }: HubContext, { io }: Session): Promise<CommandResult> {
  const participant = participantOf(textOption(options, 'as') ?? '');
  const out = resolve(io.cwd, textOption(options, 'out') ?? '');
  if (existsSync(out)) throw new UsageError(`${out}已存在`, `${out} exists already`);
  const credentials = setup.participant(participant);
  const record = await presentRecord(setup, operator, participant);
  const now = await new RegistryDesk(setup, operator).now(reference().divisions.regionOf(participant));
  const key = newKey(textOption(options, 'use') as KeyUse, textOption(options, 'algorithm'), owners.participant(participant), nextNumber(record, [...ownKeysOf(credentials), ...ownSealingKeysOf(credentials)]));
  const days = wholeNumber(options, 'overlap-days', { min: 1, max: 3650, otherwise: OVERLAP_DAYS });
  const next = withKey(record, { keyId: key.public.keyId, use: key.use, algorithm: key.public.algorithm, publicKey: key.public.publicKey }, options['revoke'] === true ? undefined : beijingInstant(Date.parse(now) + days * DAY_MS));
  // The private half first: a record that names a key nobody has would stop its owner.
  setup.keepParticipant({
    ...credentials, ...(key.use === 'signing' ? { laterSigningKeys: [...(credentials.laterSigningKeys ?? []), key.signing] } : { laterSealingKeys: [...(credentials.laterSealingKeys ?? []), key.sealing] }),
  });
  writeFileSync(out, `${JSON.stringify({ participants: [next] }, null, 2)}\n`, { flag: 'wx' });
  const { keyId } = key.public;
  return {
    document: { participant, keyId, file: out },
    human: (view) => view.say(`已生成${keyId}。下一步：tongban standards import ${out}，经两人批准发布后自动启用`, `${keyId} is made. Next: tongban standards import ${out}; it takes over by itself once two persons have published it`),
  };
}

/** @throws UsageError for an algorithm of the other use. */
function newKey(use: KeyUse, algorithm: string | undefined, owner: string, number: number) {
  const known: readonly string[] = use === 'signing' ? SIGNATURE_ALGORITHMS : SEALING_ALGORITHMS;
  if (algorithm !== undefined && !known.includes(algorithm)) throw new UsageError(`${algorithm}不用于该用途：${known.join('、')}`, `${algorithm} is not for that use: ${known.join(', ')}`);
  return use === 'signing'
    ? { use, ...generateSigningKey(owner, number, algorithm as SignatureAlgorithmName | undefined) }
    : { use, ...generateSealingKey(owner, number, algorithm as SealingAlgorithmName | undefined) };
}

/** Numbers are used once, those of keys that were revoked or never published too. */
function nextNumber({ keys }: ParticipantRecord, own: readonly { readonly keyId: string }[]): number {
  return 1 + Math.max(0, ...[...keys, ...own].map(({ keyId }) => Number(keyId.slice(keyId.lastIndexOf('#') + 1))));
}

/** @param until business instant to which the keys of before for the same use stay valid; undefined: they are left out, which ends them when the version takes effect. */
export function withKey(record: ParticipantRecord, key: RegisteredKey, until: string | undefined): ParticipantRecord {
  const before = record.keys.flatMap((one): RegisteredKey[] => {
    if (one.use !== key.use) return [one];
    if (until === undefined) return [];
    return [{ ...one, validTo: one.validTo !== undefined && Date.parse(one.validTo) < Date.parse(until) ? one.validTo : until }];
  });
  return { ...record, keys: [...before, key] };
}
