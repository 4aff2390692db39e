import { writeFileSync } from 'node:fs';
import { type CaseDocument, type RegionStatus, decode, v1 } from '@tongban/contracts';
import type { TestEnvironment } from '../harness/test-environment';
import { walk } from '../harness/walks';
import { play } from './walks';

/** A log as one release wrote it, with all that a later one needs to read it: nothing in it is ever written again. */
export interface HistoryFixture {
  /** Business instant at which `shown` was asked for. */
  readonly now: string;
  readonly region: string;
  /** Public keys of everybody who signed something in it. */
  readonly keys: readonly { readonly keyId: string }[];
  readonly cases: readonly { readonly caseNo: string; readonly entries: readonly string[]; readonly shown: HistoryDocument }[];
}
export type HistoryDocument = ReturnType<typeof lastingPartOf>;

/** What a case document says that no later release may say otherwise of the same log. */
export const lastingPartOf = ({ caseNo, itemCode, flowId, flowVersion, schemaDigest, entryId, openedAt, parties, tracks, closed, outcome, chainWhole, logIndex, entries, deadlines }: CaseDocument) => ({
  caseNo, itemCode, flowId, flowVersion, schemaDigest, entryId, openedAt, closed, outcome, chainWhole, logIndex,
  parties: parties.map(({ side, participant, division }) => ({ side, participant, division })),
  tracks: tracks.map(({ track, state, terminal }) => ({ track, state, terminal })),
  entries: entries.map(({ logIndex: at, kind, messageId, messageType, sender, receivedAt, deliveredAt, takenAt, deliveryNo, transitionId, states, code, receipts }) => ({
    logIndex: at, kind, messageId, messageType, sender, receivedAt, deliveredAt, takenAt, deliveryNo, transitionId, states, code,
    receipts: receipts.map(({ level, at: since, issuer, keyId }) => ({ level, at: since, issuer, keyId })),
  })),
  deadlines: deadlines.map(({ id, status, startedOn, dueOn, metOn }) => ({ id, status, startedOn, dueOn, metOn })),
});

/**
 * Writes the fixture of a release through its public path, when asked to: `TONGBAN_WRITE_HISTORY=FILE` with the suite of the hub. Done once per format, before the release
 * after it is begun; `services/cases/src/history.spec.ts` reads what it wrote.
 */
export function describeHistoryFixture(environment: () => TestEnvironment): void {
  const file = process.env['TONGBAN_WRITE_HISTORY'];
  if (!file) return;
  it('writes the log of this release', async () => {
    const walks = ['F-PEN-ENT.return', 'F-UNE.supplement'].map(walk);
    const caseNos: string[] = [];
    for (const one of walks) caseNos.push(await play(environment(), one));
    const [first] = walks[0]!.messages;
    const raw = await environment().raw('310000');
    const stray = await raw.send({
      flow: walks[0]!.flow, item: walks[0]!.item, caseNo: caseNos[0]!, message: first!.message, from: walks[0]!.opener.division, to: walks[0]!.counterpart.division, open: first!.open, personal: first!.personal,
    });
    await raw.receipt(stray, 'REJECTED');
    const { clock: { businessNow: now } } = await environment().askJson<RegionStatus>('yrd', 'hub.status');
    const cases = await Promise.all(caseNos.map(async (caseNo) => ({
      caseNo, entries: (await environment().logOf('yrd', caseNo)).map((bytes) => Buffer.from(bytes).toString('base64')), shown: lastingPartOf(await environment().show('yrd', caseNo)),
    })));
    const signers = new Set(cases.flatMap(({ entries }) => entries.flatMap((text) => signersOf(Buffer.from(text, 'base64')))));
    const keys = environment().setup.identities.trust.keys.filter(({ keyId }) => signers.has(keyId));
    writeFileSync(file, `${JSON.stringify({ now, region: 'yrd', keys, cases } satisfies HistoryFixture, null, 1)}\n`);
  }, 120_000);
}

function signersOf(bytes: Uint8Array): string[] {
  const { registered, rejected, receipts } = decode(v1.CaseEntry, bytes);
  const signed = [registered?.received, registered?.registered, rejected?.received, rejected?.rejected, ...(receipts?.receipts ?? [])];
  const message = registered?.message ?? rejected?.message;
  return [...signed.flatMap((one) => one?.signature?.keyId ?? []), ...(message ? [decode(v1.SignedMessage, message).signature?.keyId ?? ''] : [])];
}
