import { type Catalogue, catalogueFlows } from '@tongban/catalogue';
import { MessageMaker, plainSeal, type Opening, type OpenRequest, planOpening } from '@tongban/client';
import { ENVIRONMENTS, encode, owners, subjects, v1 } from '@tongban/contracts';
import { beijingInstant, decide, shardOf } from '@tongban/domain';
import type { Setup } from '@tongban/local';
import { DurablePublisher, SequenceConflict, ensureCaseYear, inParallel } from '@tongban/messaging';
import { type ReceiptFields, Signer, entryHash, issueReceipt, openMessage } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { COUNTERPART, OPENER, openingRequest } from '../workload';

const AT_ONCE = 256;
/** Entries of each seeded log. */
export const SEEDED_ENTRIES = 2;

/**
 * Writes the logs of cases straight into the case stream of the opener's region, before its hub starts: each the opening as
 * the hub would register it and the counterpart's DELIVERED and TAKEN, signed with the environment's keys and chained. It is
 * the one thing of a measurement that does not come the public way; nothing else of these cases exists, so no audit.
 * @returns the number of one of them, if there are any.
 */
export async function seedCases(setup: Setup, catalogue: Catalogue, nc: NatsConnection, count: number): Promise<string | undefined> {
  const year = beijingInstant(Date.now()).slice(0, 4);
  await ensureCaseYear(nc, { region: OPENER.region, year });
  const publisher = new DurablePublisher(nc);
  const cases = new CaseWriter(setup, catalogue);
  let sample: string | undefined;
  await inParallel(Array.from({ length: count }), AT_ONCE, async () => {
    // Of a hundred thousand numbers of one day and division two may be equal: another one then.
    for (let stored = false; !stored;) {
      const { caseNo, entries } = await cases.write();
      const subject = subjects.caseLog(OPENER.region, caseNo.slice(7, 11), shardOf(caseNo), caseNo);
      let last = 0;
      try {
        for (const [index, data] of entries.entries()) last = (await publisher.publish(subject, data, { msgId: `seed:${caseNo}:${index}`, expectedLastSubjectSequence: last })).sequence;
        [sample, stored] = [caseNo, true];
      } catch (error) {
        if (!(error instanceof SequenceConflict) || last !== 0) throw error;
      }
    }
  });
  return sample;
}

/** The entries of so many cases, made and not written: who wants to see how fast others are must not sign meanwhile. */
export async function preparedCases(setup: Setup, catalogue: Catalogue, count: number): Promise<readonly { readonly subject: string; readonly caseNo: string; readonly entries: readonly Uint8Array[] }[]> {
  const cases = new CaseWriter(setup, catalogue);
  const made: { subject: string; caseNo: string; entries: readonly Uint8Array[] }[] = [];
  for (let at = 0; at < count; at++) {
    const { caseNo, entries } = await cases.write();
    made.push({ caseNo, entries, subject: subjects.caseLog(OPENER.region, caseNo.slice(7, 11), shardOf(caseNo), caseNo) });
  }
  return made;
}

/** Makes the entries that a case whose opening was taken has. */
class CaseWriter {
  private readonly request: OpenRequest = openingRequest();
  private readonly flows;
  private readonly maker: MessageMaker;
  private readonly hub: Signer;
  private readonly counterpart: Signer;
  private readonly environment: v1.Environment;

  constructor(setup: Setup, private readonly catalogue: Catalogue) {
    const { hubs, participants } = setup.identities;
    const credentials = (code: string) => participants.find(({ participant }) => participant === code)!;
    const { participant, agencyCode, signingKey } = credentials(OPENER.participant);
    const { environment } = setup.file;
    this.flows = catalogueFlows(catalogue);
    this.maker = new MessageMaker({ environment, participant, agencyCode, signer: new Signer(signingKey), seal: plainSeal(environment), catalogue, now: () => beijingInstant(Date.now()) });
    this.hub = new Signer(hubs[OPENER.region].signingKey);
    this.counterpart = new Signer(credentials(COUNTERPART.participant).signingKey);
    this.environment = ENVIRONMENTS[environment];
  }

  async write(): Promise<{ readonly caseNo: string; readonly entries: readonly Uint8Array[] }> {
    const at = beijingInstant(Date.now());
    const plan = planOpening(this.request, { catalogue: this.catalogue, flows: this.flows, participant: OPENER.participant, now: at });
    const { bytes, caseNo, messageId } = await this.maker.make({ ...this.request, ...plan, division: undefined });
    const about = { environment: this.environment, messageId, caseNo, messageDigest: openMessage(bytes).digest, sender: OPENER.participant, at };
    const byHub = { ...about, issuer: owners.hub(OPENER.region) };
    const decision = this.decision(plan, bytes, at);
    const deliveryNo = decision.state.deliveryCount;
    const received = await issueReceipt(this.hub, { level: 'RECEIVED', ...byHub });
    const registered = await issueReceipt(this.hub, { level: 'REGISTERED', ...byHub, logIndex: 1, deliveryNo });
    const opening = encode(v1.CaseEntry, {
      logIndex: 1, caseNo, registeredAt: at,
      registered: {
        message: bytes, received, registered, deliveryNo, entryId: decision.entryId ?? '', tracks: Object.entries(decision.state.active).map(([track, state]) => ({ track, state })),
      },
    });
    const byCounterpart = (level: ReceiptFields['level']): Promise<v1.SignedReceipt> => issueReceipt(this.counterpart, { level, ...about, issuer: owners.participant(COUNTERPART.participant), deliveryNo });
    const taken = encode(v1.CaseEntry, {
      logIndex: 2, previousHash: entryHash(opening), caseNo, registeredAt: at, receipts: { receipts: [await byCounterpart('DELIVERED'), await byCounterpart('TAKEN')] },
    });
    return { caseNo, entries: [opening, taken] };
  }

  private decision({ flow, facts, message, entryId, onBehalfOf }: Opening, bytes: Uint8Array, receivedAt: string) {
    const { envelope } = openMessage(bytes);
    const decision = decide(flow.compiled, undefined, {
      messageId: envelope.messageId, type: message, side: 'opener', open: flow.messages.decodeOpen(message, envelope.data).fields, receivedAt, entryId, ...(onBehalfOf !== undefined && { onBehalfOf }),
    }, { parties: { opener: facts.opener, counterpart: facts.counterpart }, participantOf: (division) => this.catalogue.divisions.participantOf(division)?.code });
    if (!decision.accepted) throw new Error(`the opening to seed with is refused: ${decision.code} ${decision.detail}`);
    return decision;
  }
}

