import { join } from 'node:path';
import { encode, v1 } from '@tongban/contracts';
import { erasedMeanwhile } from './erased-meanwhile';
import type { StreamInfo } from './region-link';
import { REPOSITORY } from './set-up';
import { StaticContract } from './static-contract';

const contract = new StaticContract(join(REPOSITORY, 'proto'));
const info = (name: string, last: number): StreamInfo => ({ config: { name }, state: { first_seq: 1, last_seq: last }, created: '', ts: '' });
const ENTRIES = [{ erased: { actionId: 'old' } }, { receipts: {} }, { receipts: {} }].map((body) => encode(v1.CaseEntry, { caseNo: 'c', ...body }));

/** A log of these entries, of which the snapshot had the first `bound`. */
function meanwhile(bound: number, entries: readonly Uint8Array[], name = 'CASES_YRD_2026'): Promise<boolean> {
  const link = {
    region: 'yrd', streams: () => Promise.resolve([info(name, entries.length)]),
    async *read(_stream: string, from: number, to: number) {
      yield await Promise.resolve(entries.slice(from - 1, to).map((data, index) => ({ seq: from + index, subject: '', data, storedMs: 0, headers: new Map<string, string>() })));
    },
  };
  return erasedMeanwhile([link], { streams: new Map([['yrd', bound > 0 ? [info(name, bound)] : []]]) }, contract);
}

describe('an erasure while the streams are read', () => {
  const erasure = encode(v1.CaseEntry, { caseNo: 'c', erased: { actionId: 'new' } });
  it.each<[string, boolean, number, Uint8Array[]]>([
    ['not there when the log stands still', false, 3, ENTRIES],
    ['not there when it goes on with something else', false, 1, ENTRIES],
    ['there when it goes on with one', true, 3, [...ENTRIES, erasure]],
    ['there in a log that was not there yet', true, 0, [erasure]],
  ])('is %s', async (_what, expected, bound, entries) => expect(await meanwhile(bound, entries)).toBe(expected));
  it('is looked for in logs alone', async () => expect(await meanwhile(0, [erasure], 'FAILED_YRD')).toBe(false));
});
