import type { AwaitedDocument, ExplainingMessageDocument, MaterialsDocument, MissingMaterialDocument, ReasonDocument, StandstillDocument } from '@tongban/contracts';
import { type ActionContext, type CaseState, type FieldSpec, type FieldValue, type Fields, type MessageSpec, arrivalOn, awaitedOf, parseFieldType, requestsOfExempt, standstillsOf } from '@tongban/domain';
import { openMessage, readReceipt } from '@tongban/trust';
import { type CaseRecord, type Opening, releaseSent } from '../record/case-record';
import type { FlowRelease, FlowReleases } from '../record/flow-releases';

/** A case that was opened. */
export interface OpenedCase { readonly record: CaseRecord; readonly opening: Opening; readonly state: CaseState }
interface Explained { readonly document: ExplainingMessageDocument; readonly spec: MessageSpec; readonly open: Fields; readonly release: FlowRelease }

/** Why clocks stand, with the message that made them stand and the reasons it gives openly. */
export function standstillDocuments({ record, opening, state }: OpenedCase): StandstillDocument[] {
  const { flow } = opening.release;
  return standstillsOf(flow, state).map(({ track, why, since, delivery, deadlines }) => {
    const current = flow.states.get(state.active[track] ?? '');
    return { track, why, wording: { zh: current?.zh ?? '', en: current?.en ?? '' }, since, deadlines, ...cameBy(record, opening, delivery) };
  });
}

/** What is awaited from whom, the same for both sides. @param today Beijing date. */
export function awaitedDocuments({ record, opening, state }: OpenedCase, context: ActionContext, today: string): AwaitedDocument[] {
  const { parties, release } = opening;
  return awaitedOf(release.flow, state, context, today).map(({ track, state: current, actor, side, messages }) => ({
    ...cameBy(record, opening, arrivalOn(state, track)?.delivery), track, state: current.id, wording: { zh: current.zh, en: current.en }, actor: actor.id, actorWording: { zh: actor.zh, en: actor.en },
    side, participant: parties[side].participant, division: parties[side].division,
    messages: messages.map(({ message, due }) => ({
      type: message.id, kind: message.kind, zh: message.zh, en: message.en, ...(due && { dueOn: due.on, dueKind: due.deadlineKind, legal: due.legal, overdue: due.overdue, ...(due.undetermined && { undetermined: true as const }) }),
    })),
  }));
}

const cameBy = (record: CaseRecord, opening: Opening, delivery: number | undefined): Pick<AwaitedDocument, 'by'> => {
  const by = delivery === undefined ? undefined : explainedBy(record, opening, delivery)?.document;
  return by ? { by } : {};
};

/** The item's materials, and what requests that still wait for their answer ask for, as far as it stands in the open. */
export function materialsDocument({ record, opening, state }: OpenedCase, releases: FlowReleases): MaterialsDocument {
  const ofItem = releases.materialsOf(opening);
  const codes = new Set(ofItem.map(({ code }) => code));
  const waiting = Object.keys(state.active).flatMap((track) => {
    const arrival = opening.release.flow.states.get(state.active[track] ?? '')?.terminal === false ? arrivalOn(state, track) : undefined;
    const explained = arrival && explainedBy(record, opening, arrival.delivery);
    return explained?.spec.kind === 'supplement-request' ? [{ track, ...explained }] : [];
  });
  const missing = waiting.flatMap(({ release, document, open }): MissingMaterialDocument[] => {
    const asked = new Set(requestsOfExempt(release.flow, document.messageType, open, codes).map(({ material }) => material));
    return ofItem.filter(({ code }) => asked.has(code)).map(({ code, zh, en }) => ({ code, zh, en, messageId: document.messageId }));
  });
  return { ofItem, missing, requests: waiting.map(({ track, document, spec }) => ({ ...document, track, sealed: spec.fields.some(({ personalData }) => personalData === true) })) };
}

function explainedBy(record: CaseRecord, opening: Opening, deliveryNo: number): Explained | undefined {
  const message = record.registeredMessages.find((one) => one.deliveryNo === deliveryNo);
  const bytes = message && record.entries[message.logIndex - 1]?.entry.registered?.message;
  if (!message || !bytes) return undefined;
  const { envelope } = openMessage(bytes);
  const release = releaseSent(opening, envelope.schemaDigest) ?? opening.release;
  const spec = release.flow.messages.get(envelope.messageType);
  if (!spec) return undefined;
  const open = release.types.decodeOpen(envelope.messageType, envelope.data).fields;
  return {
    spec, open, release,
    document: {
      messageId: envelope.messageId, messageType: envelope.messageType, messageKind: spec.kind, wording: { zh: spec.zh, en: spec.en }, side: record.sideOf(message.sender) ?? 'opener',
      receivedAt: readReceipt(message.received).at, reasons: spec.fields.flatMap((field) => reasonsOf(release, field, open[field.id])),
      dates: spec.fields.flatMap((field) => datesOf(field, open[field.id])),
    },
  };
}

/** Codes that the message carries openly, in the words of the list they are of. */
function reasonsOf({ flow }: FlowRelease, { id, type, zh, en }: FieldSpec, given: FieldValue | undefined): ReasonDocument[] {
  const parsed = parseFieldType(type);
  if (given === undefined || parsed?.kind !== 'enum') return [];
  return (Array.isArray(given) ? given : [given]).flatMap((code) => {
    const words = flow.lists.get(parsed.codeList)?.values.find((one) => one.code === code);
    return typeof code === 'string' ? [{ field: id, fieldWording: { zh, en }, code, wording: { zh: words?.zh ?? code, en: words?.en ?? code } }] : [];
  });
}

const datesOf = ({ id, type, zh, en }: FieldSpec, given: FieldValue | undefined): ExplainingMessageDocument['dates'] =>
  (type === 'date' && typeof given === 'string' ? [{ field: id, fieldWording: { zh, en }, on: given }] : []);
