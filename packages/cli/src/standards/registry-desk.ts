import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ENVIRONMENTS, type RegionCode, TongbanError, decode, v1 } from '@tongban/contracts';
import type { RegistryEvent } from '@tongban/domain';
import type { OperatorDesk, Setup } from '@tongban/operator';
import { type CommandInput, commandBodyOf, registryEventOf } from '@tongban/registry';
import { type TrustDirectory, readTrustDirectory, signRegistryCommand, verifyRegistryEntry } from '@tongban/trust';
import { businessNow, clockSetting } from '../clock-setting';
import { bytesForParticipant } from '../participant-desk';
import { type Hand, unitOf } from './hand';

/** The entry a command caused, now or when it came first. */
export interface Given {
  readonly owner: RegionCode;
  readonly number: number;
  readonly at: string;
  readonly event: RegistryEvent;
}

/** A command is repeated as the same bytes, which has the outcome it had: silence never doubles anything. */
const TRIES_MAX = 5;
const BETWEEN_TRIES_MS = 500;
const WORTH_REPEATING = ['region.unreachable', 'hub.unreachable', 'hub.starting', 'hub.busy'];

/** Signs commands to the registries and brings them to the hub that owns what they are about. */
export class RegistryDesk {
  private directory: TrustDirectory | undefined;

  constructor(private readonly setup: Setup, private readonly operator: OperatorDesk) {}

  get trust(): TrustDirectory {
    return (this.directory ??= readTrustDirectory(this.setup.trustFile));
  }

  /** Business time at a hub. */
  async now(region: RegionCode): Promise<string> {
    return businessNow(clockSetting(await this.operator.ask(region, 'clock.show')));
  }

  /** @throws TongbanError: what the registry refuses with, `region.unreachable`, or `signature.*` when the entry is not the owner's. */
  async give(hand: Hand, owner: RegionCode, command: CommandInput, { reason = '', unit }: { readonly reason?: string; readonly unit?: string | undefined } = {}): Promise<Given> {
    const bytes = await signRegistryCommand(hand.signer, {
      ...commandBodyOf(command), commandId: randomUUID(), environment: ENVIRONMENTS[this.setup.environment], owner, actor: hand.actor, unit: unitOf(hand, owner, unit),
      at: await this.now(owner), reason,
    });
    const { entry } = decode(v1.RegistryCommandReply, await this.sent(hand, owner, bytes));
    const verified = await verifyRegistryEntry(this.trust, entry, { environment: this.setup.environment, owner });
    return { owner, number: verified.entry.number, at: verified.entry.at, event: registryEventOf(verified) };
  }

  private async sent({ participant }: Hand, owner: RegionCode, bytes: Uint8Array): Promise<Uint8Array> {
    for (let tries = 1; ; tries++) {
      try {
        return participant === undefined ? await this.operator.ask(owner, 'standards.command', bytes) : await bytesForParticipant(this.setup, participant, 'standards-command', bytes);
      } catch (cause) {
        const error = TongbanError.from(cause);
        if (tries === TRIES_MAX || !WORTH_REPEATING.includes(error.code)) throw error;
        await delay(BETWEEN_TRIES_MS);
      }
    }
  }
}
