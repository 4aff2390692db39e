import { loadCatalogue } from '@tongban/catalogue';
import { InstalledStandards } from '@tongban/client';
import { TongbanError } from '@tongban/contracts';
import { type TrustDirectory, readTrustDirectory } from '@tongban/trust';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import type { HostConfig } from './config';
import type { OpenCommand, Opened } from './open-command';
import { ParticipantHost, type ParticipantStanding } from './participant-host';

export const HOST_CONFIG = Symbol('HOST_CONFIG');
export const HOST_LOG = Symbol('HOST_LOG');

type ParticipantConfig = HostConfig['participants'][number];
/** What all provinces of the process have in common. */
interface Shared { readonly trust: TrustDirectory; readonly standards: InstalledStandards }

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/** All reference provinces of this process. A province whose region is away is connected later and holds up no other. */
@Injectable()
export class ProvinceHost implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly hosts = new Map<string, ParticipantHost>();
  private readonly connecting = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(@Inject(HOST_CONFIG) private readonly config: HostConfig, @Inject(HOST_LOG) private readonly log: Logger) {}

  /** Resolves when every province was tried once. @throws TongbanError when one can never be connected like this. */
  async onApplicationBootstrap(): Promise<void> {
    // What is published is held and compiled once for all of them; signatures that one has verified need not be verified by the next.
    const trust = readTrustDirectory(this.config.trustFile);
    const shared: Shared = { trust, standards: InstalledStandards.of(loadCatalogue(), trust, this.config.environment) };
    await Promise.all(this.config.participants.map(async (participant) => {
      if (await this.connect(participant, shared)) return;
      const later = this.keepConnecting(participant, shared).catch((cause: unknown) => {
        this.log.warn({ participant: participant.code, code: TongbanError.from(cause).code }, 'province stays away');
      });
      this.connecting.add(later);
      void later.then(() => this.connecting.delete(later));
    }));
    this.log.info({ connected: this.hosts.size, of: this.config.participants.length }, 'provinces are up');
  }

  /** @throws TongbanError `sender.not-itself` for a participant of another process, `hub.unreachable` before it is connected. */
  async open(command: OpenCommand): Promise<Opened> {
    const host = this.hosts.get(command.participant);
    if (host !== undefined) return host.open(command);
    const ours = this.config.participants.some(({ code }) => code === command.participant);
    throw new TongbanError(ours ? 'hub.unreachable' : 'sender.not-itself', `participant ${command.participant} is not ${ours ? 'connected yet' : 'in this process'}`);
  }

  /** Of every participant of this process; undefined for one that never reached its hub. */
  async standings(): Promise<ReadonlyMap<string, ParticipantStanding | undefined>> {
    return new Map(await Promise.all(this.config.participants.map(async ({ code }) => [code, await this.hosts.get(code)?.standing()] as const)));
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.connecting);
    const results = await Promise.allSettled([...this.hosts.values()].map((host) => host.close()));
    for (const result of results) if (result.status === 'rejected') this.log.warn({ code: TongbanError.from(result.reason).code }, 'a province did not close cleanly');
    this.hosts.clear();
  }

  private async keepConnecting(participant: ParticipantConfig, shared: Shared): Promise<void> {
    for (let delayMs = FIRST_RETRY_MS; !this.closing.signal.aborted; delayMs = Math.min(delayMs * 2, LAST_RETRY_MS)) {
      await this.pause(delayMs);
      if (!this.closing.signal.aborted && (await this.connect(participant, shared))) return;
    }
  }

  /** False when it may work later. */
  private async connect({ code, credentialsFile, storeDirectory }: ParticipantConfig, shared: Shared): Promise<boolean> {
    const { casesInParallelMax, patienceMs } = this.config;
    try {
      this.hosts.set(code, await ParticipantHost.start({ code, credentialsFile, storeDirectory, ...shared, casesInParallelMax, patienceMs }, this.log));
      return true;
    } catch (cause) {
      const error = TongbanError.from(cause);
      if (error.code === 'hub.internal' || !error.traits.retryable) throw error;
      this.log.warn({ participant: code, code: error.code }, 'province is not connected yet');
      return false;
    }
  }

  /** Ends early when the process is to end. */
  private pause(delayMs: number): Promise<void> {
    const { signal } = this.closing;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, delayMs);
      signal.addEventListener('abort', done);
    });
  }
}
