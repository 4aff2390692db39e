import { randomUUID } from 'node:crypto';
import { type AuditListDocument, ENVIRONMENTS, type ErrorCode, type FailureDocument, type FailureListDocument, type FindDocument, MESSAGE_BYTES_MAX, type RegionStatus, decode, encode, streams, v1 } from '@tongban/contracts';
import { makeCaseNumber } from '@tongban/domain';
import { issueReceipt, openMessage, sha256Hex, signMessage } from '@tongban/trust';
import { eventually } from '../harness/eventually';
import type { RawClient, RawMessage } from '../harness/raw-client';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';

const NORMAL = walk('F-PEN-ENT.normal');

/** The first message of a good case of Shanghai with Sichuan, by hand. */
export function opening(client: RawClient, change: Partial<RawMessage> = {}): RawMessage {
  const [first] = NORMAL.messages;
  return {
    flow: NORMAL.flow, item: NORMAL.item, caseNo: client.caseNo('310115'), message: first!.message, from: '310115', to: '510104',
    open: first!.open, personal: first!.personal, ...(first!.onBehalfOf && { onBehalfOf: first!.onBehalfOf }), ...change,
  };
}

interface BadInput { readonly what: string; readonly code: ErrorCode; readonly path?: string; readonly bytes: (client: RawClient, other: RawClient) => Promise<Uint8Array> }
const changed = (change: v1.Envelope.$Properties) => (client: RawClient) => client.make(opening(client, { change }));
const withOpen = (open: Record<string, unknown>) => (client: RawClient) => {
  const good = opening(client);
  return client.make({ ...good, open: Object.fromEntries(Object.entries({ ...good.open, ...open }).filter(([, value]) => value !== undefined)) as RawMessage['open'] });
};

const BAD: readonly BadInput[] = [
  { what: 'bytes that are no protobuf', code: 'message.malformed', bytes: () => Promise.resolve(Buffer.from('nothing of ours')) },
  { what: 'more than 1 MiB', code: 'message.too-large', bytes: () => Promise.resolve(new Uint8Array(MESSAGE_BYTES_MAX + 1)) },
  { what: 'an unsupported contract version', code: 'contract.unsupported', bytes: changed({ contractVersion: '0.1' }) },
  { what: 'the wrong environment', code: 'message.wrong-environment', bytes: changed({ environment: v1.Environment.ENVIRONMENT_PRODUCTION }) },
  { what: 'a sender acting as another', code: 'sender.not-itself', bytes: (_client, other) => other.make(opening(other, { from: '510104', to: '310115', caseNo: other.caseNo('510104') })) },
  { what: 'another participant\'s key', code: 'signature.unknown-key', bytes: (client, other) => signMessage(other.signer, client.envelope(opening(client))) },
  { what: 'personal data for a SAR that nobody switched on (T6-C6)', code: 'personal-data.cross-border', path: 'recipient.participant', bytes: (client) => client.make(opening(client, { to: '810000' })) },
  {
    what: 'no signature', code: 'signature.missing',
    bytes: async (client) => encode(v1.SignedMessage, { envelope: openMessage(await client.make(opening(client))).envelopeBytes }),
  },
  {
    what: 'a changed envelope', code: 'signature.invalid',
    bytes: async (client) => {
      const opened = openMessage(await client.make(opening(client)));
      return encode(v1.SignedMessage, { envelope: encode(v1.Envelope, { ...opened.envelope, handlerId: 'h-2' }), signature: opened.signature });
    },
  },
  {
    what: 'a payload that is not what its digest says', code: 'digest.mismatch',
    bytes: async (client) => {
      const opened = openMessage(await client.make(opening(client)));
      return encode(v1.SignedMessage, { envelope: encode(v1.Envelope, { ...opened.envelope, data: Buffer.from('x') }), signature: opened.signature });
    },
  },
  { what: 'a wrong envelope attribute', code: 'envelope.invalid', path: 'handler_id', bytes: changed({ handlerId: 'two words' }) },
  { what: 'an unknown division', code: 'division.unknown', bytes: changed({ recipient: { participant: '990000', division: '990000' } }) },
  { what: 'a division nobody serves', code: 'division.not-addressable', bytes: changed({ recipient: { participant: '710000', division: '710000' } }) },
  { what: 'the same participant on both sides', code: 'parties.same-participant', bytes: changed({ recipient: { participant: '310000', division: '310104' } }) },
  { what: 'a case number that does not check', code: 'case.number-invalid', bytes: changed({ caseNo: '310115-20260302-AAAAAAA-0' }) },
  { what: 'a case number from another age', code: 'case.number-invalid', bytes: (client) => client.make(opening(client, { caseNo: client.caseNo('310115', '2019-01-02') })) },
  { what: 'a case homed elsewhere', code: 'route.wrong-home', bytes: changed({ caseNo: makeCaseNumber({ division: '510104', date: '2026-11-24', random: Buffer.from(randomUUID()) }) }) },
  { what: 'a message past its expiry', code: 'message.expired', bytes: changed({ expiresAt: '2020-01-01T00:00:00+08:00' }) },
  { what: 'an unknown item', code: 'item.unknown', bytes: changed({ itemCode: 'HRSS-XXX-0000' }) },
  { what: 'an item without a flow', code: 'item.no-flow', bytes: changed({ itemCode: 'HRSS-EMP-0101' }) },
  { what: 'an item that is not handled across provinces', code: 'item.not-cross-province', bytes: changed({ itemCode: 'HRSS-EMP-0303' }) },
  { what: 'another flow than the item\'s', code: 'flow.mismatch', bytes: changed({ flowId: 'F-UNE' }) },
  { what: 'an unknown schema version', code: 'schema.version-unknown', bytes: changed({ schemaDigest: '0'.repeat(64) }) },
  { what: 'a message the flow does not have', code: 'message.unknown-type', bytes: changed({ messageType: 'NO-SUCH' }) },
  { what: 'data that is no such message', code: 'message.malformed', bytes: changed({ data: Buffer.from([0x0a, 0xff, 0xff, 0x01]) }) },
  { what: 'a missing open field', code: 'message.invalid-fields', path: 'id_type', bytes: withOpen({ id_type: undefined }) },
  { what: 'a code that is in no list', code: 'message.invalid-fields', path: 'transfer_kind', bytes: withOpen({ transfer_kind: 'NO_SUCH' }) },
  { what: 'an actor the sender may not act for', code: 'sender.not-actor', bytes: (client) => client.make(opening(client, { onBehalfOf: 'BANK' })) },
  {
    what: 'a first message that opens nothing', code: 'entry.not-found',
    bytes: (client) => {
      const second = NORMAL.messages[1]!;
      return client.make(opening(client, { message: second.message, open: second.open, personal: second.personal, onBehalfOf: undefined }));
    },
  },
];

export function describeBadInput(environment: () => TestEnvironment): void {
  describe('bad input is rejected with its code, kept and found, and delays nobody', () => {
    let client: RawClient;
    let other: RawClient;
    beforeAll(async () => {
      [client, other] = await Promise.all([environment().raw('310000'), environment().raw('510000')]);
    });
    const submitted = async (bytes: Uint8Array): Promise<Uint8Array> => {
      await client.submit(bytes, 'yrd');
      return bytes;
    };

    it.each(BAD.map((bad) => [bad.what, bad] as const))('%s', async (_what, { code, path, bytes: make }) => {
      const bytes = await submitted(await make(client, other));
      const { receipt } = await client.receipt(bytes, 'REJECTED');
      expect(receipt.code).toBe(code);
      if (path) expect(receipt.faults).toEqual([expect.objectContaining({ path, zh: expect.stringMatching(/[\u4e00-\u9fff]/), en: expect.stringMatching(/[a-z]/) })]);
      const found = await eventually(`${code} is found`, async () => {
        const document = await environment().askJson<FindDocument>('yrd', 'cases.find', encode(v1.FindQuery, { value: receipt.messageId || sha256Hex(bytes) }));
        return document.matches.find((match) => match.kind === 'rejected' && match.code === code && match.digest === sha256Hex(bytes));
      });
      // Not `toEqual`: it goes through a mebibyte byte by byte, for seconds in which this process answers no ping and its connections are lost to the next test.
      expect((await original(environment(), found))?.equals(bytes)).toBe(true);
    });

    it('a message of somebody who is no party of the case is rejected and does not grow its log', async () => {
      const good = opening(client);
      await client.receipt(await client.send(good), 'REGISTERED');
      const stranger = await environment().raw('440000');
      const second = NORMAL.messages[1]!;
      const bytes = await stranger.make({ ...good, from: '440106', to: '510104', message: second.message, open: second.open, personal: second.personal, onBehalfOf: undefined });
      await stranger.submit(bytes, 'yrd');
      expect((await stranger.receipt(bytes, 'REJECTED')).receipt.code).toBe('sender.not-party');
      expect((await environment().show('yrd', good.caseNo)).entries.filter(({ kind }) => kind !== 'receipts')).toHaveLength(1);
    });

    it('a message for a case that was never opened is rejected', async () => {
      const second = NORMAL.messages[3]!;
      const bytes = await other.make({ ...opening(client), from: '510104', to: '310115', message: second.message, open: second.open, personal: second.personal, onBehalfOf: undefined });
      await other.submit(bytes, 'yrd');
      expect((await other.receipt(bytes, 'REJECTED')).receipt.code).toBe('case.unknown');
    });

    it('a message that the state does not allow, a second opening and a used message id are rejected in the case log', async () => {
      const good = opening(client);
      const first = await client.send(good);
      await client.receipt(first, 'REGISTERED');
      const last = NORMAL.messages.at(-1)!;
      const tooEarly = await client.send({ ...good, message: last.message, open: last.open, personal: last.personal, onBehalfOf: undefined });
      expect((await client.receipt(tooEarly, 'REJECTED')).receipt.code).toBe('message.not-allowed');
      const again = await client.send({ ...good, change: { entryId: NORMAL.entry } });
      expect((await client.receipt(again, 'REJECTED')).receipt.code).toBe('case.number-taken');
      const reused = await client.send({ ...good, change: { messageId: openMessage(first).envelope.messageId, handlerId: 'h-2' } });
      expect((await client.receipt(reused, 'REJECTED')).receipt.code).toBe('message.id-reused');
      const document = await environment().show('yrd', good.caseNo);
      expect(document.entries.filter(({ kind }) => kind === 'rejected').map(({ code }) => code)).toEqual(['message.not-allowed', 'case.number-taken', 'message.id-reused']);
    });

    it('a personal part that fails is refused by the recipient\'s SDK, with paths and never values', async () => {
      const sdk = await environment().province('330000');
      sdk.receive(async () => undefined);
      const base = opening(client);
      const good = { ...base, to: '330106', open: { ...base.open, previous_division: '330106' } };
      const bytes = await client.send({ ...good, personal: { ...good.personal, id_number: '110105194912310020' } });
      const { receipt } = await client.receipt(bytes, 'REJECTED');
      expect(receipt).toMatchObject({ code: 'message.invalid-fields', issuer: 'participant:330000' });
      expect(receipt.faults).toEqual([expect.objectContaining({ path: 'id_number', code: 'field.identifier' })]);
      expect(JSON.stringify(receipt)).not.toContain('110105194912310020');
    });

    it('a real identity in the sandbox is refused', async () => {
      const sdk = await environment().province('340000');
      sdk.receive(async () => undefined);
      const base = opening(client);
      const good = { ...base, to: '340104', open: { ...base.open, previous_division: '340104' } };
      const bytes = await client.send({ ...good, personal: { ...good.personal, id_number: '11010519491231002X' } });
      const { receipt } = await client.receipt(bytes, 'REJECTED');
      expect(receipt.faults).toEqual([expect.objectContaining({ path: 'id_number', code: 'field.not-synthetic' })]);
    });

    it('the bytes of another participant, submitted before it does, are refused as one\'s own and take nothing from it', async () => {
      const bytes = await client.make(opening(client));
      const copier = await environment().raw('320000');
      for (const _again of [1, 2]) {
        await copier.submit(bytes, 'yrd');
        expect((await copier.receipt(bytes, 'REJECTED')).receipt).toMatchObject({ code: 'sender.not-itself', sender: '320000' });
      }
      await client.submit(bytes, 'yrd');
      expect((await client.verdict(bytes)).level).toBe('REGISTERED');
    });

    it('a poison message stops no consumer: the next message of the same participant is registered', async () => {
      await submitted(Buffer.from([0xff, 0xff, 0xff]));
      await client.submit(Buffer.from('no receipts'), 'yrd', 'receipts');
      const bytes = await client.send(opening(client));
      expect((await client.verdict(bytes)).level).toBe('REGISTERED');
      const failed = await eventually('the poisoned receipts are kept as failed', async () => {
        const jsm = await (await environment().hubConnection('yrd')).jetstreamManager();
        const message = await jsm.streams.getMessage(streams.failed('yrd'), { last_by_subj: 'fail.yrd.*' }).catch(() => undefined);
        return message && decode(v1.FailedMessage, message.data);
      });
      expect(failed).toMatchObject({ code: 'message.malformed', stream: 'SUBMIT_310000' });
      expect(Buffer.from(failed.original).toString()).toBe('no receipts');
    });

    describe('what no handler could take is found by its cause and repaired by the operator of its region', () => {
      const list = (query: v1.FailureListQuery.$Properties = {}): Promise<FailureListDocument> => environment().askJson('yrd', 'failures.list', encode(v1.FailureListQuery, { limit: 500, ...query }));
      const act = (sequence: number, action: v1.FailureActionKind, reason = ''): Promise<FailureDocument> =>
        environment().askJson('yrd', 'failures.act', encode(v1.FailureAct, { sequence, action, reason, by: 'person:steward-1', roles: ['operator'], client: 'console' }));
      const audited = async (sequence: number): Promise<[string, string, string][]> =>
        (await environment().askJson<AuditListDocument>('yrd', 'audit.list', encode(v1.AuditQuery, { limit: 500, action: 'failure.' }))).rows.filter(({ target }) => target === `yrd/${sequence}`).map(({ action, outcome, actor }) => [action, outcome, actor]);
      const openOnes = async (): Promise<string> => String((await environment().askJson<RegionStatus>('yrd', 'hub.status')).checks['failed']?.detail);
      const RETRY = v1.FailureActionKind.FAILURE_ACTION_KIND_RETRY;

      it('retried when the cause is gone: what came of it stands in the log of the case, once', async () => {
        // No SDK of its own is connected, which would answer for it.
        const silent = await environment().raw('540000');
        const [first] = between(NORMAL, { opener: '310115', counterpart: '540102' }).messages;
        const good = opening(client, { to: '540102', open: first!.open, personal: first!.personal });
        const bytes = await client.make(good);
        const { messageId } = openMessage(bytes).envelope;
        const receipt = await issueReceipt(silent.signer, {
          level: 'DELIVERED', environment: ENVIRONMENTS.sandbox, messageId, caseNo: good.caseNo, messageDigest: openMessage(bytes).digest, sender: '310000', issuer: 'participant:540000', at: new Date().toISOString(), deliveryNo: 1,
        });
        // It overtakes the message it is about, as nothing honest can: home knows no such case yet.
        await silent.submit(encode(v1.ReceiptBatch, { caseNo: good.caseNo, receipts: [receipt] }), 'yrd', 'receipts');
        const failure = await eventually('the early receipt is set aside', async () => (await list({ code: 'sender.not-party' })).rows.find(({ caseNo }) => caseNo === good.caseNo));
        expect(failure).toMatchObject({ state: 'open', kind: 'receipts', stream: 'INBOX_YRD', consumer: expect.stringMatching(/^cases_/), sender: '540000' });
        expect((await list()).groups).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'sender.not-party', consumer: failure.consumer })]));
        const { sequence } = failure;

        expect(await act(sequence, RETRY)).toMatchObject({ state: 'open', retries: 1, actions: [{ outcome: 'started' }, { outcome: 'failed-again', code: 'sender.not-party' }] });
        await client.submit(bytes, 'yrd');
        expect((await client.verdict(bytes)).level).toBe('REGISTERED');
        const before = Number(await openOnes());
        const receipts = async (): Promise<string[]> => (await environment().show('yrd', good.caseNo)).entries.filter(({ kind }) => kind === 'receipts').flatMap((entry) => entry.receipts.map(({ level, issuer }) => `${level} ${issuer}`));
        expect(await receipts()).not.toContain('DELIVERED participant:540000');

        const both = await Promise.allSettled([act(sequence, RETRY), act(sequence, RETRY)]);
        expect(both.map((one) => (one.status === 'fulfilled' ? one.value.state : (one.reason as { code: string }).code)).sort()).toEqual([expect.stringMatching(/^failure\.(in-hand|closed)$/), 'retried']);
        expect(await receipts()).toEqual(['DELIVERED participant:540000']);
        expect((await environment().show('yrd', good.caseNo)).entries[0]!.deliveredAt).toBeDefined();
        expect((await list({ state: 'retried' })).rows.map((row) => row.sequence)).toContain(sequence);
        expect(await openOnes()).toBe(String(before - 1));
        await expect(act(sequence, RETRY)).rejects.toMatchObject({ code: 'failure.closed' });
        const trail = await audited(sequence);
        expect(trail.filter(([, outcome]) => outcome === 'ok')).toEqual([['failure.retry', 'ok', 'person:steward-1']]);
        expect(trail.at(-1)).toEqual(['failure.retry', 'sender.not-party', 'person:steward-1']);
      });

      it('that stays poisonous, shown with what is known of it, and discarded with a reason', async () => {
        await client.submit(Buffer.from('no receipts either'), 'yrd', 'receipts');
        const { sequence } = await eventually('it is set aside', async () => (await list({ code: 'message.malformed', consumer: 'border', stream: 'SUBMIT_310000' })).rows.find(({ size }) => size === 'no receipts either'.length));
        expect(await environment().askJson<FailureDocument>('yrd', 'failures.show', encode(v1.FailureQuery, { sequence }))).toMatchObject({
          undecodable: expect.stringMatching(/./), subject: 'sub.sandbox.yrd.310000.yrd.receipts', side: 'sender', target: { stream: 'SUBMIT_310000', consumer: 'border', here: true }, actions: [],
        });
        expect(await act(sequence, RETRY)).toMatchObject({ state: 'open', actions: [{}, { outcome: 'failed-again', code: 'message.malformed' }] });
        await expect(act(sequence, v1.FailureActionKind.FAILURE_ACTION_KIND_DISCARD)).rejects.toMatchObject({ code: 'query.invalid' });
        expect(await act(sequence, v1.FailureActionKind.FAILURE_ACTION_KIND_DISCARD, '不是回执，已告知发送方')).toMatchObject({ state: 'discarded', actions: [{}, {}, { outcome: 'discarded', by: 'person:steward-1', reason: '不是回执，已告知发送方', signed: true }] });
        expect((await list()).rows.map((row) => row.sequence)).not.toContain(sequence);
        expect(await audited(sequence)).toEqual([['failure.discard', 'ok', 'person:steward-1'], ['failure.retry', 'message.malformed', 'person:steward-1']]);
        // Nothing is taken out of the stream.
        const jsm = await (await environment().hubConnection('yrd')).jetstreamManager();
        expect(Buffer.from(decode(v1.FailedMessage, (await jsm.streams.getMessage(streams.failed('yrd'), { seq: sequence })).data).original).toString()).toBe('no receipts either');
      });
    });
  });
}

/** The exact bytes behind a find match: from the rejections of the border or from the case log. */
async function original(environment: TestEnvironment, match: FindDocument['matches'][number]): Promise<Buffer | undefined> {
  const jsm = await (await environment.hubConnection('yrd')).jetstreamManager();
  if (match.stream && match.streamSequence) {
    const stored = await jsm.streams.getMessage(match.stream, { seq: match.streamSequence });
    return Buffer.from(decode(v1.RejectedMessage, stored.data).original);
  }
  const entries = await environment.logOf('yrd', match.caseNo ?? '');
  const entry = entries.map((bytes) => decode(v1.CaseEntry, bytes)).find(({ logIndex }) => logIndex === match.logIndex);
  return entry?.rejected ? Buffer.from(entry.rejected.message ?? []) : undefined;
}
