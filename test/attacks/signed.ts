import { randomUUID } from 'node:crypto';
import { CONTRACT_VERSION, MESSAGE_BYTES_MAX, type SecurityKind, TongbanError, decode, encode, owners, subjects, v1 } from '@tongban/contracts';
import { unwrapReply } from '@tongban/messaging';
import { issueReceipt, openMessage, signMessage } from '@tongban/trust';
import type { RawClient, RawMessage } from '../harness/raw-client';
import { type Outcome, refused, succeeded } from './attack';

/** Who attacks with signed messages, and what it has of the victim's. */
export interface SignedStage {
  readonly attacker: RawClient;
  readonly victim: RawClient;
  /** A good opening of a client, unsigned. */
  readonly opening: (client: RawClient) => RawMessage;
  /** A good second message of the sender's side in a case. */
  readonly second: (opened: RawMessage) => RawMessage;
  /** An opening of the victim that is registered, and its bytes. */
  readonly victims: { readonly message: RawMessage; readonly bytes: Uint8Array };
  /** Entries of a case's log, whoever made them. */
  readonly entries: (caseNo: string) => Promise<number>;
}
export interface SignedAttack {
  readonly what: string;
  readonly listed: SecurityKind;
  readonly attempt: (stage: SignedStage) => Promise<Outcome>;
}

/** Submits bytes and says what the hubs made of them. */
export async function submitted(client: RawClient, bytes: Uint8Array, home: string): Promise<Outcome> {
  await client.submit(bytes, home);
  const { level, receipt } = await client.verdict(bytes);
  return level === 'REJECTED' ? refused(receipt.code) : succeeded(`${level}`);
}
const query = async ({ nc, credentials }: RawClient, name: 'case-show' | 'hello' | 'case-list', bytes: Uint8Array): Promise<Uint8Array> =>
  unwrapReply((await nc.request(subjects.query('sandbox', credentials.region as 'yrd', credentials.participant, name), bytes, { timeout: 10_000 })).data);
const codeOf = (asked: Promise<unknown>): Promise<string> => asked.then(() => 'answered', (cause: unknown) => (cause instanceof TongbanError ? cause.code : (cause as { code?: string }).code ?? String(cause)));
/** How many queries at a time are too many of one participant. */
const QUERIES = 150;

/** What only hubs can refuse: the broker lets a participant submit what it likes into its own stream. */
export const SIGNED_ATTACKS: readonly SignedAttack[] = [
  {
    what: 'claims to be the victim, with its own key', listed: 'sender-not-itself',
    attempt: async ({ attacker, victim, opening }) => submitted(attacker, await signMessage(attacker.signer, victim.envelope(opening(victim))), 'yrd'),
  },
  { what: "replays the victim's signed message as its own", listed: 'sender-not-itself', attempt: ({ attacker, victims }) => submitted(attacker, victims.bytes, 'yrd') },
  {
    what: "cuts the victim's signature out and pastes it under another case", listed: 'signature-refused',
    attempt: async ({ attacker, opening, victims }) => {
      const { signature } = openMessage(victims.bytes);
      const { envelopeBytes } = openMessage(await attacker.make(opening(attacker)));
      return submitted(attacker, encode(v1.SignedMessage, { envelope: envelopeBytes, signature }), 'yrd');
    },
  },
  {
    what: 'pastes its own signed message into another case of its own', listed: 'signature-refused',
    attempt: async ({ attacker, opening }) => {
      const { envelope, signature } = openMessage(await attacker.make(opening(attacker)));
      return submitted(attacker, encode(v1.SignedMessage, { envelope: encode(v1.Envelope, { ...envelope, caseNo: attacker.caseNo('320105') }), signature }), 'yrd');
    },
  },
  {
    what: 'puts another payload under its signature', listed: 'content-changed',
    attempt: async ({ attacker, opening }) => {
      const { envelope } = openMessage(await attacker.make(opening(attacker)));
      const bytes = encode(v1.Envelope, { ...envelope, payloadDigest: Buffer.alloc(32, 7) });
      return submitted(attacker, encode(v1.SignedMessage, { envelope: bytes, signature: await attacker.signer.sign(bytes) }), 'yrd');
    },
  },
  {
    what: "sends into the victim's case", listed: 'not-a-party',
    attempt: async ({ attacker, second, victims, entries }) => {
      const before = await entries(victims.message.caseNo);
      const outcome = await submitted(attacker, await attacker.make({ ...second(victims.message), from: '320105' }), 'yrd');
      return outcome.refused && (await entries(victims.message.caseNo)) !== before ? succeeded('the log of the case grew') : outcome;
    },
  },
  {
    what: 'replays its own message, so that it counts twice', listed: 'repeated',
    attempt: async ({ attacker, opening, entries }) => {
      const message = opening(attacker);
      const bytes = await attacker.make(message);
      const first = await submitted(attacker, bytes, 'yrd');
      if (first.refused) throw new Error(`the honest message was refused: ${first.how}`);
      const before = await entries(message.caseNo);
      for (const _again of [1, 2]) await attacker.submit(bytes, 'yrd');
      // What is submitted after it in the same lane is judged after it.
      await submitted(attacker, await attacker.make(opening(attacker)), 'yrd');
      const grown = (await entries(message.caseNo)) - before;
      return grown > 0 ? succeeded(`${grown} more entries`) : refused('answered with its first receipts');
    },
  },
  { what: 'sends a case to a region that is not its home', listed: 'wrong-route', attempt: async ({ attacker, opening }) => submitted(attacker, await attacker.make(opening(attacker)), 'jjj') },
  { what: 'sends more than a message may have', listed: 'oversize', attempt: ({ attacker }) => submitted(attacker, new Uint8Array(MESSAGE_BYTES_MAX + 1 + Math.floor(Math.random() * 1_000)), 'yrd') },
  { what: 'sends bytes that are no message', listed: 'malformed', attempt: ({ attacker }) => submitted(attacker, Buffer.from(`nothing of ours ${randomUUID()}`), 'yrd') },
  {
    what: "acknowledges the victim's message for its recipient", listed: 'signature-refused',
    attempt: async ({ attacker, victims, entries }) => {
      const { envelope, digest } = openMessage(victims.bytes);
      const before = await entries(victims.message.caseNo);
      const receipt = await issueReceipt(attacker.signer, {
        level: 'REJECTED', environment: v1.Environment.ENVIRONMENT_SANDBOX, messageId: envelope.messageId, caseNo: envelope.caseNo, messageDigest: digest, sender: envelope.sender?.participant ?? '',
        issuer: owners.participant(attacker.credentials.participant), at: new Date().toISOString(), deliveryNo: 1, code: 'recipient.rejected', detail: 'forged',
      });
      // As whom it says it is, and as the recipient it says it is.
      const lied = v1.SignedReceipt.create({ ...receipt, receipt: encode(v1.Receipt, { ...decode(v1.Receipt, receipt.receipt), issuer: owners.participant(envelope.recipient?.participant ?? '') }) });
      for (const one of [receipt, lied]) await attacker.submit(encode(v1.ReceiptBatch, { caseNo: envelope.caseNo, receipts: [one] }), 'yrd', 'receipts');
      await submitted(attacker, Buffer.from(`after it ${randomUUID()}`), 'yrd');
      return (await entries(victims.message.caseNo)) === before ? refused('set aside') : succeeded('the log of the case grew');
    },
  },
  {
    what: "reads the victim's case", listed: 'query-refused',
    attempt: async ({ attacker, victims }) => {
      const code = await codeOf(query(attacker, 'case-show', encode(v1.CaseQuery, { caseNo: victims.message.caseNo, participant: '310000' })));
      return code === 'answered' ? succeeded(code) : refused(code);
    },
  },
  {
    what: "asks so much at a time that the victim's questions find no room", listed: 'query-flood',
    attempt: async ({ attacker, victim }) => {
      const flood = Array.from({ length: QUERIES }, () => codeOf(query(attacker, 'case-list', encode(v1.CaseListQuery, { filters: {}, limit: 10 }))));
      const answer = await codeOf(query(victim, 'hello', encode(v1.HelloRequest, { contractVersion: CONTRACT_VERSION })));
      const codes = await Promise.all(flood);
      if (answer !== 'answered') return succeeded(`the victim was told ${answer}`);
      return codes.includes('hub.busy') ? refused('hub.busy') : succeeded('all were taken at once');
    },
  },
];
