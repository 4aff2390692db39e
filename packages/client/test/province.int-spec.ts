import { decode, headers, owners, v1 } from '@tongban/contracts';
import { openMessage, readReceipt, receiptLevelName, sha256 } from '@tongban/trust';
import { Province, type ProvinceOptions } from '../src';
import { type MadeMessage } from '../src/make/message-maker';
import { OneRegion } from './one-region';
import { GOOD, HOME, OPENER, OTHER, WALK, arrivalOf, catalogue, eventually, flows, makerOf, openingMessage, receiptBy, temporaryDirectory, trust } from './sdk-lab';

let region: OneRegion;
let directory: ReturnType<typeof temporaryDirectory>;
const open: Province[] = [];
const connect = async (more: Partial<ProvinceOptions> = {}): Promise<Province> => {
  const province = await Province.connect({ credentials: region.credentials, trust, catalogue, store: directory.path, ...more });
  open.push(province);
  return province;
};
// One broker with its streams for all: creating them costs more than the tests.
beforeAll(async () => {
  region = new OneRegion();
  await region.reserve();
  await region.startBroker();
  await region.startHub();
}, 60_000);
afterAll(() => region.stop());
let before = 0;
beforeEach(async () => {
  directory = temporaryDirectory();
  before = (await region.submitted()).length;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((province) => province.close()));
  directory.remove();
  region.hello = {};
});
/** What was submitted in this test. */
const submitted = async () => (await region.submitted()).slice(before);
/** The message as it lies in the submission stream. */
const lastSubmitted = async (): Promise<MadeMessage> => {
  const { data, wrappedKeys } = (await submitted()).at(-1)!;
  const { envelope } = openMessage(data);
  return { caseNo: envelope.caseNo, messageId: envelope.messageId, messageType: envelope.messageType, homeRegion: HOME, recipient: OTHER, bytes: data, digestHex: '', headers: { [headers.wrappedKeys]: wrappedKeys } };
};

describe('connecting', () => {
  it('to nobody fails in time and frees the store', async () => {
    const nobody = { credentials: { ...region.credentials, servers: ['nats://127.0.0.1:1'] }, connectTimeoutMs: 300 };
    await expect(connect(nobody)).rejects.toMatchObject({ code: 'hub.unreachable' });
    await expect(connect({ ...nobody, offline: true })).rejects.toMatchObject({ code: 'hub.unreachable' });
  });

  it.each<[what: string, hello: OneRegion['hello'], code: string]>([
    ['a hub that serves other contracts', { contracts: [{ version: '9.0', sunsetOn: '' }] }, 'contract.unsupported'],
    ['a hub of another environment', { environment: 'production' }, 'message.wrong-environment'],
    ['a hub of another region', { region: 'gba' }, 'route.wrong-home'],
  ])('to %s is refused', async (_what, hello, code) => {
    region.hello = hello;
    await expect(connect()).rejects.toMatchObject({ code });
  });

  it('waits for a hub that is starting, takes its clock, and is alone on its store', async () => {
    region.clock = { revision: 1, anchors: [{ realAt: new Date().toISOString(), businessAt: '2026-03-02T09:00:00+08:00', speed: 1 }] };
    await region.crashBroker();
    const connecting = connect();
    await region.startBroker();
    const province = await connecting;
    expect(province.now()).toMatch(/^2026-03-02T09:0/);
    expect(province.isOnline).toBe(true);
    region.clock = { revision: 2, anchors: [{ realAt: new Date().toISOString(), businessAt: '2026-03-05T09:00:00+08:00', speed: 1 }] };
    expect(await province.takeClock()).toMatch(/^2026-03-05T09:0/);
    await expect(connect()).rejects.toMatchObject({ code: 'store.in-use' });
    await province.close();
    await expect(province.open(GOOD)).rejects.toMatchObject({ code: 'client.closed' });
  });
});

describe('sending', () => {
  it('puts the exact bytes into the own stream, once, through a crash of the broker and a start without it', async () => {
    const first = await connect();
    const a = await first.open(GOOD);
    await first.close();
    expect((await submitted()).map(({ subject, caseNo }) => [subject, caseNo])).toEqual([[`sub.sandbox.${HOME}.${OPENER}.${HOME}.message`, a.caseNo]]);
    await region.crashBroker();
    const offline = await connect({ offline: true });
    const b = await offline.open(GOOD);
    expect(offline.isOnline).toBe(false);
    await expect(offline.show(b.caseNo)).rejects.toMatchObject({ code: 'hub.unreachable' });
    await region.startBroker();
    await eventually('the second message', async () => (await submitted()).length === 2, 20_000);
    const both = await submitted();
    expect(both.map(({ caseNo }) => caseNo)).toEqual([a.caseNo, b.caseNo]);
    for (const { data, msgId } of both) expect(msgId).toBe(`${openMessage(data).envelope.messageId}:${sha256(data).toString('hex').slice(0, 16)}`);
  }, 60_000);

  it('learns receipts by asking when another process reads the inbox', async () => {
    const province = await connect({ inbox: false });
    const { messageId } = await province.open(GOOD);
    await eventually('it is submitted', async () => (await submitted()).length === 1);
    const made = await lastSubmitted();
    const waiting = province.settled(messageId, 'TAKEN');
    region.receipts = [
      await receiptBy(owners.hub(HOME), 'RECEIVED', made), await receiptBy(owners.hub(HOME), 'REGISTERED', made, { logIndex: 1, deliveryNo: 1 }),
      await receiptBy(owners.participant(OTHER), 'TAKEN', made),
    ];
    expect((await waiting).level).toBe('TAKEN');
  }, 30_000);
});

describe('receiving', () => {
  it('takes deliveries and receipts through the own account, and answers', async () => {
    const province = await connect();
    const seen: boolean[] = [];
    await province.receive(({ own }, step) => {
      seen.push(own);
      step.put('seen', seen.length);
    });
    const { caseNo, messageId } = await province.open(GOOD);
    await eventually('it is submitted', async () => (await submitted()).length === 1);
    const made = await lastSubmitted();
    const answer = await openingMessage({ caseNo, messageId: '018f22e2-79b0-7cc3-98c4-dc0c0c07398f' });
    await region.deliver(await arrivalOf(made, 1, OPENER), 'd1');
    expect((await province.settled(messageId, 'REGISTERED')).deliveryNo).toBe(1);
    await region.deliverReceipts(caseNo, [await receiptBy(owners.participant(OTHER), 'DELIVERED', made), await receiptBy(owners.participant(OTHER), 'TAKEN', made)], 'r1');
    expect((await province.settled(messageId, 'TAKEN')).issuer).toBe(owners.participant(OTHER));
    await region.crashBroker();
    await region.startBroker();
    await region.deliver(await arrivalOf(answer, 2, OPENER), 'd2');
    await eventually('both deliveries', () => seen.length === 2, 20_000);
    await eventually('the step is committed', async () => (await province.state.get('seen')) === 2);
    expect(await province.problems()).toEqual([]);
  }, 60_000);

  it('closed, leaves no request at the hub that what comes next goes to: the next process has it at once', async () => {
    const taken: string[] = [];
    const [first, second] = [await foreignDelivery(), await foreignDelivery()];
    const closed = await connect();
    await closed.receive(({ messageId }) => void taken.push(messageId));
    await region.deliver(first.arrival, 'close-1');
    await eventually('it is taken', () => taken.length === 1, 20_000);
    await closed.close();
    await region.deliver(second.arrival, 'close-2');
    const next = await connect();
    await next.receive(({ messageId }) => void taken.push(messageId));
    // Far less than the acknowledgement wait, after which it would come in any case.
    await eventually('the next process has it', () => taken.includes(second.foreign.messageId), 15_000);
  }, 60_000);

  it('answers a delivery of the other side with DELIVERED and TAKEN on disk', async () => {
    const province = await connect();
    const taken: string[] = [];
    await province.receive(({ messageId }) => void taken.push(messageId));
    const { foreign, arrival } = await foreignDelivery();
    await region.deliver(arrival, 'foreign-1');
    await eventually('the handler', () => taken.length === 1, 20_000);
    await province.close();
    const levels = (await submitted()).filter(({ subject }) => subject.endsWith('.receipts'))
      .flatMap(({ data }) => decode(v1.ReceiptBatch, data).receipts).map((signed) => receiptLevelName(readReceipt(signed).level));
    expect(taken).toEqual([foreign.messageId]);
    expect(levels).toEqual(['DELIVERED', 'TAKEN']);
  }, 60_000);
});

/** A message of Sichuan in a case of Shanghai. */
async function foreignDelivery() {
  const opening = openMessage((await openingMessage()).bytes).envelope;
  const facts = {
    caseNo: opening.caseNo, itemCode: opening.itemCode, flowId: opening.flowId, schemaDigest: opening.schemaDigest, homeRegion: HOME,
    opener: { participant: OPENER, division: GOOD.opener }, counterpart: { participant: OTHER, division: GOOD.counterpart },
  };
  const ack = WALK.messages.find(({ as }) => as === 'counterpart')!;
  const foreign = await makerOf(OTHER).make({ facts, flow: flows.get(opening.flowId)!, message: ack.message, fields: { ...ack.open, ...ack.personal } });
  return { foreign, arrival: await arrivalOf(foreign, 1, OPENER, OTHER) };
}
