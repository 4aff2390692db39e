import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { TongbanError, isRegionCode, owners } from '@tongban/contracts';
import { type Setup, participantOf } from '@tongban/operator';
import { Signer, StewardCredentialsSchema, readCredentials } from '@tongban/trust';
import type { Io } from '../io';
import { UsageError } from '../outcome';

/** Who gives a registry commands: a person with a key of their own, or a participant's system about itself. */
export interface Hand {
  /** `person:<id>` or `participant:<code>`. */
  readonly actor: string;
  /** Participants and hubs this hand may speak for. */
  readonly units: readonly string[];
  /** Set when a participant acts, which is asked at its own border. */
  readonly participant?: string;
  readonly signer: Signer;
}

const DIVISION = /^\d{6}$/;

/**
 * `--as`: a steward of the set-up by name, a division for its participant, or a steward's credentials file; the first steward of a sandbox by
 * default. @throws UsageError, or TongbanError `division.*`.
 */
export function handGiven(setup: Setup, io: Io, given: string | undefined): Hand {
  const [first] = setup.stewards;
  if (given !== undefined && DIVISION.test(given)) return participantHand(setup, participantOf(given));
  if (given === undefined && first === undefined) {
    throw new UsageError('请用--as指定标准管理员的凭证文件：本环境没有代办的管理员', 'name a steward\'s credentials file with --as: this environment has no steward of its own');
  }
  const name = given ?? first!;
  return setup.stewards.includes(name) ? stewardHand(setup.steward(name)) : stewardHand(stewardFile(io, name));
}

/** Both stewards of a sandbox, in order. @throws TongbanError `approval.sandbox-only` outside a sandbox, where people approve with keys of their own. */
export function sandboxStewards(setup: Setup): readonly [Hand, Hand] {
  const [first, second] = setup.stewards;
  if (setup.environment !== 'sandbox') throw new TongbanError('approval.sandbox-only', `this is ${setup.environment}`);
  if (first === undefined || second === undefined) throw new UsageError('该沙箱由旧版本建立，没有标准管理员：重新运行npm start', 'this sandbox is of an earlier version and has no stewards: run npm start again');
  return [stewardHand(setup.steward(first)), stewardHand(setup.steward(second))];
}

/** The unit a hand speaks for in the registry of an owner. @throws UsageError for one it may not. */
export function unitOf({ units }: Hand, owner: string, given?: string): string {
  if (given === undefined) return units.includes(owner) ? owner : units[0]!;
  if (!isRegionCode(given) && !DIVISION.test(given)) throw new UsageError('--unit应为参与方代码或枢纽', '--unit is the code of a participant or a hub');
  return given;
}

const stewardHand = ({ person, units, signingKey }: ReturnType<Setup['steward']>): Hand => ({ actor: owners.person(person), units, signer: new Signer(signingKey) });

function participantHand(setup: Setup, code: string): Hand {
  return { actor: owners.participant(code), units: [code], participant: code, signer: new Signer(setup.participant(code).signingKey) };
}

function stewardFile(io: Io, given: string): ReturnType<Setup['steward']> {
  const path = resolve(io.cwd, given);
  if (!existsSync(path)) throw new UsageError(`--as：没有文件${given}，也没有这个名字的标准管理员`, `--as: there is neither a file ${given} nor a steward of this name`);
  try {
    return readCredentials(StewardCredentialsSchema, path);
  } catch (error) {
    const why = error instanceof SyntaxError ? 'not JSON' : error instanceof Error ? error.message : String(error);
    throw new UsageError(`--as：${given}不是标准管理员的凭证文件（${why}）`, `--as: ${given} is no credentials file of a steward (${why})`);
  }
}
