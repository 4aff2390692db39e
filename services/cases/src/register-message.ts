import { MESSAGE_BYTES_MAX, type RegionCode, TongbanError, encode, owners, v1 } from '@tongban/contracts';
import { type Fields, beijingDateOf, parseCaseNumber } from '@tongban/domain';
import type { BusinessClock } from '@tongban/service-kit';
import { type OpenedMessage, type Signer, type TrustDirectory, issueReceipt, openMessage, traceIdOf, verifyReceipt } from '@tongban/trust';
import type { CaseRecord, MessageRecord } from './record/case-record';
import type { CaseStore } from './record/case-store';
import type { FlowRelease, FlowReleases } from './record/flow-releases';
import { type Judgement, type Refused, judgeMessage } from './record/judge-message';

export interface RegisterPorts {
  readonly store: CaseStore;
  readonly releases: FlowReleases;
  readonly signer: Signer;
  readonly trust: TrustDirectory;
  readonly clock: BusinessClock;
  readonly region: RegionCode;
  readonly environment: string;
  readonly isKnownDivision: (code: string) => boolean;
  /** Cases other than this one that used a value under a rule; from the view, so it may lag: such rules only raise alarms. */
  readonly valueUsers: (ruleId: string, participant: string, value: string) => Promise<readonly string[]>;
  /** Keeps a message no case log takes, and tells its sender. */
  readonly refuse: (rejected: v1.RejectedMessage.$Properties, sender: string, repeatOf: number) => Promise<void>;
  /** Sends a sender the original receipts of a message it sent again. */
  readonly repeat: (sender: string, caseNo: string, message: MessageRecord, inboxSequence: number) => Promise<void>;
}

/** One message from the exchange, with the border's attestation. */
export interface IncomingMessage {
  readonly bytes: Uint8Array;
  readonly received: v1.SignedReceipt;
  /** Region token of the subject: whose border attests. */
  readonly fromRegion: string;
  readonly inboxSequence: number;
}

/**
 * The only decision: registers or rejects a message, once. The same bytes again get the original receipts; anything else
 * is appended to the case log under the expected-sequence check and dispatched from there.
 */
export async function registerMessage(ports: RegisterPorts, incoming: IncomingMessage): Promise<void> {
  if (incoming.bytes.length > MESSAGE_BYTES_MAX) throw new TongbanError('message.too-large', `${incoming.bytes.length} bytes passed a border`);
  const message = openMessage(incoming.bytes);
  const receivedAt = await attestedAt(ports, incoming, message);
  const { caseNo } = message.envelope;
  if (!parseCaseNumber(caseNo)) throw new TongbanError('case.number-invalid', 'a border let an invalid case number pass');
  const digestHex = message.digest.toString('hex');
  const sender = message.envelope.sender?.participant ?? '';
  const used = await usedValues(ports, message, sender);

  let repeated: MessageRecord | undefined;
  let stranger: Refused | undefined;
  await ports.store.append(caseNo, async (record) => {
    repeated = record.repeatOf(digestHex);
    stranger = undefined;
    if (repeated) return undefined;
    const judgement = judgeMessage(message, record, {
      releases: ports.releases, region: ports.region, receivedAt,
      validation: {
        environment: ports.environment, syntheticOnly: ports.environment === 'sandbox', divisions: { isKnown: ports.isKnownDivision },
        todayDate: beijingDateOf(receivedAt), unknownFields: 'keep',
      },
      valueUsedElsewhere: (ruleId, participant, value) => used(ruleId, participant, value).some((other) => other !== caseNo),
    });
    if (judgement.verdict === 'rejected' && !judgement.inCaseLog) {
      stranger = judgement;
      return undefined;
    }
    return entryOf(ports, { message, record, judgement, received: incoming.received, sender });
  }, message.envelope.entryId !== '');
  if (repeated) await ports.repeat(sender, caseNo, repeated, incoming.inboxSequence);
  if (stranger) {
    // Issued at the attested time, so that the same bytes get the same receipt again without a log to remember it.
    const rejected = await issueReceipt(ports.signer, rejection(ports, message, sender, stranger, receivedAt));
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

/** Looks up beforehand what the pure rules may ask, since they cannot wait. */
async function usedValues(ports: RegisterPorts, message: OpenedMessage, sender: string) {
  const found = new Map<string, readonly string[]>();
  const { envelope } = message;
  const item = ports.releases.ofItem(envelope.itemCode);
  if (item.kind === 'flow') {
    const rules = item.release.flow.flow.hubRules.filter((rule) => rule.rule === 'duplicateTransfer' && rule.message === envelope.messageType);
    const fields = rules.length > 0 ? openFields(item.release, envelope) : {};
    for (const rule of rules) {
      const value = rule.field === undefined ? undefined : fields[rule.field];
      if (typeof value === 'string') found.set(`${rule.id}|${sender}|${value}`, await ports.valueUsers(rule.id, sender, value));
    }
  }
  return (ruleId: string, participant: string, value: string): readonly string[] => found.get(`${ruleId}|${participant}|${value}`) ?? [];
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
  const { decision } = judgement;
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
      alerts: decision.alerts.map(({ ruleId, code }) => ({ ruleId, code })),
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
