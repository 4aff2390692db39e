import { type EnvironmentCode, type ErrorCode, type FieldFault, type HeldPlace, MESSAGE_BYTES_MAX, type RegionCode, TongbanError, encode, owners, sealedPartsOf, v1 } from '@tongban/contracts';
import { type AttachmentRules, type Fields, attachmentFaults, attachmentRuleOf, beijingDateOf, parseCaseNumber } from '@tongban/domain';
import { Defer } from '@tongban/messaging';
import type { BusinessClock } from '@tongban/service-kit';
import { type OpenedMessage, type Signer, type TrustDirectory, checkAttachmentClaims, issueReceipt, openMessage, traceIdOf, verifyReceipt, wrappedKeysFault } from '@tongban/trust';
import type { HeldPort } from './held/held-port';
import { heldAhead, heldNow, keepBack, wouldBegin } from './held/hold-opening';
import { type CaseRecord, type MessageRecord, releaseSent } from './record/case-record';
import type { CaseStore } from './record/case-store';
import type { FlowRelease, FlowReleases } from './record/flow-releases';
import { type AskSuccessors, predecessorOf } from './record/predecessor';
import { type Judgement, type Refused, askedOf, judgeMessage } from './record/judge-message';

export interface RegisterPorts {
  readonly store: CaseStore;
  readonly releases: FlowReleases;
  readonly signer: Signer;
  readonly trust: TrustDirectory;
  readonly clock: BusinessClock;
  readonly region: RegionCode;
  readonly environment: EnvironmentCode;
  /** What may be attached to messages of an item. */
  readonly attachments: AttachmentRules;
  readonly isKnownDivision: (code: string) => boolean;
  /** Cases other than this one that used a value under a rule; from the view, so it may lag: such rules only raise alarms. */
  readonly valueUsers: (ruleId: string, participant: string, value: string) => Promise<readonly string[]>;
  /** What a participant may open after a closed case of any region. */
  readonly mayFollow: AskSuccessors;
  /** Keeps a message no case log takes, and tells its sender. */
  readonly refuse: (rejected: v1.RejectedMessage.$Properties, sender: string, repeatOf: number) => Promise<void>;
  /** Whether a message stored then still waits for what this hub does not know yet of the standards, rather than being refused. */
  readonly waitsForStandards: (storedAtMs: number) => boolean;
  /** Told of every message that is refused here. */
  readonly onRefused?: (sender: string, code: ErrorCode) => void;
  readonly held: HeldPort;
  /** Keeps the wrapped keys of a message, apart from the log: on disk when it resolves. */
  readonly keepKeys: (caseNo: string, messageId: string, wrappedKeys: Uint8Array) => Promise<void>;
  /** Sends a sender the original receipts of a message it sent again. */
  readonly repeat: (sender: string, caseNo: string, message: MessageRecord, inboxSequence: number) => Promise<void>;
}

/** One message from the exchange, with the border's attestation. */
export interface IncomingMessage {
  readonly bytes: Uint8Array;
  readonly received: v1.SignedReceipt;
  /** WrappedKeys of its sealed part; empty where nothing is sealed. */
  readonly wrappedKeys: Uint8Array;
  /** Region token of the subject: whose border attests. */
  readonly fromRegion: string;
  readonly inboxSequence: number;
  /** When the region had it in its INBOX (real time). */
  readonly storedAtMs: number;
  /** It was held, and is released now: judged as of when it was received, by the switches of now. It stays held while it would be refused for a reason that passes. */
  readonly released?: boolean;
}

/** How soon a message that waits for the standards is judged again. */
const STANDARDS_AGAIN_MS = 500;

/**
 * The only decision: registers or rejects a message, once. The same bytes again get the original receipts, unless they were refused for a
 * reason that passes: then they are judged anew. Anything else is appended to the case log under the expected-sequence check and
 * dispatched from there. A first message that a switch holds is kept apart, and comes back here when it is released. @throws Defer for an opening that
 * this hub may soon be able to judge: a short wait spares its sender a refusal.
 */
export async function registerMessage(ports: RegisterPorts, incoming: IncomingMessage): Promise<void> {
  if (incoming.bytes.length > MESSAGE_BYTES_MAX) throw new TongbanError('message.too-large', `${incoming.bytes.length} bytes passed a border`);
  const message = openMessage(incoming.bytes);
  const receivedAt = await attestedAt(ports, incoming, message);
  const { caseNo } = message.envelope;
  if (!parseCaseNumber(caseNo)) throw new TongbanError('case.number-invalid', 'a border let an invalid case number pass');
  const digestHex = message.digest.toString('hex');
  const sender = message.envelope.sender?.participant ?? '';

  const fileFaults = await wrongFiles(ports, message, incoming.fromRegion);
  let repeated: MessageRecord | undefined;
  let unlogged: Refused | undefined;
  let waitsFor: string | undefined;
  let held: HeldPlace | undefined;
  let refused: ErrorCode | undefined;
  const asked = askedOf(message.envelope);
  // Before the case is taken in hand: two openings that name each other would wait for each other.
  const predecessor = await predecessorOf(message.envelope, ports.mayFollow);
  await ports.store.append(caseNo, async (record) => {
    repeated = record.repeatOf(digestHex);
    unlogged = undefined;
    waitsFor = undefined;
    held = undefined;
    if (repeated) return undefined;
    const decidedAt = ports.clock.now();
    const hold = { asked, record, receivedAt, decidedAt };
    const mayBeHeld = incoming.released !== true && wouldBegin(hold);
    if (mayBeHeld) held = await heldAhead(ports, hold);
    if (held) return undefined;
    const used = await usedValues(ports, message, { sender, record, receivedAt });
    const judgement = judgeMessage(message, record, {
      releases: ports.releases, region: ports.region, receivedAt, decidedAt, ...(incoming.released && { switchedAt: decidedAt }), ...(predecessor && { predecessor }),
      validation: {
        environment: ports.environment, syntheticOnly: ports.environment === 'sandbox', divisions: { isKnown: ports.isKnownDivision },
        todayDate: beijingDateOf(receivedAt), unknownFields: 'keep',
      },
      fileFaults,
      valueUsedElsewhere: (ruleId, participant, value) => used(ruleId, participant, value).some((other) => other !== caseNo),
    });
    refused = judgement.verdict === 'rejected' ? judgement.code : undefined;
    if (mayBeHeld) held = heldNow(ports, hold, judgement);
    if (held) return undefined;
    if (judgement.verdict === 'rejected' && !judgement.inCaseLog) {
      if (incoming.released ? judgement.passes : judgement.code === 'standard.not-current' && ports.waitsForStandards(incoming.storedAtMs)) waitsFor = judgement.detail;
      else unlogged = judgement;
      return undefined;
    }
    if (judgement.verdict === 'registered') await keepKeys(ports, message, incoming.wrappedKeys);
    return entryOf(ports, { message, record, judgement, received: incoming.received, sender });
  }, message.envelope.entryId !== '');
  if (waitsFor !== undefined) throw new Defer(STANDARDS_AGAIN_MS, waitsFor);
  if (refused) ports.onRefused?.(sender, refused);
  if (held) unlogged = await keepBack(ports.held, incoming, held, digestHex);
  // What was released and registered before a crash is known to its sender from the log.
  if (repeated && !incoming.released) await ports.repeat(sender, caseNo, repeated, incoming.inboxSequence);
  if (unlogged) {
    // Issued at the attested time, so that the same bytes get the same receipt again without a log to remember it. A refusal for a reason
    // that passes speaks of the moment it was given.
    const at = unlogged.passes ? ports.clock.now() : receivedAt;
    const rejected = await issueReceipt(ports.signer, rejection(ports, message, sender, unlogged, at));
    await ports.refuse({
      original: incoming.bytes, rejected, received: incoming.received, submittedBy: sender,
      traceId: traceIdOf(message.envelope), localCaseNo: message.envelope.localCaseNo,
    }, sender, incoming.inboxSequence);
  }
}

/** The border's RECEIVED must be about these bytes and signed by the hub of the region it came from. */
async function attestedAt(ports: RegisterPorts, incoming: IncomingMessage, message: OpenedMessage): Promise<string> {
  const { receipt, fault } = await verifyReceipt(ports.trust, incoming.received);
  if (fault) throw new TongbanError(fault, 'the RECEIVED receipt of the border does not verify');
  if (receipt.issuer !== owners.hub(incoming.fromRegion)) throw new TongbanError('signature.unknown-key', `RECEIVED by ${receipt.issuer} from region ${incoming.fromRegion}`);
  if (!Buffer.from(receipt.messageDigest).equals(message.digest)) throw new TongbanError('digest.mismatch', 'RECEIVED is about other bytes');
  return receipt.at;
}

/** Before the log says that the message is there: who is told of it can open it. Its border let nothing else pass. @throws TongbanError `seal.keys-missing`. */
async function keepKeys(ports: RegisterPorts, { envelope }: OpenedMessage, wrappedKeys: Uint8Array): Promise<void> {
  const [sealed] = sealedPartsOf(envelope.data);
  const fault = wrappedKeysFault(sealed ?? {}, wrappedKeys);
  if (fault) throw new TongbanError(fault, 'a border let other wrapped keys pass than the message names');
  if (wrappedKeys.length > 0) await ports.keepKeys(envelope.caseNo, envelope.messageId, wrappedKeys);
}

/** The files were stored by the border that received the message; whether they still are is for the regions that keep them. */
async function wrongFiles({ trust, environment, attachments: rules }: RegisterPorts, { envelope }: OpenedMessage, region: string): Promise<readonly FieldFault[]> {
  if (envelope.attachments.length === 0) return [];
  const { files, faults } = await checkAttachmentClaims(trust, envelope, { environment, region });
  return [...faults, ...attachmentFaults(attachmentRuleOf(rules, envelope.itemCode), files)];
}

interface MessagePlace { readonly sender: string; readonly record: CaseRecord; readonly receivedAt: string }

/** Looks up beforehand what the pure rules may ask, since they cannot wait. */
async function usedValues({ releases, valueUsers }: RegisterPorts, { envelope }: OpenedMessage, { sender, record, receivedAt }: MessagePlace) {
  const found = new Map<string, readonly string[]>();
  const release = record.opening?.release ?? namedRelease(releases, envelope, receivedAt);
  if (release) {
    const rules = release.flow.flow.hubRules.filter((rule) => rule.rule === 'duplicateTransfer' && rule.message === envelope.messageType);
    const sentUnder = (record.opening && releaseSent(record.opening, envelope.schemaDigest)) ?? release;
    const fields = rules.length > 0 ? openFields(sentUnder, envelope) : {};
    for (const rule of rules) {
      const value = rule.field === undefined ? undefined : fields[rule.field];
      if (typeof value === 'string') found.set(`${rule.id}|${sender}|${value}`, await valueUsers(rule.id, sender, value));
    }
  }
  return (ruleId: string, participant: string, value: string): readonly string[] => found.get(`${ruleId}|${participant}|${value}`) ?? [];
}

/** The release by which an opening would be judged; what it names otherwise is refused. */
function namedRelease(releases: FlowReleases, { itemCode, schemaDigest }: v1.Envelope, receivedAt: string): FlowRelease | undefined {
  const accepted = releases.accepted(itemCode, receivedAt);
  return accepted.kind === 'accepted' ? accepted.releases.find(({ types }) => types.digest === schemaDigest) : undefined;
}

function openFields(release: FlowRelease, envelope: v1.Envelope): Fields {
  try {
    return release.types.decodeOpen(envelope.messageType, envelope.data).fields;
  } catch {
    return {}; // The judgement decodes again and names the fault.
  }
}

interface EntryParts {
  readonly message: OpenedMessage;
  readonly record: CaseRecord;
  readonly judgement: Judgement;
  readonly received: v1.SignedReceipt;
  readonly sender: string;
}

async function entryOf(ports: RegisterPorts, { message, record, judgement, received, sender }: EntryParts): Promise<Uint8Array> {
  const registeredAt = ports.clock.now();
  const logIndex = record.logIndex + 1;
  const base = { logIndex, previousHash: record.lastHash, caseNo: record.caseNo, registeredAt };
  if (judgement.verdict === 'rejected') {
    const rejected = await issueReceipt(ports.signer, { ...rejection(ports, message, sender, judgement, registeredAt), logIndex });
    return encode(v1.CaseEntry, { ...base, rejected: { message: message.bytes, received, rejected } });
  }
  const { decision, alerts } = judgement;
  const deliveryNo = decision.state.deliveryCount;
  const registered = await issueReceipt(ports.signer, {
    level: 'REGISTERED', ...about(ports, message, sender), at: registeredAt, logIndex, deliveryNo,
  });
  return encode(v1.CaseEntry, {
    ...base,
    registered: {
      message: message.bytes, received, registered, deliveryNo,
      transitionId: decision.transitionId ?? '', entryId: decision.entryId ?? '',
      tracks: Object.entries(decision.state.active).map(([track, state]) => ({ track, state })),
      alerts: alerts.map(({ ruleId, code }) => ({ ruleId, code })),
    },
  });
}

const about = (ports: RegisterPorts, message: OpenedMessage, sender: string) => ({
  environment: message.envelope.environment, messageId: message.envelope.messageId, caseNo: message.envelope.caseNo,
  messageDigest: message.digest, sender, issuer: owners.hub(ports.region),
});
const rejection = (ports: RegisterPorts, message: OpenedMessage, sender: string, refused: Refused, at: string) => ({
  level: 'REJECTED' as const, ...about(ports, message, sender), at, code: refused.code, detail: refused.detail,
  faults: refused.faults.map(({ path, code, zh, en }) => ({ path, code, zh, en })),
});
