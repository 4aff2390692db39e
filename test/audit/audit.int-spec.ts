import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HUB, MESSAGE_ID_SEAL, decode, encode, headers, messageIds, streams, v1 } from '@tongban/contracts';
import type { LogEntry } from '@tongban/messaging';
import { Signer, entryHash } from '@tongban/trust';
import { opening } from '../e2e/bad-input';
import { play } from '../e2e/walks';
import { TestEnvironment } from '../harness/test-environment';
import { walk } from '../harness/walks';
import { audit } from './audit';
import type { FindingClass } from './core/findings';
import { Planter } from './planted/planter';
import { type Report, linesOf } from './report';

/** Two regions carry the cases, and `nat` owns the standards these follow; the others are there and empty. */
const HUBS = ['nat', 'yrd', 'ccec'] as const;
const WALK = walk('F-UNE.refusal');
const OUTBOX = streams.outbox('yrd');
const INBOX = streams.inbox('ccec');
const INSIDE = streams.inbox('yrd');
const NAMES = ['undelivered', 'not-arrived', 'sent-again', 'undelivered-inside', 'sent-again-inside', 'entry-gone', 'swapped', 'stored-twice', 'forged', 'rewritten', 'forged-receipt'] as const;
type CaseName = (typeof NAMES)[number];

let environment: TestEnvironment;
const cases = new Map<CaseName, string>();
/** A case opened by a client that keeps its receipts. */
let held: { readonly caseNo: string; readonly file: string };

const run = (settled: boolean): Promise<Report> => audit({ dataDir: environment.setup.layout.root, promises: [held.file], settled, ...(settled && { waitMs: 0 }) });

beforeAll(async () => {
  environment = await TestEnvironment.start({ hubs: HUBS });
  const sides = await Promise.all([environment.province('310000'), environment.province('510000')]);
  for (const side of sides) await side.receive(() => undefined);
  await Promise.all(NAMES.map(async (name) => void cases.set(name, await play(environment, WALK))));
  const client = await environment.raw('310000');
  const message = opening(client);
  const bytes = await client.send(message);
  // Nothing at all is a submission too, in the middle of what is read.
  const nothing = new Uint8Array();
  await client.submit(nothing, 'yrd');
  await client.receipt(nothing, 'REJECTED');
  await client.receipt(await client.send(opening(client, { caseNo: message.caseNo })), 'REJECTED');
  const receipts = [await client.receipt(bytes, 'RECEIVED'), await client.receipt(bytes, 'REGISTERED')];
  held = { caseNo: message.caseNo, file: join(environment.setup.layout.root, 'held.ndjson') };
  writeFileSync(held.file, receipts.map((receipt) => `${JSON.stringify({ participant: '310000', receipt: receipt.bytes.toString('base64'), at: new Date().toISOString() })}\n`).join(''));
}, 120_000);
afterAll(() => environment?.stop(), 60_000);

describe('the audit of an environment that kept its promises', () => {
  it('finds nothing, and says how much it looked at', async () => {
    const report = await run(false);
    expect(report.findings).toEqual([]);
    expect({ ok: report.ok, settled: report.settled }).toEqual({ ok: true, settled: true });
    expect(report.checked).toMatchObject({ cases: NAMES.length + 1, promises: 2, rejected: 1, failed: 0 });
    expect(report.checked.outbox).toBe(report.checked.inbox);
    expect(report.checked.signatures).toBeGreaterThan(report.checked.receipts);
    expect(linesOf(report).at(-1)).toBe('没有发现缺陷 · No defect found');
  }, 60_000);
});

describe('the audit of planted defects', () => {
  /** Where each defect was put. */
  const places = new Map<CaseName | 'not-arrived-here', string>();
  let report: Report;

  beforeAll(async () => {
    for (const code of ['310000', '510000']) await environment.closeProvince(code);
    await Promise.all(HUBS.map((region) => environment.local.stopProcess(`hub-${region}`)));
    const yrd = new Planter(await environment.hubConnection('yrd'));
    const ccec = new Planter(await environment.hubConnection('ccec'));
    await plantOnTheWay(yrd, ccec);
    await plantInTheLog(yrd);
    report = await run(true);
  }, 60_000);

  const deliveryTo = (name: CaseName, participant: string) => ({ headers: own }: LogEntry): boolean => own[headers.msgId]?.startsWith(`${messageIds.delivery(cases.get(name)!, 1, participant)}${MESSAGE_ID_SEAL}`) ?? false;

  async function plantOnTheWay(yrd: Planter, ccec: Planter): Promise<void> {
    const undelivered = await yrd.find(OUTBOX, deliveryTo('undelivered', '510000'));
    await yrd.remove(OUTBOX, undelivered.seq);
    places.set('undelivered', `${OUTBOX}#${undelivered.seq}`);
    const arrived = await ccec.find(INBOX, deliveryTo('not-arrived', '510000'));
    await ccec.remove(INBOX, arrived.seq);
    places.set('not-arrived', `${INBOX}#${arrived.seq}`);
    places.set('not-arrived-here', `${OUTBOX}#${(await yrd.find(OUTBOX, deliveryTo('not-arrived', '510000'))).seq}`);
    const again = await yrd.again(await yrd.find(OUTBOX, deliveryTo('sent-again', '510000')), randomUUID());
    places.set('sent-again', `${OUTBOX}#${again}`);
    const inside = await yrd.find(INSIDE, deliveryTo('undelivered-inside', '310000'));
    await yrd.remove(INSIDE, inside.seq);
    places.set('undelivered-inside', `${INSIDE}#${inside.seq}`);
    places.set('sent-again-inside', `${INSIDE}#${await yrd.again(await yrd.find(INSIDE, deliveryTo('sent-again-inside', '310000')), randomUUID())}`);
    const relayed = await yrd.find(INSIDE, ({ subject, headers: own }) => subject.includes(`.${HUB}.yrd.310000.`) && subject.endsWith('.receipts') && own[headers.ceSubject] === cases.get('forged-receipt'));
    const [signed] = decode(v1.ReceiptBatch, relayed.data).receipts;
    const forged = encode(v1.ReceiptBatch, { caseNo: cases.get('forged-receipt'), receipts: [{ ...signed, signature: await stranger().sign(signed!.receipt!) }] });
    places.set('forged-receipt', `${INSIDE}#${await yrd.publish(relayed.subject, forged, { ...relayed.headers, [headers.msgId]: randomUUID() })}`);
  }
  /** A participant of another region: its key is known, and it is not whom the receipts name. */
  const stranger = (): Signer => new Signer(environment.setup.identities.participants.find(({ participant }) => participant === '440000')!.signingKey);

  async function plantInTheLog(yrd: Planter): Promise<void> {
    const log = streams.cases('yrd', held.caseNo.slice(7, 11));
    await expect(yrd.remove(log, 1)).rejects.toThrow(/delete/);
    const forged = await forgedLog((await yrd.read(log)).filter(of('forged')));
    const entries = await yrd.rewrite(log, (before) => {
      const [second, third] = before.filter(of('swapped')).slice(1);
      const [gone] = before.filter(of('entry-gone')).slice(1);
      return [...before.flatMap((entry): LogEntry[] => {
        if (entry === gone || entry.subject.endsWith(held.caseNo)) return [];
        if (entry === second) return [third!];
        if (entry === third) return [second!];
        if (of('forged')(entry)) return [forged.shift()!];
        return of('rewritten')(entry) && indexOf(entry) === 2 ? [changedTime(entry)] : [entry];
      }), before.filter(of('stored-twice'))[1]!];
    });
    const place = (name: CaseName, nth: number): void => void places.set(name, `${log}#${entries.filter(of(name)).at(nth)!.seq}`);
    place('entry-gone', 1); // the entry after the missing one
    place('swapped', 2); // the earlier entry, after the later one
    place('stored-twice', -1);
    place('forged', 0);
    place('rewritten', 2); // the entry after the changed one
  }
  const of = (name: CaseName) => ({ subject }: LogEntry): boolean => subject.endsWith(cases.get(name)!);
  const indexOf = ({ data }: LogEntry): number => decode(v1.CaseEntry, data).logIndex;
  const changedTime = (entry: LogEntry): LogEntry => ({ ...entry, data: encode(v1.CaseEntry, { ...decode(v1.CaseEntry, entry.data), registeredAt: '2026-01-01T00:00:00+08:00' }) });
  /** The first REGISTERED signed by somebody else, and the chain made whole again behind it. */
  async function forgedLog(entries: readonly LogEntry[]): Promise<LogEntry[]> {
    const forged: LogEntry[] = [];
    let previousHash: Uint8Array = new Uint8Array();
    for (const entry of entries) {
      const content = { ...decode(v1.CaseEntry, entry.data), previousHash };
      if (forged.length === 0) {
        const { registered } = content;
        content.registered = { ...registered, registered: { ...registered!.registered, signature: await stranger().sign(registered!.registered!.receipt!) } };
      }
      const data = encode(v1.CaseEntry, content);
      forged.push({ ...entry, data });
      previousHash = entryHash(data);
    }
    return forged;
  }

  it.each<[string, FindingClass, Parameters<typeof places.get>[0]]>([
    ['a message deleted from an OUTBOX', 'lost', 'undelivered'],
    ['a message deleted from an INBOX', 'lost', 'not-arrived'],
    ['its original, which did not arrive', 'lost', 'not-arrived-here'],
    ['a message sent again under another id', 'doubled', 'sent-again'],
    ['a message deleted that had stayed inside the region', 'lost', 'undelivered-inside'],
    ['a message sent again inside the region', 'doubled', 'sent-again-inside'],
    ['an entry taken out of a case log', 'lost', 'entry-gone'],
    ['two entries swapped', 'out-of-order', 'swapped'],
    ['an entry stored twice', 'doubled', 'stored-twice'],
    ['an entry with a receipt of somebody else, in a chain made whole again', 'unsigned', 'forged'],
    ['an entry changed behind its hash', 'unexplained', 'rewritten'],
    ['a receipt signed by somebody else', 'unsigned', 'forged-receipt'],
  ])('finds %s: %s', (_what, cls, name) => {
    expect(report.findings).toContainEqual(expect.objectContaining({ class: cls, where: places.get(name) }));
  });

  it('finds that a case is gone by the receipt its opener holds', () => {
    expect(report.findings).toContainEqual(expect.objectContaining({ class: 'lost', where: 'held.ndjson:2', case: held.caseNo }));
  });
  it('accuses nothing that was left alone', () => {
    const touched = new Set([...cases.values(), held.caseNo]);
    const spoilt = new Set(places.values());
    expect(report.findings.filter(({ where, case: caseNo, what }) => !(caseNo ? touched.has(caseNo) : spoilt.has(where) || [...spoilt].some((place) => what.includes(place))))).toEqual([]);
    expect(report.ok).toBe(false);
  });
});
