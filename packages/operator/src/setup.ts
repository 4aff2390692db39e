import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { type EnvironmentCode, REGION_CODES, type RegionCode, TongbanError } from '@tongban/contracts';
import { writePrivateJson } from '@tongban/data-directory';
import {
  type HubCredentials, HubCredentialsSchema, type KeeperCredentials, KeeperCredentialsSchema, type OperatorCredentials, OperatorCredentialsSchema, type ParticipantCredentials, ParticipantCredentialsSchema, type StewardCredentials, StewardCredentialsSchema, readCredentials,
} from '@tongban/trust';

/** Root of the repository: this file is built to packages/operator/dist. */
const REPOSITORY = resolve(__dirname, '../../..');

interface SetupFile {
  readonly version: number;
  readonly environment: EnvironmentCode;
  readonly regions: Readonly<Record<string, unknown>>;
  readonly trustDirectory: string;
  /** By participant code. */
  readonly participants: Readonly<Record<string, string>>;
  readonly operator: string;
  /** Absent in set-ups of earlier releases. */
  readonly keeper?: string;
  readonly hubs?: Readonly<Record<string, string>>;
  /** By person; set-ups outside the sandbox name none. */
  readonly stewards?: Readonly<Record<string, string>>;
}

/** Whose environment and directory say where the set-up is. */
export interface SetupPlace { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string }

/** A set-up on this machine: who is in it and with which credentials. Paths in setup.json are relative to it. */
export class Setup {
  private constructor(readonly directory: string, private readonly file: SetupFile) {}

  /** `--data`, else TONGBAN_DATA, else `.data` of the repository. @throws TongbanError `hub.unreachable` when there is none. */
  static open(io: SetupPlace, dataOption?: string): Setup {
    const given = dataOption ?? io.env['TONGBAN_DATA'];
    const directory = given === undefined ? join(REPOSITORY, '.data') : resolve(io.cwd, given);
    const path = join(directory, 'setup.json');
    if (!existsSync(path)) throw new TongbanError('hub.unreachable', `no set-up in ${directory}; npm start makes one`);
    const file = JSON.parse(readFileSync(path, 'utf8')) as SetupFile;
    if (file.version !== 1) throw new TongbanError('hub.unreachable', `${path} is of version ${file.version}; this release reads version 1`);
    return new Setup(directory, file);
  }

  get environment(): EnvironmentCode {
    return this.file.environment;
  }

  get regions(): readonly RegionCode[] {
    return REGION_CODES.filter((region) => region in this.file.regions);
  }

  get setupFile(): string {
    return join(this.directory, 'setup.json');
  }

  get operatorFile(): string {
    return this.at(this.file.operator);
  }

  get trustFile(): string {
    return this.at(this.file.trustDirectory);
  }

  operator(): OperatorCredentials {
    return readCredentials(OperatorCredentialsSchema, this.operatorFile);
  }

  /** Undefined in set-ups of earlier releases, and where its file is not on this machine. */
  keeper(): KeeperCredentials | undefined {
    const { keeper } = this.file;
    return keeper === undefined || !existsSync(this.at(keeper)) ? undefined : readCredentials(KeeperCredentialsSchema, this.at(keeper));
  }

  /** What a region's store is rebuilt with: its hub's rights at its own server, and the keeper's at the backbone. @throws TongbanError `hub.unreachable` when the set-up names none. */
  rebuilders(region: RegionCode): { readonly hub: HubCredentials; readonly keeper: KeeperCredentials } {
    const { hubs } = this.file;
    const keeper = this.keeper();
    if (keeper === undefined || hubs?.[region] === undefined) throw new TongbanError('hub.unreachable', `the set-up in ${this.directory} names no keeper of copies; start it once with this release`);
    return { hub: readCredentials(HubCredentialsSchema, this.at(hubs[region])), keeper };
  }

  /** @throws TongbanError `division.not-addressable` when the set-up has no credentials of the participant. */
  participant(code: string): ParticipantCredentials {
    const path = this.file.participants[code];
    if (path === undefined) throw new TongbanError('division.not-addressable', `the set-up in ${this.directory} has no participant ${code}`);
    return readCredentials(ParticipantCredentialsSchema, this.at(path));
  }

  /** In place of what it had. */
  keepParticipant(credentials: ParticipantCredentials): void {
    this.participant(credentials.participant); // it must be one of the set-up
    writePrivateJson(this.at(this.file.participants[credentials.participant]!), credentials);
  }

  /** Persons whose credentials the set-up has; only a sandbox has any. */
  get stewards(): readonly string[] {
    return Object.keys(this.file.stewards ?? {}).sort();
  }

  /** One of `stewards`. */
  steward(person: string): StewardCredentials {
    return readCredentials(StewardCredentialsSchema, this.at(this.file.stewards?.[person] ?? ''));
  }

  /** Where this command keeps the SDK's outbox of a participant; the province's own process has another one. */
  storeOf(participant: string): string {
    return join(this.directory, 'cli', participant);
  }

  private at(path: string): string {
    return isAbsolute(path) ? path : join(this.directory, path);
  }
}
