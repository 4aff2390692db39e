import { type EnvironmentCode, TongbanError, decode, headers, v1 } from '@tongban/contracts';
import { type TrustDirectory, sha256Hex, verifyErasureOrder } from '@tongban/trust';
import type { ProvinceLogger } from '../options';
import type { ClientStore } from '../store/client-store';
import type { StoreOp } from '../store/table';

export interface ErasedPorts {
  readonly store: ClientStore;
  readonly trust: TrustDirectory;
  readonly environment: EnvironmentCode;
  /** Home of a case. @throws TongbanError `case.number-invalid`. */
  readonly homeOf: (caseNo: string) => string;
  readonly logger: ProvinceLogger;
}

/**
 * What the home says in the headers of a batch: messages of the case were erased lawfully. The keys that this store kept of them go, in one step, and what is not taken yet is not
 * opened any more (`seal.erased`). It is the signed order that is believed; a notice without one changes nothing. Again is harmless.
 */
export async function forgetErased({ store, trust, environment, homeOf, logger }: ErasedPorts, header: Readonly<Record<string, string>>): Promise<void> {
  const value = header[headers.erased];
  if (!value) return;
  const caseNo = header[headers.ceSubject] ?? '';
  try {
    const { order } = decode(v1.CaseErased, Buffer.from(value, 'base64'));
    const ordered = await verifyErasureOrder(trust, order ?? {}, { environment, region: homeOf(caseNo) });
    if (ordered.caseNo !== caseNo) throw new TongbanError('envelope.invalid', 'the order is about another case');
    const ops = await forgetting(store, ordered);
    await store.commit(ops);
    logger.info({ caseNo, actionId: ordered.actionId, messages: ordered.messages.length }, 'messages of the case were erased lawfully; their keys are gone here');
  } catch (cause) {
    const { code } = TongbanError.from(cause);
    if (code === 'hub.internal') throw cause;
    logger.warn({ caseNo, code }, 'a notice of an erasure that cannot be trusted changes nothing');
  }
}

async function forgetting(store: ClientStore, { actionId, caseNo, messages }: v1.ErasureOrder): Promise<StoreOp[]> {
  const ops: StoreOp[] = [];
  const digests = new Set<string>();
  for (const { messageId, digest } of messages) {
    const digestHex = Buffer.from(digest ?? []).toString('hex');
    digests.add(digestHex);
    ops.push(store.erased.put(digestHex, actionId));
    const own = await store.messages.get(messageId ?? '');
    if (own?.digestHex === digestHex && own.wrappedKeys !== undefined) {
      const { wrappedKeys: _destroyed, ...left } = own;
      ops.push(store.messages.put(messageId ?? '', left));
    }
  }
  for (const [key, pending] of await store.inbox.under(`${caseNo}/`)) {
    if (!digests.has(sha256Hex(Buffer.from(pending.message, 'base64')))) continue;
    const { wrappedKeys: _destroyed, ...left } = pending;
    ops.push(store.inbox.put(key, { ...left, fault: 'seal.erased' }));
  }
  for (const [key, aside] of await store.setAside.under('')) {
    if (aside.caseNo !== caseNo || aside.headers[headers.wrappedKeys] === undefined || !digests.has(sha256Hex(Buffer.from(aside.data, 'base64')))) continue;
    const { [headers.wrappedKeys]: _destroyed, ...left } = aside.headers;
    ops.push(store.setAside.put(key, { ...aside, headers: left }));
  }
  return ops;
}
