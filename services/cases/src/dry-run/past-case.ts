import { type SideName, TongbanError, v1 } from '@tongban/contracts';
import type { PastCase, PastStep } from '@tongban/domain';
import { openMessage, readCaseEntry, readReceipt } from '@tongban/trust';
import type { FlowRelease, FlowReleases } from '../record/flow-releases';

const { RECEIPT_LEVEL_DELIVERED, RECEIPT_LEVEL_REJECTED } = v1.ReceiptLevel;
const { REJECTION_EFFECT_RETURNED } = v1.RejectionEffect;

/** The log of a case that was opened, as far as it says what is replayed and for whom. */
export interface LoggedCase {
  readonly itemCode: string;
  readonly schemaDigest: string;
  readonly entries: readonly v1.CaseEntry[];
  readonly parties: PastCase['parties'];
}

/** Undefined when nothing of it was ever registered. @param entries bytes of every entry of the log, oldest first. */
export function loggedCase(entries: readonly Uint8Array[], releases: Pick<FlowReleases, 'partyOf'>): LoggedCase | undefined {
  const decoded = entries.map(readCaseEntry);
  const first = decoded.find(({ registered }) => registered)?.registered;
  if (!first) return undefined;
  const { itemCode, schemaDigest, sender, recipient } = openMessage(first.message ?? new Uint8Array()).envelope;
  const party = (of: v1.Party.$Properties | null | undefined) => {
    const { participant, division } = releases.partyOf(of ?? {});
    return { participant, division };
  };
  return { itemCode, schemaDigest, entries: decoded, parties: { opener: party(sender), counterpart: party(recipient) } };
}

/** What happened in it, decoded by the version it follows. @param until Beijing date. */
export const pastCase = (logged: LoggedCase, release: FlowRelease, until: string): PastCase => ({ parties: logged.parties, flow: release.flow, steps: stepsOf(logged, release), until });

/** Senders of the registered messages, oldest first. */
export const sendersOf = ({ entries }: LoggedCase): string[] =>
  entries.flatMap(({ registered }) => (registered ? [openMessage(registered.message ?? new Uint8Array()).envelope.sender?.participant ?? ''] : []));

/** @throws TongbanError when an entry is not what a log holds. */
function* stepsOf(logged: LoggedCase, { types }: FlowRelease): Iterable<PastStep> {
  const numbers = new Map<string, number>();
  for (const { registered, receipts, registeredAt } of logged.entries) {
    if (registered) {
      const { envelope, digest } = openMessage(registered.message ?? new Uint8Array());
      numbers.set(digest.toString('hex'), registered.deliveryNo ?? 0);
      yield {
        kind: 'message', message: {
          messageId: envelope.messageId, type: envelope.messageType, side: sideOf(logged, envelope.sender?.participant ?? ''), receivedAt: readReceipt(registered.received ?? {}).at,
          open: types.decodeOpen(envelope.messageType, envelope.data).fields, ...(envelope.onBehalfOf && { onBehalfOf: envelope.onBehalfOf }),
        },
      };
    }
    const returned = new Set((receipts?.rejections ?? []).filter(({ effect }) => effect === REJECTION_EFFECT_RETURNED).map(({ deliveryNo }) => deliveryNo ?? 0));
    for (const signed of receipts?.receipts ?? []) {
      const { level, issuer, messageDigest, at } = readReceipt(signed);
      const deliveryNo = numbers.get(Buffer.from(messageDigest).toString('hex'));
      if (deliveryNo === undefined) continue;
      if (level === RECEIPT_LEVEL_DELIVERED) yield { kind: 'delivered', delivery: { deliveryNo, side: sideOf(logged, issuer.slice(issuer.indexOf(':') + 1)), deliveredAt: at } };
      if (level === RECEIPT_LEVEL_REJECTED && returned.delete(deliveryNo)) yield { kind: 'sent-back', rejection: { deliveryNo, recordedAt: registeredAt } };
    }
  }
}

function sideOf({ parties }: LoggedCase, participant: string): SideName {
  const side = (['opener', 'counterpart'] as const).find((one) => parties[one].participant === participant);
  if (side === undefined) throw new TongbanError('hub.internal', 'the log of a case names somebody who is no party of it');
  return side;
}
