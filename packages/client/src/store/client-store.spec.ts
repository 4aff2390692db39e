import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { OTHER, SdkLab, sealingKeys, temporaryDirectory } from '../../test/sdk-lab';
import { ClientStore } from './client-store';
import { prune } from './prune';
import { settledKey } from './records';

describe('the store', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  beforeEach(() => (directory = temporaryDirectory()));
  afterEach(() => directory.remove());

  it('has one writer at a time', async () => {
    const store = await ClientStore.open(directory.path);
    await expect(ClientStore.open(directory.path)).rejects.toMatchObject({ code: 'store.in-use' });
    await store.close();
    await (await ClientStore.open(directory.path)).close();
  });

  it('says when it cannot be opened', async () => {
    writeFileSync(path.join(directory.path, 'file'), '');
    await expect(ClientStore.open(path.join(directory.path, 'file', 'store'))).rejects.toMatchObject({ code: 'store.unusable' });
  });

  it('forgets settled messages that are old or too many, with their bytes and receipts', async () => {
    const store = await ClientStore.open(directory.path);
    const day = 86_400_000;
    const record = { caseNo: 'c', messageType: 't', homeRegion: 'yrd', recipient: '510000', digestHex: '', contentHex: '', order: '' };
    for (const [messageId, at] of [['a', 1], ['b', 40], ['c', 41], ['d', 42]] as const)
      await store.commit([
        store.settled.put(settledKey(at * day, messageId), ''), store.messages.put(messageId, record), store.bytes.put(messageId, Buffer.from('x')),
        store.receipts.put(`${messageId}/1/hub:yrd`, Buffer.from('r')), store.rejections.put(`case/${messageId}`, { messageId }),
      ]);
    expect(await prune(store, 45 * day, { days: 30, messagesMax: 2 })).toBe(2);
    for (const table of [store.messages, store.bytes]) expect(await table.keysUnder('')).toEqual(['c', 'd']);
    expect(await store.receipts.keysUnder('')).toEqual(['c/1/hub:yrd', 'd/1/hub:yrd']);
    expect(await store.rejections.keysUnder('')).toEqual(['case/c', 'case/d']);
    await store.close();
  });

  /** What the work said until it was killed. */
  const killedAfter = async (work: string, lines: number): Promise<string[]> => {
    const child = spawn(process.execPath, [path.join(__dirname, '../../test/crash-child.mjs'), directory.path, work], { env: { ...process.env, SDK_LAB_SEALING_KEYS: JSON.stringify(sealingKeys) }, stdio: ['ignore', 'pipe', 'inherit'] });
    const told: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      told.push(line);
      if (told.length === lines) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    return told;
  };

  it('killed with -9 while many callers commit has on disk all it promised, every step whole and in the order of its caller', async () => {
    const promised = new Map<string, number>();
    for (let round = 0; round < 3; round++) {
      for (const line of await killedAfter('commit-work', 500 + 77 * round)) {
        const [writer, count] = line.split(' ') as [string, string];
        expect(Number(count)).toBeGreaterThanOrEqual(promised.get(writer) ?? 0);
        promised.set(writer, Number(count) + 1);
      }
      const store = await ClientStore.open(directory.path);
      for (const [writer, count] of promised) {
        const head = (await store.heads.get(`writer/${writer}`)) ?? 0;
        expect(head).toBeGreaterThanOrEqual(count);
        expect(await store.app.keysUnder(`${writer}/`)).toHaveLength(head);
      }
      await store.close();
    }
    expect(promised.size).toBeGreaterThan(10);
  }, 60_000);

  it('killed with -9 between any two steps loses nothing and does nothing twice', async () => {
    // The child sends without end, and says on its output what it was told is durable. It is killed at its own busiest moment.
    const told: string[] = [];
    for (let round = 0; round < 3; round++) told.push(...(await killedAfter('crash-work', 8 + round)));
    const lab = await SdkLab.open({ directory: directory.path, participant: OTHER });
    const waiting = (await lab.store.outbox.under('')).map(([, { messageId }]) => messageId);
    expect(new Set(waiting).size).toBe(waiting.length);
    const sent = told.flatMap((line) => (line.startsWith('sent ') ? [line.slice(5)] : []));
    expect(sent.length).toBeGreaterThan(5);
    expect(waiting).toEqual(expect.arrayContaining(sent));
    for (const messageId of waiting) expect(await lab.store.bytes.get(messageId)).toBeDefined();
    // Each delivery was counted by the handler in its own step: as many as the head says, whatever was killed.
    const heads = await lab.store.heads.under('');
    expect(heads.length).toBeGreaterThan(0);
    for (const [caseNo, head] of heads) {
      expect(await lab.store.app.get(`taken/${caseNo}`)).toBe(head);
      const sentByHandler = (await lab.store.messages.under('')).filter(([, record]) => record.caseNo === caseNo && record.messageType === 'C-ACK');
      expect(sentByHandler).toHaveLength(head);
      const left = await lab.store.inbox.keysUnder(`${caseNo}/`);
      expect(head + left.length).toBeGreaterThanOrEqual(told.filter((line) => line === `arrived ${caseNo}`).length);
    }
    await lab.close();
  }, 60_000);
});
