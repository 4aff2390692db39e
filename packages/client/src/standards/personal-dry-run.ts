import { type Catalogue, type VersionedCatalogue, draftTrial } from '@tongban/catalogue';
import { type DryRunReport, type FieldFault, TongbanError, decode, owners, v1 } from '@tongban/contracts';
import { DryRunTally, type JudgingFlow, type MessageTypes, PersonalRules, judgePersonal, parseCaseNumber, reasonsOf } from '@tongban/domain';
import { openMessage, readReceipt, wrappedKeysFromHeader } from '@tongban/trust';
import { validationContext } from '../make/message-maker';
import { rankOf } from '../receipts/verified-receipt';
import type { Seal } from '../seal';
import type { ClientStore } from '../store/client-store';
import type { MessageRecord } from '../store/records';
import type { FoundDraft } from './draft-text';

export interface PersonalDryRunPorts {
  readonly store: ClientStore;
  readonly participant: string;
  readonly seal: Pick<Seal, 'unseal'>;
  readonly environment: Parameters<typeof validationContext>[0];
  readonly base: Catalogue;
  readonly catalogue: VersionedCatalogue;
}

/** Messages read at a time; between them everything else has its turn. */
const AT_ONCE = 100;

/** What cases of one item would begin with. */
interface Draft { readonly flow: JudgingFlow; readonly rules: PersonalRules }
interface Judged { readonly item: string; readonly message: string; readonly faults: readonly FieldFault[] }

/**
 * Judges the personal parts of own messages under a draft, as far as the store still has them: those that home registered, in cases whose number is of the day given or later.
 * Only messages are looked into whose personal part the draft judges by other rules. Nothing leaves but counts. What the recipient's system would have rejected goes back
 * to its sender, so it counts as returned.
 */
export async function personalDryRun(ports: PersonalDryRunPorts, { owner, digest, text }: FoundDraft, since: string): Promise<DryRunReport> {
  const { items } = draftTrial(ports.catalogue, text);
  const drafts = new Map([...items].flatMap(([item, { flow }]) => ('refused' in flow ? [] : [[item, { flow, rules: new PersonalRules(flow.flow) }] as const])));
  const tally = new DryRunTally();
  const counts = { evaluated: 0, returned: 0, unreadable: 0 };
  for (let after = '', page = await ports.store.messages.after(after, AT_ONCE); page.length > 0; page = await ports.store.messages.after(after, AT_ONCE)) {
    for (const [messageId, record] of page) {
      if ((parseCaseNumber(record.caseNo)?.date ?? '') < since) continue;
      const judged = await judge(ports, drafts, messageId, record);
      if (judged === 'unreadable') counts.unreadable += 1;
      if (typeof judged === 'string') continue;
      counts.evaluated += 1;
      if (judged.faults.length > 0) counts.returned += 1;
      for (const { code, path } of reasonsOf(judged.faults)) tally.find({ finding: 'returned', participant: ports.participant, item: judged.item, reason: code, message: judged.message, ...(path && { path }) });
    }
    after = page.at(-1)![0];
  }
  return { participant: ports.participant, draft: { owner, draftId: text.draftId, digest }, since, items: [...items.keys()].sort(), ...counts, rows: tally.rows };
}

/** `none`: not registered, or the draft judges its personal part as it was judged. */
async function judge({ store, environment, base, catalogue, seal }: PersonalDryRunPorts, drafts: ReadonlyMap<string, Draft>, messageId: string, record: MessageRecord): Promise<Judged | 'none' | 'unreadable'> {
  const item = (await store.cases.get(record.caseNo))?.itemCode ?? '';
  const draft = drafts.get(item);
  if (draft === undefined) return 'none';
  const signed = await store.receipts.get(`${messageId}/${rankOf('REGISTERED')}/${owners.hub(record.homeRegion)}`);
  if (signed === undefined) return 'none';
  const bytes = await store.bytes.get(messageId);
  const envelope = bytes && openMessage(bytes).envelope;
  const past = envelope && catalogue.releaseByDigest(envelope.schemaDigest);
  if (!envelope || !past) return 'unreadable';
  if (!draft.rules.differ(past.compiled, envelope.messageType)) return 'none';
  try {
    const parts = await opened(past.messages, envelope, record, seal);
    const context = validationContext(environment, base, readReceipt(decode(v1.SignedReceipt, signed)).at, 'keep');
    return { item, message: envelope.messageType, faults: judgePersonal(draft.flow, past.compiled, envelope.messageType, parts, context) };
  } catch (cause) {
    // Sealed by an algorithm or for a key that this build has not, or its keys were destroyed.
    if (cause instanceof TongbanError && cause.code !== 'hub.internal') return 'unreadable';
    throw cause;
  }
}

async function opened(types: MessageTypes, { caseNo, messageId, messageType, data, sender }: v1.Envelope, { wrappedKeys }: MessageRecord, seal: Pick<Seal, 'unseal'>) {
  const { fields: open, sealed } = types.decodeOpen(messageType, data);
  return { open, personal: types.decodePersonal(messageType, await seal.unseal(sealed, wrappedKeysFromHeader(wrappedKeys), { caseNo, messageId, messageType, sender: sender?.participant ?? '' })).fields };
}
