import { randomUUID } from 'node:crypto';
import { type FailureListDocument, REGION_CODES, TongbanError, consumers, encode, headers, streams, subjects, v1 } from '@tongban/contracts';
import { type ParticipantRecord, REAL_TIME } from '@tongban/domain';
import { Defer, type DurableMessage, DurablePublisher, ensureRecordStreams, eraseMessages, parkToFailed } from '@tongban/messaging';
import { BusinessClock } from '@tongban/service-kit';
import { Signer, TrustDirectory, generateSigningKey, signMessage } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { NatsLab } from '../../../packages/messaging/test/nats-lab';
import { AuditLog } from '../src/audit/audit-log';
import { FailureLog } from '../src/failures/failure-log';
import { Failures, readsInstead } from '../src/failures/failures';

jest.setTimeout(60_000);

const REGION = 'yrd';
const key = generateSigningKey('hub:yrd');
const sender = new Signer(generateSigningKey('participant:310000').signing);
const trust = new TrustDirectory({ version: 1, keys: [key.public] });
const RETRY = v1.FailureActionKind.FAILURE_ACTION_KIND_RETRY;
const DISCARD = v1.FailureActionKind.FAILURE_ACTION_KIND_DISCARD;
const BY = 'person:steward-1';
const desk = (zh: string, itemCodes?: string[]) => ({ zh, en: zh, hours: '9-17', contact: '021-0', escalation: '021-1', ...(itemCodes && { itemCodes }) });
const RECORD: ParticipantRecord = { participant: '310000', zh: '上海', en: 'Shanghai', keys: [], desks: [desk('养老', ['HRSS-SYN-0001']), desk('其他')] };

describe('failed messages on a real server', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  let publisher: DurablePublisher;
  let ran: DurableMessage[];
  let handle: (message: DurableMessage) => Promise<void>;
  let failures: Failures;
  let audit: AuditLog;

  beforeEach(async () => {
    [ran, handle] = [[], async (message) => void ran.push(message)];
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    nats = await lab.connect(REGION);
    await ensureRecordStreams(nats, { environment: 'sandbox', region: REGION, regions: REGION_CODES, participants: ['310000'] });
    publisher = new DurablePublisher(nats);
    audit = new AuditLog({ nats, region: REGION, publisher });
    failures = process();
  });
  afterEach(() => lab.stop());

  const ports = () => ({ nats, region: REGION, environment: 'sandbox', publisher, signer: new Signer(key.signing) } as const);
  /** One process of the region; several answer the same queries. */
  const process = (): Failures => new Failures({
    ...ports(), trust, clock: new BusinessClock(REAL_TIME), participant: (code) => (code === '310000' ? RECORD : undefined), audit: async (entry) => void (await audit.append(entry)), personalNames: ['name'], openPartOf: () => ({ opens: false, division: '310115', counterpart: '510100', onBehalfOf: '', fields: { a: 1 } }),
    handlerOf: (stream, consumer) => {
      const reads = readsInstead([{ stream: streams.submit('310000'), consumer: consumers.border }, { stream: streams.inbox(REGION), consumer: consumers.lane('0of8') }], stream, consumer);
      return reads === undefined ? undefined : (message) => handle(message);
    },
  });
  async function parked(sequence: number, change: Partial<DurableMessage> = {}, failure = new TongbanError('message.malformed', 'not decodable')): Promise<DurableMessage> {
    const message: DurableMessage = {
      subject: subjects.submit('sandbox', REGION, '310000', REGION, 'receipts'), data: Buffer.from([0xff, sequence]), headers: { [headers.ceSubject]: 'C-1', [headers.wrappedKeys]: 'AAAA' }, stream: streams.submit('310000'),
      consumer: consumers.border, streamSequence: sequence, storedAt: '2026-03-02T01:00:00.000Z', ...change,
    };
    await parkToFailed(publisher, REGION)(message, failure, 6);
    return message;
  }
  const list = (query: v1.FailureListQuery.$Properties = {}, of = failures): Promise<FailureListDocument> => of.list(encode(v1.FailureListQuery, query));
  const act = (sequence: number, action: v1.FailureActionKind, reason = '', of = failures) => of.act(encode(v1.FailureAct, { sequence, action, reason, by: BY, roles: ['operator'], client: 'cli' }));
  const steps = async (sequence: number): Promise<number> => (await new FailureLog(ports()).steps(sequence)).length;
  const trail = async () => (await audit.list(encode(v1.AuditQuery, {}))).rows.map(({ action, target, outcome, reason, actor }) => ({ action, target, outcome, reason, actor }));

  it('are listed newest first with their cause, a page at a time, and what cannot be decoded still says where it is from', async () => {
    expect(await list()).toEqual({ rows: [], groups: [], total: 0 });
    await parked(1);
    await parked(2);
    const envelope: v1.Envelope.$Properties = { messageId: randomUUID(), caseNo: 'C-2', itemCode: 'HRSS-SYN-0001', messageType: 'APPLY', sender: { participant: '310000', division: '310115' }, data: Buffer.from('x') };
    await parked(3, { subject: subjects.exchange('sandbox', REGION, '310000', REGION, 'hub', '07', 'message'), data: await signMessage(sender, envelope), stream: streams.inbox(REGION), consumer: consumers.lane('5of7') }, new TongbanError('hub.internal', 'broken'));
    const all = await list();
    expect(all).toMatchObject({ total: 3, groups: [{ code: 'message.malformed', consumer: 'border', count: 2, regions: ['yrd'] }, { code: 'hub.internal', consumer: 'cases_5of7', count: 1 }] });
    expect(all.rows.map(({ sequence, state, kind, caseNo }) => [sequence, state, kind, caseNo])).toEqual([[3, 'open', 'message', 'C-2'], [2, 'open', 'receipts', 'C-1'], [1, 'open', 'receipts', 'C-1']]);
    const first = await list({ limit: 2 });
    expect([first.rows.length, first.next]).toEqual([2, '2']);
    expect(await list({ limit: 2, after: first.next! })).toMatchObject({ rows: [{ sequence: 1 }], total: 3 });
    expect((await list({ code: 'hub.internal' })).rows).toHaveLength(1);
    expect((await list({ consumer: 'border', stream: streams.submit('310000') })).total).toBe(2);
    expect((await list({ since: new Date(Date.now() + 60_000).toISOString() })).rows).toEqual([]);
    for (const wrong of [{ state: 'lost' }, { since: 'yesterday' }, { limit: 501 }, { after: 'x' }]) await expect(list(wrong)).rejects.toMatchObject({ code: 'query.invalid' });

    expect(await failures.show(3)).toMatchObject({
      messageId: envelope.messageId, caseNo: 'C-2', sender: '310000', itemCode: 'HRSS-SYN-0001', messageType: 'APPLY', desk: { zh: '养老', contact: '021-0' }, side: 'hub', layer: 'transport', retryable: true,
      // A lane of another division than the one that gave up carries the case now.
      target: { stream: 'INBOX_YRD', consumer: 'cases_5of7', here: true }, actions: [],
    });
    const undecodable = await failures.show(1);
    expect(undecodable).toMatchObject({
      undecodable: expect.stringMatching(/./), subject: 'sub.sandbox.yrd.310000.yrd.receipts', size: 2, streamSequence: 1, attempts: 6, headers: { 'ce-subject': 'C-1', 'Tb-Wrapped-Keys': '(4)' }, side: 'sender', cause: 'not decodable', desk: { zh: '其他' },
      next: { zh: expect.stringMatching(/[\u4e00-\u9fff]/), en: expect.stringMatching(/[a-z]/) },
    });
    expect(undecodable.messageId).toBeUndefined();
    await expect(failures.show(99)).rejects.toMatchObject({ code: 'find.nothing' });
  });

  it('retried twice at once by two processes run once, on the exact bytes, headers and time, and what came of it is told from the log', async () => {
    const original = await parked(7);
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (finish = resolve));
    handle = async (message) => {
      ran.push(message);
      await gate;
    };
    const acts = [act(1, RETRY), act(1, RETRY, '', process())].map((one) => one.catch((error: TongbanError) => {
      finish(); // the other one is running by then
      return error.code;
    }));
    const outcomes = await Promise.all(acts);
    expect(outcomes.filter((one) => typeof one === 'string')).toEqual(['failure.in-hand']);
    expect(ran).toEqual([original]);
    const [told] = outcomes.filter((one) => typeof one !== 'string');
    expect(told).toMatchObject({ state: 'retried', inHand: false, retries: 1, actions: [{ outcome: 'started', by: BY, signed: true }, { outcome: 'handled', signed: true }] });
    expect(await failures.openCount()).toBe(0);
    // A process that took no part knows it from the log.
    expect((await list({}, process())).rows).toEqual([]);
    expect((await list({ state: 'retried' }, process())).rows).toMatchObject([{ sequence: 1, state: 'retried' }]);
    await expect(act(1, RETRY)).rejects.toMatchObject({ code: 'failure.closed' });
    expect(ran).toHaveLength(1);
    expect((await trail()).map(({ action, outcome }) => [action, outcome])).toEqual([['failure.retry', 'failure.closed'], ...[['failure.retry', 'ok'], ['failure.retry', 'failure.in-hand']]]);
    // Nothing is taken out.
    expect((await (await nats.jetstreamManager()).streams.getMessage(streams.failed(REGION), { seq: 1 })).subject).toBe('fail.yrd.border');
  });

  it('that fail again stay open with the new code beside the first, and are discarded with a reason, for good', async () => {
    await parked(7);
    handle = () => Promise.reject(new TongbanError('sender.not-party', 'no party of the case'));
    expect(await act(1, RETRY)).toMatchObject({ state: 'open', code: 'message.malformed', retries: 1, actions: [{ outcome: 'started' }, { outcome: 'failed-again', code: 'sender.not-party', detail: 'no party of the case' }] });
    handle = () => Promise.reject(new Defer(1, 'its version is not here yet'));
    expect(await act(1, RETRY)).toMatchObject({ state: 'open', retries: 2, actions: [{}, {}, {}, { outcome: 'failed-again', code: 'failure.not-now' }] });
    expect(await failures.openCount()).toBe(1);
    expect(await act(1, DISCARD, '重复消息，原件已登记')).toMatchObject({ state: 'discarded', actions: [{}, {}, {}, {}, { action: 'discard', outcome: 'discarded', reason: '重复消息，原件已登记' }] });
    expect(await failures.openCount()).toBe(0);
    await expect(act(1, RETRY)).rejects.toMatchObject({ code: 'failure.closed' });
    expect((await trail()).slice(-3)).toEqual([
      { action: 'failure.discard', target: 'yrd/1', outcome: 'ok', reason: '重复消息，原件已登记', actor: BY }, { action: 'failure.retry', target: 'yrd/1', outcome: 'failure.not-now', reason: '', actor: BY },
      { action: 'failure.retry', target: 'yrd/1', outcome: 'sender.not-party', reason: '', actor: BY },
    ]);
  });

  it('are not acted on without a reason, with a person in it, by nobody, or where their consumer is not read', async () => {
    await parked(7);
    await parked(8, { consumer: 'files', stream: streams.inbox(REGION) });
    await expect(act(1, DISCARD)).rejects.toMatchObject({ code: 'query.invalid' });
    await expect(act(1, DISCARD, '办件人11010519491231002X已死亡')).rejects.toMatchObject({ code: 'reason.personal-data' });
    await expect(act(1, v1.FailureActionKind.FAILURE_ACTION_KIND_UNSPECIFIED)).rejects.toMatchObject({ code: 'query.invalid' });
    await expect(failures.act(encode(v1.FailureAct, { sequence: 1, action: RETRY, by: 'me' }))).rejects.toMatchObject({ code: 'query.invalid' });
    await expect(act(2, RETRY)).rejects.toMatchObject({ code: 'failure.handler-elsewhere' });
    expect((await failures.show(2)).target).toMatchObject({ consumer: 'files', here: false });
    expect([await steps(1), await steps(2), ran]).toEqual([0, 0, []]);
    await expect(act(9, RETRY)).rejects.toMatchObject({ code: 'find.nothing' });
  });

  it('whose retry was cut short by a crash wait, and may be retried then', async () => {
    await parked(7);
    const log = new FailureLog(ports());
    const begun = { failureSequence: 1, action: RETRY, by: BY, reason: '', outcome: v1.FailureOutcome.FAILURE_OUTCOME_STARTED };
    const after = await log.append(0, { ...begun, at: new Date().toISOString() });
    expect((await list()).rows).toMatchObject([{ inHand: true, state: 'open' }]);
    // Two processes that say the same in the same moment are two all the same.
    const at = new Date().toISOString();
    expect((await Promise.allSettled([1, 2].map(() => new FailureLog(ports()).append(after, { ...begun, at })))).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(act(1, RETRY)).rejects.toMatchObject({ code: 'failure.in-hand' });
    await expect(act(1, DISCARD, 'not meanwhile')).rejects.toMatchObject({ code: 'failure.in-hand' });
    const { sequence } = (await log.steps(1)).at(-1)!;
    await log.append(sequence, { ...begun, at: new Date(Date.now() - 600_000).toISOString() });
    expect(await act(1, RETRY)).toMatchObject({ state: 'retried' });
    expect(ran).toHaveLength(1);
  });

  it('that a lawful erasure takes out are gone from the list and the count, and the others stay', async () => {
    for (const sequence of [1, 2, 3]) await parked(sequence);
    await act(2, RETRY);
    expect([await failures.openCount(), (await list({ state: 'any' })).total]).toEqual([2, 3]);
    expect(await eraseMessages(nats, streams.failed(REGION), subjects.failedAll(REGION), ({ seq }) => seq <= 2)).toBe(2);
    expect([await failures.openCount(), (await list({ state: 'any' })).rows.map(({ sequence }) => sequence)]).toEqual([1, [3]]);
    await expect(failures.show(1)).rejects.toMatchObject({ code: 'find.nothing' });
    expect(await steps(2)).toBe(2);
    await parked(4);
    expect((await list()).rows.map(({ streamSequence }) => streamSequence)).toEqual([4, 3]);
  });

  describe('the audit trail', () => {
    const entry = { actor: 'operator:cli', roles: [], action: 'clock.advance', target: '', reason: '', outcome: 'ok', client: 'cli' };
    const query = (filters: v1.AuditQuery.$Properties = {}) => audit.list(encode(v1.AuditQuery, filters));

    it('is one chain, also when two processes append at once, and pages newest first', async () => {
      const other = new AuditLog({ nats: await lab.connect(REGION, 'other'), region: REGION, publisher });
      await Promise.all(Array.from({ length: 10 }, (_, at) => [audit, other].map((log, which) => log.append({ ...entry, target: String(at), actor: `operator:p${which}` }))).flat());
      const all = await query({ limit: 500 });
      expect(all.rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, at) => 20 - at));
      expect([all.broken, all.next, all.rows.at(-1)!.previousHash]).toEqual([undefined, undefined, '']);
      const first = await query({ actor: 'operator:p1', limit: 7 });
      const second = await query({ actor: 'operator:p1', limit: 7, after: first.next! });
      expect([first.rows.length, second.rows.length, new Set([...first.rows, ...second.rows].map(({ target }) => target)).size, second.next]).toEqual([7, 3, 10, undefined]);
      expect((await query({ action: 'clock.' })).rows).toHaveLength(20);
      expect((await query({ action: 'clock' })).rows).toEqual([]);
      expect((await query({ from: new Date(Date.now() + 60_000).toISOString() })).rows).toEqual([]);
      expect((await query({ to: all.rows[15]!.at })).rows.length).toBeLessThan(20);
    });

    it('takes the same entry once, and nothing that is wrong or names a person', async () => {
      expect([await audit.append({ ...entry, appendId: 'a-1' }), await audit.append(entry), await audit.append({ ...entry, appendId: 'a-1' })]).toEqual([1, 2, 1]);
      for (const wrong of [{ actor: 'hub:yrd' }, { action: 'Clock' }, { outcome: 'fine' }, { client: 'curl' }, { roles: ['Admin'] }, { target: 'x'.repeat(201) }]) await expect(audit.append({ ...entry, ...wrong })).rejects.toMatchObject({ code: 'query.invalid' });
      for (const person of [{ reason: '为11010519491231002X办理' }, { target: '11010519491231002X' }]) await expect(audit.append({ ...entry, ...person })).rejects.toMatchObject({ code: 'reason.personal-data' });
      expect((await query()).rows).toHaveLength(2);
    });

    it('lets nobody take an entry out, and shows one that was put in beside it', async () => {
      for (const target of ['1', '2']) await audit.append({ ...entry, target });
      const jsm = await nats.jetstreamManager();
      await expect(jsm.streams.deleteMessage(streams.audit(REGION), 1)).rejects.toThrow();
      await expect(jsm.streams.purge(streams.audit(REGION))).rejects.toThrow();
      await publisher.publish(subjects.audit(REGION), encode(v1.AuditEntry, { ...entry, number: 3, previousHash: Buffer.alloc(32), at: new Date().toISOString(), region: REGION }), { msgId: 'forged' });
      expect((await query()).broken).toEqual(['yrd/2']);
    });
  });

  describe('that are corrected', () => {
    const PROPOSE = v1.FailureActionKind.FAILURE_ACTION_KIND_EDIT_PROPOSE;
    const APPROVE = v1.FailureActionKind.FAILURE_ACTION_KIND_EDIT_APPROVE;
    const REFUSE = v1.FailureActionKind.FAILURE_ACTION_KIND_EDIT_REFUSE;
    const CORRECTION = { message: 'APPLY', division: '310115', caseNo: 'C-2', fields: { a: 2 } };
    const messageId = randomUUID();
    const edit = (action: v1.FailureActionKind, by: string, more: v1.FailureAct.$Properties = {}) => failures.act(encode(v1.FailureAct, { sequence: 1, action, by, reason: '字段有误，按来函更正', roles: ['operator'], client: 'console', ...more }));
    const propose = (correction: object = CORRECTION, by = 'operator:first') => edit(PROPOSE, by, { correction: Buffer.from(JSON.stringify(correction)) });
    const approve = (digest: string, by = 'operator:second') => edit(APPROVE, by, { correctionDigest: Buffer.from(digest, 'hex') });
    beforeEach(async () => {
      const envelope: v1.Envelope.$Properties = { messageId, caseNo: 'C-2', itemCode: 'HRSS-SYN-0001', messageType: 'APPLY', sender: { participant: '310000', division: '310115' }, data: Buffer.from('x') };
      await parked(1, { subject: subjects.exchange('sandbox', REGION, '310000', REGION, 'hub', '07', 'message'), data: await signMessage(sender, envelope), stream: streams.inbox(REGION), consumer: consumers.lane('0of8') }, new TongbanError('signature.invalid', 'broken'));
      await list();
    });

    it('are closed by a second person, with one new message that names the original as its cause', async () => {
      expect(await failures.show(1)).toMatchObject({ state: 'open', template: { message: 'APPLY', division: '310115', caseNo: 'C-2', fields: { a: 1 } } });
      const proposed = await propose();
      expect(proposed).toMatchObject({ state: 'open', editWaits: true, edit: { state: 'waits', proposedBy: 'operator:first', causationId: messageId, correction: JSON.stringify(CORRECTION) } });
      const { digest, messageId: newId } = proposed.edit!;
      await expect(approve(digest, 'operator:first')).rejects.toMatchObject({ code: 'failure.edit-same-person' });
      await expect(approve('00'.repeat(32))).rejects.toMatchObject({ code: 'failure.edit-other' });
      await expect(propose({ ...CORRECTION, fields: {} }, 'operator:third')).rejects.toMatchObject({ code: 'failure.edit-waits' });
      await expect(act(1, RETRY)).rejects.toMatchObject({ code: 'failure.edit-waits' });
      await expect(act(1, DISCARD, '不再处理它')).rejects.toMatchObject({ code: 'failure.edit-waits' });
      expect(await approve(digest)).toMatchObject({ state: 'edited', edit: { state: 'approved', decidedBy: 'operator:second', messageId: newId, causationId: messageId } });
      for (const again of [propose(), approve(digest, 'operator:third'), edit(REFUSE, 'operator:first'), act(1, RETRY)]) await expect(again).rejects.toMatchObject({ code: 'failure.closed' });
      expect(ran).toEqual([]);
      expect(await list({ state: 'edited' })).toMatchObject({ total: 1 });
      expect((await trail()).map(({ action, outcome, actor }) => `${actor} ${action} ${outcome}`).reverse()).toEqual(expect.arrayContaining(['operator:first failure.edit-propose ok', 'operator:first failure.edit-approve failure.edit-same-person', 'operator:second failure.edit-approve ok']));
    });

    it('are open as before when the correction is refused, and another one has another id', async () => {
      const first = (await propose()).edit!;
      expect(await edit(REFUSE, 'operator:first')).toMatchObject({ state: 'open', edit: { state: 'refused', decidedBy: 'operator:first' } });
      await expect(approve(first.digest)).rejects.toMatchObject({ code: 'failure.edit-none' });
      expect((await propose()).edit!.messageId).not.toBe(first.messageId);
    });

    it('are not where the correction is none, holds personal data, or nobody could send it', async () => {
      await expect(propose({ message: 'APPLY' })).rejects.toMatchObject({ code: 'query.invalid' });
      await expect(propose({ ...CORRECTION, fields: { name: 'x' } })).rejects.toMatchObject({ code: 'failure.edit-personal' });
      await parked(2);
      await list();
      await expect(failures.act(encode(v1.FailureAct, { sequence: 2, action: PROPOSE, by: BY, reason: '按来函更正', client: 'cli', correction: Buffer.from(JSON.stringify(CORRECTION)) }))).rejects.toMatchObject({ code: 'failure.edit-unsuited' });
      expect(await steps(1)).toBe(0);
    });

    it('are so once, however many approve at the same time', async () => {
      const { digest } = (await propose()).edit!;
      const other = process();
      const both = await Promise.allSettled([approve(digest), other.act(encode(v1.FailureAct, { sequence: 1, action: APPROVE, by: 'operator:third', correctionDigest: Buffer.from(digest, 'hex'), client: 'cli' }))]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await steps(1)).toBe(2);
    });
  });
});
