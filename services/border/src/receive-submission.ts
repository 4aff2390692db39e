import {
  CONTRACTS_SERVED, ENVIRONMENTS, type EnvironmentCode, type ErrorCode, HUB, type RegionCode, TongbanError, decode, encode, headers, isRegionCode, messageIds, owners, subjects, v1,
} from '@tongban/contracts';
import { type DivisionDirectory, parseCaseNumber, shardOf } from '@tongban/domain';
import type { BusinessClock, Outgoing } from '@tongban/service-kit';
import { type Signer, type TrustDirectory, issueReceipt, readReceipt, receiptToHeader, sha256, sha256Hex, traceIdOf, verifyReceipt, wrappedKeysFromHeader } from '@tongban/trust';
import { type Admission, type AdmissionContext, admit } from './admission';
import { messageFileFaults } from './files/message-files';
import type { FilePorts } from './files/file-ports';
import type { SubmissionMemory } from './submission-memory';

export interface BorderPorts {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly divisions: DivisionDirectory;
  readonly trust: TrustDirectory;
  readonly signer: Signer;
  readonly clock: BusinessClock;
  readonly crossingOn: AdmissionContext['crossingOn'];
  readonly takesUnsealed: boolean;
  readonly memory: SubmissionMemory;
  readonly send: (outgoing: Outgoing) => Promise<void>;
  readonly files: FilePorts;
  /** Keeps what is refused, on disk in the region. */
  /** Told of every submission that is refused, and of every one that is not the first of its bytes. */
  readonly onRefused?: (participant: string, code: ErrorCode) => void;
  readonly onRepeated?: (participant: string) => void;
  /** Told of every receipt that is issued here; one that is given again is none. */
  readonly onReceipt?: (level: 'RECEIVED' | 'REJECTED') => void;
  readonly setAside: (rejected: v1.RejectedMessage.$Properties, participant: string, msgId: string) => Promise<void>;
}
/** One entry of a participant's submission stream. */
export interface Submission {
  readonly bytes: Uint8Array;
  readonly participant: string;
  readonly homeRegion: string;
  readonly sequence: number;
  readonly storedAtMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Admits a message: RECEIVED with the time the region had it on disk, forwarded towards its home with that receipt beside
 * it. A refused one is kept with its original bytes and REJECTED goes to the sender. A resend is forwarded again, so that home can answer.
 */
export async function receiveMessage(ports: BorderPorts, submission: Submission): Promise<void> {
  const digestHex = sha256Hex(submission.bytes);
  const known = ports.memory.firstReceipt(submission.participant, digestHex);
  // A resend is judged as of the first time, so that it meets the same answer.
  const receivedAt = known ? readReceipt(known).at : ports.clock.at(submission.storedAtMs);
  const judged = await admit(submission.bytes, { ...ports, participant: submission.participant, homeRegion: submission.homeRegion, receivedAt, wrappedKeys: wrappedKeysFromHeader(submission.headers[headers.wrappedKeys]) });
  const admission = known ? judged : await withFiles(ports, judged);
  const receipt = known ?? (await issueReceipt(ports.signer, receiptFields(ports, submission, admission, receivedAt)));
  const { level } = readReceipt(receipt);
  const caseNo = admission.message?.envelope.caseNo ?? '';
  if (known) ports.onRepeated?.(submission.participant);
  else ports.onReceipt?.(admission.admitted ? 'RECEIVED' : 'REJECTED');
  if (!admission.admitted) ports.onRefused?.(submission.participant, admission.code);
  const toSender = receiptTo(ports, submission, caseNo, receipt);
  if (level === v1.ReceiptLevel.RECEIPT_LEVEL_REJECTED || !admission.admitted) {
    if (!known) await ports.setAside(rejectionOf(submission, admission, receipt), submission.participant, messageIds.rejected(submission.participant, submission.sequence));
    await ports.send(toSender);
  } else {
    await Promise.all([ports.send(forwardOf(ports, submission, admission, receipt)), ports.send(toSender)]);
  }
  ports.memory.remember(submission.participant, digestHex, receipt);
}

/** A message is not received before the files it carries are. */
async function withFiles({ files }: BorderPorts, admission: Admission): Promise<Admission> {
  const [first, ...more] = admission.admitted ? await messageFileFaults(files, admission.message.envelope) : [];
  if (first === undefined) return admission;
  return { admitted: false, message: admission.message, code: first.code, detail: `${first.path}: ${first.en}`, faults: [first, ...more] };
}

/** Passes a recipient's receipts on to the home of their case. @throws TongbanError for what no honest SDK sends. */
export async function receiveReceipts(ports: BorderPorts, submission: Submission): Promise<void> {
  const batch = decode(v1.ReceiptBatch, submission.bytes);
  const number = parseCaseNumber(batch.caseNo);
  if (!number || !isRegionCode(submission.homeRegion) || ports.divisions.regionOf(number.division) !== submission.homeRegion)
    throw new TongbanError('route.wrong-home', 'receipts for a case of another region');
  for (const signed of batch.receipts.map((one) => v1.SignedReceipt.create(one))) {
    const { receipt, fault } = await verifyReceipt(ports.trust, signed);
    if (fault) throw new TongbanError(fault, 'a receipt does not verify');
    if (receipt.issuer !== owners.participant(submission.participant)) throw new TongbanError('sender.not-itself', `a receipt by ${receipt.issuer}`);
    if (receipt.environment !== ENVIRONMENTS[ports.environment]) throw new TongbanError('message.wrong-environment', 'a receipt of another environment');
  }
  await ports.send({
    subject: subjects.exchange(ports.environment, ports.region, submission.participant, submission.homeRegion, HUB, shardOf(batch.caseNo), 'receipts'),
    data: submission.bytes, msgId: messageIds.forward(submission.participant, submission.sequence), headers: { [headers.ceSubject]: batch.caseNo },
  });
}

function receiptFields(ports: BorderPorts, submission: Submission, admission: Admission, at: string) {
  const envelope = admission.message?.envelope;
  const about = {
    environment: ENVIRONMENTS[ports.environment], messageId: envelope?.messageId ?? '', caseNo: envelope?.caseNo ?? '',
    messageDigest: sha256(submission.bytes), sender: submission.participant, issuer: owners.hub(ports.region), at,
  };
  if (admission.admitted) return { ...about, level: 'RECEIVED' as const };
  const detail = admission.code === 'contract.unsupported' ? `${admission.detail}; served: ${CONTRACTS_SERVED.map(({ version }) => version).join(', ')}` : admission.detail;
  return { ...about, level: 'REJECTED' as const, code: admission.code, detail, faults: admission.faults.map(({ path, code, zh, en }) => ({ path, code, zh, en })) };
}

function forwardOf(ports: BorderPorts, submission: Submission, admission: Extract<Admission, { admitted: true }>, receipt: v1.SignedReceipt): Outgoing {
  const { envelope } = admission.message;
  const carried = Object.entries(submission.headers).filter(([name]) => name.startsWith('ce-') || name === headers.traceparent || name === headers.wrappedKeys);
  return {
    subject: subjects.exchange(ports.environment, ports.region, submission.participant, submission.homeRegion, HUB, shardOf(envelope.caseNo), 'message'),
    data: submission.bytes, msgId: messageIds.forward(submission.participant, submission.sequence),
    // The lane at home follows ce-subject, so it is the border that says which case it is.
    headers: { ...Object.fromEntries(carried), [headers.ceId]: envelope.messageId, [headers.ceSubject]: envelope.caseNo, [headers.received]: receiptToHeader(receipt) },
  };
}

function receiptTo(ports: BorderPorts, submission: Submission, caseNo: string, receipt: v1.SignedReceipt): Outgoing {
  return {
    subject: subjects.exchange(ports.environment, ports.region, HUB, ports.region, submission.participant, shardOf(caseNo), 'receipts'),
    data: encode(v1.ReceiptBatch, { caseNo, receipts: [receipt] }), msgId: messageIds.received(submission.participant, submission.sequence),
    headers: { [headers.ceSubject]: caseNo },
  };
}

function rejectionOf(submission: Submission, admission: Admission, rejected: v1.SignedReceipt): v1.RejectedMessage.$Properties {
  const envelope = admission.message?.envelope;
  return { original: submission.bytes, rejected, submittedBy: submission.participant, traceId: envelope ? traceIdOf(envelope) : '', localCaseNo: envelope?.localCaseNo ?? '' };
}
