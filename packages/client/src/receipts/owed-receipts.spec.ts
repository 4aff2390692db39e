import { encode, owners, v1 } from '@tongban/contracts';
import { OTHER, openingMessage, receiptBy, temporaryDirectory } from '../../test/sdk-lab';
import type { MadeMessage } from '../make/message-maker';
import { ClientStore } from '../store/client-store';
import { deliveryKey } from '../store/records';
import { type Owed, OwedReceipts } from './owed-receipts';

describe('receipts that are owed', () => {
  const directory = temporaryDirectory();
  let store: ClientStore;
  let made: MadeMessage;
  beforeAll(async () => {
    store = await ClientStore.open(directory.path);
    made = await openingMessage();
  });
  afterAll(async () => {
    await store.close();
    directory.remove();
  });
  const written = async (caseNo: string, deliveryNo: number): Promise<Owed> => {
    const signed = await receiptBy(owners.participant(OTHER), 'TAKEN', made, { deliveryNo });
    const key = `${deliveryKey(caseNo, deliveryNo)}/4`;
    const op = store.owed.put(key, Buffer.from(encode(v1.SignedReceipt, signed)));
    await store.commit([op]);
    return { caseNo, key, signed, op };
  };
  /** Takes them as the region does: some at a time, until there are none. */
  const sentOf = async (owed: OwedReceipts, caseNo: string, limit: number): Promise<string[]> => {
    const sent: string[] = [];
    for (let batch = await owed.of(caseNo, limit); batch.length > 0; batch = await owed.of(caseNo, limit)) {
      sent.push(...batch.map(([key]) => key));
      await owed.forget(caseNo, batch.map(([key]) => key));
    }
    return sent;
  };

  it.each<[where: string, heldMax: number]>([['held', 100], ['partly held', 3], ['read from disk', 0]])('are sent once, in order, when they are %s', async (_where, heldMax) => {
    const owed = new OwedReceipts(store, heldMax);
    const all: Owed[] = [];
    for (const deliveryNo of [2, 1, 3, 5, 4]) all.push(await written('a', deliveryNo));
    const other = await written('b', 1);
    for (const one of [...all, other]) owed.add(one);
    expect(await sentOf(owed, 'a', 2)).toEqual([1, 2, 3, 4, 5].map((deliveryNo) => `${deliveryKey('a', deliveryNo)}/4`));
    expect(await sentOf(owed, 'b', 2)).toEqual([other.key]);
    expect(await store.owed.keysUnder('')).toEqual([]);
  });

  it('of a predecessor are read, and what comes meanwhile is not left behind', async () => {
    const left = [await written('c', 1), await written('c', 2)];
    const owed = new OwedReceipts(store, 100);
    owed.leftOnDisk('c');
    const reading = owed.of('c', 32);
    const late = await written('c', 3);
    owed.add(late);
    const first = await reading;
    // Not sent yet, so that they are given again.
    expect((await owed.of('c', 32)).map(([key]) => key)).toEqual([...left, late].map(({ key }) => key));
    await owed.forget('c', first.map(([key]) => key));
    expect(new Set([...first.map(([key]) => key), ...(await sentOf(owed, 'c', 32))])).toEqual(new Set([...left, late].map(({ key }) => key)));
    expect(await store.owed.keysUnder('')).toEqual([]);
  });
});
