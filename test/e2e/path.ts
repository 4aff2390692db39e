import { checkChain, openMessage, readReceipt, sha256Hex } from '@tongban/trust';
import { decode, v1 } from '@tongban/contracts';
import { eventually } from '../harness/eventually';
import type { RawClient } from '../harness/raw-client';
import type { TestEnvironment } from '../harness/test-environment';
import { walk } from '../harness/walks';
import { opening } from './bad-input';

const NORMAL = walk('F-PEN-ENT.normal');
const LEVELS = ['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN'];

export function describePath(environment: () => TestEnvironment): void {
  describe('the path of a message', () => {
    it('a pension case opened by Shanghai with Chengdu can be followed from either side at each receipt level', async () => {
      const [shanghai, sichuan] = await Promise.all([environment().province('310000'), environment().province('510000')]);
      const taken: string[] = [];
      sichuan.receive(async (delivery) => {
        if (!delivery.own) taken.push(delivery.caseNo);
        return Promise.resolve();
      });
      const [first] = NORMAL.messages;
      const { caseNo, messageId } = await shanghai.open({
        item: NORMAL.item, opener: '310000', counterpart: '510100', message: first!.message, onBehalfOf: first!.onBehalfOf, fields: { ...first!.open, ...first!.personal },
      });
      await shanghai.settled(messageId, 'TAKEN', { timeoutMs: 20_000 });
      expect(taken).toContain(caseNo);
      for (const side of [shanghai, sichuan]) {
        const document = await side.show(caseNo);
        const [entry] = document.entries;
        expect(entry?.receipts.map(({ level }) => level)).toEqual(LEVELS);
        expect(entry?.receipts.map(({ issuer }) => issuer)).toEqual(['hub:yrd', 'hub:yrd', 'participant:510000', 'participant:510000']);
        expect(document.parties.map(({ division, region }) => [division, region])).toEqual([['310000', 'yrd'], ['510100', 'ccec']]);
        expect(document.deadlines.length).toBeGreaterThan(0);
        for (const { legal, deadlineKind } of document.deadlines) expect(legal).toBe(['statutory', 'ministerial-rule', 'local-rule'].includes(deadlineKind));
      }
      await expect((await environment().province('440000')).show(caseNo)).rejects.toMatchObject({ code: 'query.forbidden' });
    });

    it('the log is one chain, and every receipt in it verifies with the public keys alone', async () => {
      const client = await environment().raw('310000');
      const good = opening(client);
      await client.receipt(await client.send(good), 'REGISTERED');
      const entries = await environment().logOf('yrd', good.caseNo);
      expect(checkChain(entries)).toEqual([]);
      const { registered } = decode(v1.CaseEntry, entries[0]!);
      const receipt = readReceipt(registered?.registered ?? {});
      expect(Buffer.from(receipt.messageDigest).toString('hex')).toBe(sha256Hex(registered?.message ?? new Uint8Array()));
    });
  });

  describe('nothing twice', () => {
    const receiptsFor = async (client: RawClient, bytes: Uint8Array, count: number) =>
      eventually(`${count} receipts`, () => {
        const seen = client.receiptsOf(bytes);
        return seen.filter(({ level }) => level === 'REGISTERED').length >= count ? seen : undefined;
      });
    const distinct = (seen: Awaited<ReturnType<typeof receiptsFor>>, level: string): number => new Set(seen.filter((one) => one.level === level).map(({ bytes }) => bytes.toString('base64'))).size;

    it('the same message ten times at once, later, after a restart and from another connection is one entry with the same receipts', async () => {
      const client = await environment().raw('310000');
      const bytes = await client.make(opening(client));
      const { caseNo } = openMessage(bytes).envelope;
      await Promise.all(Array.from({ length: 10 }, () => client.submit(bytes, 'yrd')));
      await receiptsFor(client, bytes, 10);
      await environment().advanceClock(10 * 60_000);
      await client.submit(bytes, 'yrd');
      await receiptsFor(client, bytes, 11);
      await environment().restartHub('yrd');
      await client.submit(bytes, 'yrd');
      await receiptsFor(client, bytes, 12);
      const another = await environment().raw('310000');
      await another.submit(bytes, 'yrd');
      const all = await receiptsFor(client, bytes, 13);
      expect({ received: distinct(all, 'RECEIVED'), registered: distinct(all, 'REGISTERED'), rejected: distinct(all, 'REJECTED') }).toEqual({ received: 1, registered: 1, rejected: 0 });
      const entries = (await environment().logOf('yrd', caseNo)).map((entry) => decode(v1.CaseEntry, entry));
      expect(entries.filter(({ registered }) => registered)).toHaveLength(1);
      expect(entries.filter(({ rejected }) => rejected)).toHaveLength(0);
    }, 90_000);

    it('ten different openings of one case number make one case', async () => {
      const client = await environment().raw('310000');
      const caseNo = client.caseNo('310115');
      const openings = await Promise.all(Array.from({ length: 10 }, () => client.make(opening(client, { caseNo, change: { entryId: NORMAL.entry } }))));
      await Promise.all(openings.map((bytes) => client.submit(bytes, 'yrd')));
      const verdicts = await Promise.all(openings.map((bytes) => client.verdict(bytes)));
      expect(verdicts.filter(({ level }) => level === 'REGISTERED')).toHaveLength(1);
      expect(new Set(verdicts.filter(({ level }) => level === 'REJECTED').map(({ receipt }) => receipt.code))).toEqual(new Set(['case.number-taken']));
    });
  });
}
