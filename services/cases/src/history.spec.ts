import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decode, encode, v1 } from '@tongban/contracts';
import { beijingDateOf } from '@tongban/domain';
import { TrustDirectory, checkChain, readCaseEntry, verifyReceipt } from '@tongban/trust';
import { type HistoryFixture, lastingPartOf } from '../../../test/e2e/history-fixture';
import { Standards, base } from '../test/home-hub';
import { OneLog } from '../test/one-log';
import { caseDocument } from './queries/case-document';
import { CaseStore } from './record/case-store';
import { releasesFromBook } from './releases-from-book';

const FOLDER = join(__dirname, '../fixtures/history');
const releases = releasesFromBook(new Standards(), { base, leaseHours: 24 });

/** What each release wrote stays readable: its bytes as they were, its signatures, and what follows from it. */
describe.each(readdirSync(FOLDER).filter((name) => name.endsWith('.json')))('the log of %s', (name) => {
  const fixture = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as HistoryFixture;
  const trust = new TrustDirectory({ version: 1, keys: fixture.keys as never });
  const entriesOf = (entries: readonly string[]): Buffer[] => entries.map((text) => Buffer.from(text, 'base64'));

  it('holds registered and rejected messages and receipts', () => {
    const kinds = fixture.cases.flatMap(({ entries }) => entriesOf(entries).map((bytes) => readCaseEntry(bytes).body));
    expect([...new Set(kinds)].sort()).toEqual(['receipts', 'registered', 'rejected']);
  });

  describe.each(fixture.cases.map((one) => [one.caseNo, one] as const))('%s', (caseNo, { entries, shown }) => {
    it('is one chain over the stored bytes', () => expect([checkChain(entriesOf(entries)), entries.length]).toEqual([[], shown.logIndex]));

    it('is folded to what was shown then', async () => {
      const log = new OneLog();
      for (const data of entriesOf(entries)) await log.append(caseNo, data, log.entries.at(-1)?.sequence ?? 0);
      const record = await new CaseStore(log, releases, 10).load(caseNo);
      const document = caseDocument(record, { releases, region: fixture.region, now: fixture.now, today: beijingDateOf(fixture.now) });
      expect(JSON.parse(JSON.stringify(lastingPartOf(document)))).toEqual(shown);
    });

    it('every signature in it verifies with the keys of then', async () => {
      for (const bytes of entriesOf(entries)) {
        const { registered, rejected, receipts } = readCaseEntry(bytes);
        const signed = [registered?.received, registered?.registered, rejected?.received, rejected?.rejected, ...(receipts?.receipts ?? [])].flatMap((one) => one ?? []);
        for (const one of signed) expect((await verifyReceipt(trust, v1.SignedReceipt.create(one))).fault).toBeUndefined();
      }
    });
  });
});

describe('an entry that this build does not know', () => {
  it('is not taken for one that it knows', () => {
    const known = encode(v1.CaseEntry, { logIndex: 3, caseNo: 'X', receipts: {} });
    const later = encode(v1.CaseEntry, { logIndex: 3, caseNo: 'X' });
    expect(readCaseEntry(known).body).toBe('receipts');
    expect(() => readCaseEntry(later)).toThrow(expect.objectContaining({ code: 'log.newer-format' }));
    expect(decode(v1.CaseEntry, later).receipts).toBeFalsy();
  });
});
