import { randomUUID } from 'node:crypto';
import { ENVIRONMENTS, decode, encode, owners, subjects, v1 } from '@tongban/contracts';
import { type RegistryEvent, beijingInstant } from '@tongban/domain';
import type { LocalEnvironment } from '@tongban/local';
import { QueryClient } from '@tongban/messaging';
import { type CommandInput, commandBodyOf, registryEventOf } from '@tongban/registry';
import { Signer, TrustDirectory, signRegistryCommand, verifyRegistryEntry } from '@tongban/trust';
import { OWNER } from './log-writer';
import type { VersionToDraft } from './synthetic-versions';

const WITHIN_MS = 60_000;
/** A publication must not be effective before it is decided. */
const LEAD_MS = 5_000;

/** What a command came to, and when it was sent and answered, in milliseconds since 1970. */
export interface Taken { readonly event: RegistryEvent; readonly sentMs: number; readonly answeredMs: number }

/** Both stewards of the set-up at the owner's hub, by the way an operator's tool takes. */
export class Stewards {
  private readonly trust: TrustDirectory;
  private readonly signers: readonly { readonly actor: string; readonly signer: Signer }[];
  private queries: QueryClient | undefined;
  private drafts = 0;

  constructor(private readonly environment: LocalEnvironment) {
    const { trust, stewards } = environment.setup.identities;
    this.trust = new TrustDirectory(trust);
    this.signers = stewards.map(({ person, signingKey }) => ({ actor: owners.person(person), signer: new Signer(signingKey) }));
  }

  /** Drafted and approved by both: nothing is left but to publish it. @returns the draft's id. */
  async approved(artefacts: readonly VersionToDraft[]): Promise<string> {
    const draftId = `bench-live-${++this.drafts}`;
    const { event } = await this.give({ type: 'draft', draftId, title: { zh: '测量', en: 'Bench' }, artefacts, effectiveFrom: beijingInstant(Date.now() + LEAD_MS), transitionDays: 0 });
    if (event.type !== 'drafted') throw new Error(`a draft became ${event.type}`);
    for (const by of [0, 1]) await this.give({ type: 'approve', draftId, digest: event.digest }, by);
    return draftId;
  }

  /** @throws TongbanError why the hub refuses it. */
  async give(command: CommandInput, by = 0): Promise<Taken> {
    const { environment } = this.environment.setup.file;
    const { actor, signer } = this.signers[by]!;
    this.queries ??= new QueryClient(await this.environment.operator(OWNER), WITHIN_MS);
    const at = beijingInstant(Date.now());
    const bytes = await signRegistryCommand(signer, { ...commandBodyOf(command), commandId: randomUUID(), environment: ENVIRONMENTS[environment], owner: OWNER, actor, unit: OWNER, at, reason: 'bench' });
    const sentMs = performance.timeOrigin + performance.now();
    const reply = await this.queries.request(subjects.service(environment, OWNER, 'standards.command'), bytes);
    const answeredMs = performance.timeOrigin + performance.now();
    const { entry } = decode(v1.RegistryCommandReply, reply);
    return { event: registryEventOf(await verifyRegistryEntry(this.trust, entry, { environment, owner: OWNER })), sentMs, answeredMs };
  }
}

/** A question to `standards.show`. */
export const showQuery = (query: object): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(query), 'utf8') });
