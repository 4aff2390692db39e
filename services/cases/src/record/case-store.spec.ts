import { encode, v1 } from '@tongban/contracts';
import { OneLog } from '../../test/one-log';
import type { CaseRecord } from './case-record';
import { CaseStore } from './case-store';
import type { FlowReleases } from './flow-releases';

const CASE = '310115-20260302-0000000-0';
/** Rejections need no flow. */
const releases = {} as FlowReleases;

const rejection = async ({ logIndex, lastHash, caseNo }: CaseRecord): Promise<Uint8Array> =>
  encode(v1.CaseEntry, { logIndex: logIndex + 1, previousHash: lastHash, caseNo, rejected: { message: Buffer.from(`message ${logIndex + 1}`), rejected: {} } });

describe('an opening of a case that is not in memory', () => {
  it('is appended without asking for a log that is not there', async () => {
    const log = new OneLog();
    const record = await new CaseStore(log, releases, 10).append(CASE, rejection, true);
    expect([record.logIndex, log.reads, log.entries.length]).toEqual([1, 0, 1]);
  });

  it('is decided on what the log holds, when there is one', async () => {
    const log = new OneLog();
    await new CaseStore(log, releases, 10).append(CASE, rejection, true);
    const seen: number[] = [];
    const record = await new CaseStore(log, releases, 10).append(CASE, (known) => {
      seen.push(known.logIndex);
      return rejection(known);
    }, true);
    expect(seen).toEqual([0, 1]);
    expect([record.logIndex, record.chainWhole, log.entries.length]).toEqual([2, true, 2]);
  });

  it('is looked up before nothing is done about it', async () => {
    const log = new OneLog();
    await new CaseStore(log, releases, 10).append(CASE, rejection, true);
    const seen: number[] = [];
    const record = await new CaseStore(log, releases, 10).append(CASE, async (known) => {
      seen.push(known.logIndex);
      return undefined;
    }, true);
    expect(seen).toEqual([0, 1]);
    expect([record.logIndex, log.entries.length]).toEqual([1, 1]);
  });
});
