import { CONTRACTS_SERVED, TongbanError, v1 } from '@tongban/contracts';
import { type RegistryContext, type RegistryEvent, type RegistryState, breaksOf, decideRegistry, publishedReleases } from '@tongban/domain';
import { type EventParts, eventFieldsOf, registryCommandOf, statedNumbers, topicsOf } from '@tongban/registry';
import { type OpenedRegistryCommand, signRegistryEntry, signRegistryHead, verifyRegistryCommand } from '@tongban/trust';
import { checkContents, checkFloorsOfDraft } from './check-contents';
import { checkSwitchedItem } from './check-switched-item';
import { checkMigration } from './check-migration';
import { OneAtATime } from './one-at-a-time';
import type { StandardsPorts } from './ports';
import type { RegistryStream } from './registry-stream';
import type { SignedWords } from './signed-words';

const COMMANDS_WAITING_MAX = 64;
/** Another process of the region may come first so often. */
const TRIES_MAX = 5;

/** The log this region owns. The append is the only decision: what was not appended never happened, and what was is answered for ever. */
export class OwnLog {
  private readonly queue = new OneAtATime(COMMANDS_WAITING_MAX);

  constructor(private readonly ports: StandardsPorts, private readonly stream: RegistryStream, private readonly words: SignedWords) {}

  /**
   * Exact SignedRegistryEntry bytes that the command caused, now or when it came first, and whether it was now.
   * @throws TongbanError `contract.unsupported`, as `verifyRegistryCommand` and `decideRegistry`, `catalogue.invalid`, `standard.below-floor`, `migration.mapping-invalid`, `registry.too-large`, `hub.busy`, or why it cannot be stored.
   */
  give(bytes: Uint8Array): Promise<{ readonly entry: Uint8Array; readonly isNew: boolean }> {
    return this.queue.run(async () => {
      const { environment, region, trust, clock } = this.ports;
      const opened = await verifyRegistryCommand(trust, bytes, { environment, owner: region, takenAt: clock.now() });
      const { contractVersion } = opened.command;
      if (!CONTRACTS_SERVED.some(({ version }) => version === contractVersion)) throw new TongbanError('contract.unsupported', `contract ${contractVersion}`);
      for (let tries = 1; tries <= TRIES_MAX; tries++) {
        await this.stream.level();
        const answer = await this.decide(opened).catch((cause: unknown) => {
          if (cause instanceof TongbanError && cause.code === 'log.conflict') return undefined;
          throw cause;
        });
        if (answer !== undefined) return answer;
      }
      throw new TongbanError('hub.busy', `others appended first, ${TRIES_MAX} times`);
    });
  }

  /**
   * How far the log is. Asked in the queue, so that no command is decided in between: whatever is appended later was decided after the business time
   * in it, and nothing may be published to be effective before that.
   */
  head(nonce: Uint8Array = new Uint8Array()): Promise<v1.SignedRegistryHead> {
    return this.queue.run(async () => {
      const { environment, region, standards, clock, signer } = this.ports;
      const realMs = Date.now();
      await this.stream.level();
      this.requireReadable();
      const { lastNumber, lastHash } = standards.copy(region);
      return signRegistryHead(signer, { environment, owner: region, lastNumber, lastHash, realAt: new Date(realMs).toISOString(), businessAt: clock.at(realMs), nonce });
    });
  }

  private async decide(opened: OpenedRegistryCommand): Promise<{ readonly entry: Uint8Array; readonly isNew: boolean }> {
    const { region, standards, environment, signer, clock, trust } = this.ports;
    const copy = standards.copy(region);
    const state = this.whole();
    const command = registryCommandOf(opened);
    const context: RegistryContext = { now: clock.now(), regionOfDivision: standards.regionOfDivision, commandDigest: opened.digest.toString('hex') };
    const { events: [event], repeated } = decideRegistry(state, command, context);
    if (event === undefined) throw new TongbanError('hub.internal', 'a command was decided without an event');
    if (repeated) return { entry: await this.entryOf(event.number), isNew: false };
    if (event.type === 'drafted' || event.type === 'draft-revised' || event.type === 'published') {
      await checkContents(event.artefacts, event.effectiveFrom, standards.catalogue);
      // Decided once more, with the verdict: what is malformed is told as that, and only what is well made is compared with the version before.
      decideRegistry(state, command, { ...context, breaksOf });
    }
    if (event.type === 'action-proposed' && event.action.action === 'migrate') checkMigration(event.action, standards.catalogue, event.at);
    if (event.type === 'migration-ordered') checkMigration(event, standards.catalogue, event.at);
    if (event.type === 'draft-approved') checkFloorsOfDraft(state.drafts.get(event.draftId)!.text, standards.catalogue);
    if (event.type === 'action-proposed' || event.type === 'switch-set') checkSwitchedItem(event, standards.catalogue);
    // A key may have ended between: the entry would never verify.
    await verifyRegistryCommand(trust, opened.bytes, { environment, owner: region, takenAt: event.at });
    const { bytes } = await signRegistryEntry(signer, {
      environment, owner: region, number: event.number, previousHash: copy.lastHash, at: event.at, command: opened.bytes, event: eventFieldsOf(event, this.partsOf(event)),
      topics: topicsOf(event, { state, catalogue: standards.catalogue, regionOfDivision: standards.regionOfDivision }),
    });
    // What no reader would take is never appended.
    if ((await standards.check(region, bytes)) !== 'next') throw new TongbanError('log.conflict', 'the own registry log goes on');
    await this.stream.append(region, event.number, bytes);
    return { entry: bytes, isNew: true };
  }

  /**
   * @throws TongbanError `registry.chain-broken` when the own log in the stream is not what was appended: nothing is decided on a part of it; `log.conflict` when
   * somebody appended just now.
   */
  private whole(): RegistryState {
    const { standards, region } = this.ports;
    const { state, lastNumber } = standards.copy(region);
    this.requireReadable();
    if (state === undefined || lastNumber !== this.stream.countOf(region)) throw new TongbanError('log.conflict', 'the own registry log goes on');
    return state;
  }

  private requireReadable(): void {
    if (this.stream.isStopped(this.ports.region)) throw new TongbanError('registry.chain-broken', 'the own registry log cannot be read to its end');
  }

  private partsOf(event: RegistryEvent): EventParts {
    const { standards } = this.ports;
    switch (event.type) {
      case 'published': return { approvals: this.words.approvalsOf(event.draftId), fieldNumbers: statedNumbers(standards.catalogue.withReleases(publishedReleases(event)).lock, event.artefacts) };
      case 'suspended': case 'resumed': case 'withdrawn': case 'switch-set': case 'migration-ordered': case 'erasure-ordered': return { proposal: this.words.proposalOf(event.actionId) };
      default: return {};
    }
  }

  private async entryOf(number: number): Promise<Uint8Array> {
    const [bytes] = await this.stream.entries(this.ports.region, number, 1);
    if (bytes === undefined) throw new TongbanError('hub.unreachable', `entry ${number} cannot be read`);
    return bytes;
  }
}
