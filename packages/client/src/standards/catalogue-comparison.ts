import type { ParticipantCredentials } from '@tongban/trust';
import { acceptHello, helloRequest } from '../hub/hello';
import type { HubSession } from '../hub/hub-session';
import type { ProvinceLogger } from '../options';
import type { InstalledStandards } from './installed-standards';
import type { StandardsFollower } from './standards-follower';

export interface ComparisonPorts {
  readonly session: Pick<HubSession, 'query' | 'isUp'>;
  readonly follower: Pick<StandardsFollower, 'standing'>;
  readonly installed: InstalledStandards;
  readonly credentials: Pick<ParticipantCredentials, 'environment' | 'region' | 'participant'>;
  /** Business instant. */
  readonly now: () => string;
  readonly logger: ProvinceLogger;
}

const EVERY_MS = 60_000;
/** One difference may be a version that takes effect, or an entry that travels, in between. */
const WARN_AFTER = 3;

/**
 * Warns once when the own hub goes on working with other standards than are installed here although this copy lacks nothing it knows of: then
 * one of the two is of another build, and messages of what differs will be refused. That a copy is late for a while is no reason.
 */
export class CatalogueComparison {
  private readonly timer: NodeJS.Timeout;
  private differences = 0;
  private isComparing = false;

  constructor(private readonly ports: ComparisonPorts, everyMs = EVERY_MS) {
    this.timer = setInterval(() => void this.compare(), everyMs);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  async compare(): Promise<void> {
    const { session, credentials, installed, now, logger } = this.ports;
    if (!session.isUp || this.isComparing || this.differences >= WARN_AFTER || !this.isLevel()) return;
    this.isComparing = true;
    try {
      const { hello } = acceptHello(await session.query('hello', helloRequest(credentials.participant)), credentials);
      this.differences = hello.catalogueDigest === installed.catalogue.asOf(now()).digest ? 0 : this.differences + 1;
      if (this.differences >= WARN_AFTER) {
        logger.warn({ participant: credentials.participant, hub: hello.catalogueVersion }, 'the hub works with other standards than are installed here: messages of flows that differ will be refused');
      }
    } catch {
      // Asked again in a minute.
    } finally {
      this.isComparing = false;
    }
  }

  private isLevel(): boolean {
    return this.ports.follower.standing().every(({ held, announced, fault }) => fault === undefined && (announced === undefined || announced <= held));
  }
}
