import type { Province } from '@tongban/client';
import { type StopTracing, isTracing, startTracing } from '@tongban/telemetry';
import { eventually } from '../harness/eventually';
import { KIND, type OtlpReceiver, type ReceivedSpan } from '../harness/otlp-receiver';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';

/** Nobody else in the suite takes what is delivered to these two. */
const WALK = between(walk('F-PEN-ENT.normal'), { opener: '320000', counterpart: '500000' });
const SDK = 'tongban-tests';
const HUB = 'tongban-hub';
const SUBMITTED = 'sub.{environment}.{region}.{participant}.{home}';
const EXCHANGED = 'xr.{environment}.{region}.{from}.{toRegion}.{to}.{shard}';
const LOGGED = 'case.{region}.{year}.{shard}.{case}';

/** One case across two regions, as a collector sees it. */
export function describeTracing(environment: () => TestEnvironment, receiver: () => OtlpReceiver): void {
  describe('one trace', () => {
    let stop: StopTracing;
    let spans: ReceivedSpan[] = [];
    let answerId = '';
    let traceId = '';
    let caseNo = '';

    beforeAll(async () => {
      stop = startTracing('tests');
      const [opener, counterpart]: Province[] = await Promise.all([environment().province('320000'), environment().province('500000')]);
      const [first, second] = WALK.messages;
      await opener!.receive(() => Promise.resolve());
      await counterpart!.receive(async (delivery, step) => {
        if (delivery.own || answerId !== '') return;
        traceId = delivery.traceparent.slice(3, 35);
        answerId = (await step.send(delivery.caseNo, { message: second!.message, fields: { ...second!.open, ...second!.personal }, causationId: delivery.messageId, ...(second!.onBehalfOf && { onBehalfOf: second!.onBehalfOf }) })).messageId;
      });
      const opened = await opener!.open({ item: WALK.item, opener: '320000', counterpart: '500000', message: first!.message, onBehalfOf: first!.onBehalfOf, fields: { ...first!.open, ...first!.personal } });
      caseNo = opened.caseNo;
      await opener!.settled(opened.messageId, 'TAKEN', { timeoutMs: 30_000 });
      await eventually('the answer is taken by the opener', async () => (answerId !== '' && (await counterpart!.receipts(answerId)).some(({ level }) => level === 'TAKEN')) || undefined, { withinMs: 30_000 });
      // Each process sends what it has made now and then: it is all there when the last receipt came back to whom it is for.
      await eventually('all of the trace in the collector', () => {
        spans = receiver().trace(traceId);
        const known = new Set(spans.map(({ spanId }) => spanId));
        const ends = spans.filter(({ name, attributes }) => name === `receive ${EXCHANGED}.receipts` && attributes['messaging.consumer.group.name'] === 'p_500000');
        return (ends.length > 0 && spans.every(({ parentId }) => parentId === '' || known.has(parentId)) && spans.filter(({ name }) => name.startsWith('create ')).length === 2) || undefined;
      }, { withinMs: 30_000 });
    }, 120_000);
    afterAll(() => stop());

    const above = (span: ReceivedSpan): ReceivedSpan[] => {
      const parent = spans.find(({ spanId }) => spanId === span.parentId);
      return parent === undefined ? [span] : [span, ...above(parent)];
    };
    const where = ({ service, region, name }: ReceivedSpan): string => `${service}${region && ` ${region}`}: ${name}`;
    /** From the first span of the trace to this one. */
    const path = (of: ReceivedSpan): string[] => above(of).reverse().map(where);
    const only = (found: readonly ReceivedSpan[]): ReceivedSpan => {
      expect(found).toHaveLength(1);
      return found[0]!;
    };
    const takenBy = (participant: string): ReceivedSpan[] => spans.filter(({ name, attributes }) => name === `process ${EXCHANGED}.delivery` && attributes['tongban.participant'] === participant);

    it('begins with what the opener made, and nothing else begins it', () => {
      expect(isTracing()).toBe(true);
      const root = only(spans.filter(({ parentId }) => parentId === ''));
      expect([where(root), root.kind, root.attributes]).toMatchObject([`${SDK}: create ${SUBMITTED}.message`, KIND.producer, { 'messaging.system': 'nats', 'messaging.operation.type': 'create', 'tongban.participant': '320000' }]);
    });

    it('leads through border, home, log and dispatcher to the handler of the counterpart', () => {
      const delivered = takenBy('500000').map(path).sort((a, b) => a.length - b.length)[0];
      expect(delivered).toEqual([
        `${SDK}: create ${SUBMITTED}.message`, `${SDK}: send ${SUBMITTED}.message`,
        `${HUB} yrd: process ${SUBMITTED}.message`, `${HUB} yrd: send ${EXCHANGED}.message`,
        `${HUB} yrd: process ${EXCHANGED}.message`, `${HUB} yrd: send ${LOGGED}`,
        `${HUB} yrd: process ${LOGGED}`, `${HUB} yrd: send ${EXCHANGED}.delivery`,
        `${SDK}: receive ${EXCHANGED}.delivery`, `${SDK}: process ${EXCHANGED}.delivery`,
      ]);
    });

    it('goes on with what that handler sends, through both hubs and back to the opener', () => {
      const answer = only(spans.filter(({ name, parentId }) => name.startsWith('create ') && parentId !== ''));
      expect(path(answer).slice(-2)).toEqual([`${SDK}: process ${EXCHANGED}.delivery`, `${SDK}: create ${SUBMITTED}.message`]);
      const back = spans.filter((span) => takenBy('320000').includes(span) && above(span).includes(answer));
      expect(path(only(back)).slice(path(answer).length)).toEqual([
        `${SDK}: send ${SUBMITTED}.message`,
        `${HUB} ccec: process ${SUBMITTED}.message`, `${HUB} ccec: send ${EXCHANGED}.message`,
        `${HUB} yrd: process ${EXCHANGED}.message`, `${HUB} yrd: send ${LOGGED}`,
        `${HUB} yrd: process ${LOGGED}`, `${HUB} yrd: send ${EXCHANGED}.delivery`,
        `${SDK}: receive ${EXCHANGED}.delivery`, `${SDK}: process ${EXCHANGED}.delivery`,
      ]);
    });

    it('brings the receipts of the counterpart back', () => {
      const receipts = spans.filter(({ name, attributes }) => name === `receive ${EXCHANGED}.receipts` && attributes['messaging.consumer.group.name'] === 'p_320000').map(path);
      const tail = [
        `${SDK}: send ${SUBMITTED}.receipts`,
        `${HUB} ccec: process ${SUBMITTED}.receipts`, `${HUB} ccec: send ${EXCHANGED}.receipts`,
        `${HUB} yrd: process ${EXCHANGED}.receipts`, `${HUB} yrd: send ${LOGGED}`,
        `${HUB} yrd: process ${LOGGED}`, `${HUB} yrd: send ${EXCHANGED}.receipts`,
        `${SDK}: receive ${EXCHANGED}.receipts`,
      ];
      expect(receipts.some((one) => one.slice(-tail.length).join('\n') === tail.join('\n'))).toBe(true);
    });

    it('has the kinds and attributes of the conventions, and no failure', () => {
      const kinds = { create: KIND.producer, send: KIND.producer, process: KIND.consumer, receive: KIND.client } as const;
      for (const { name, kind, attributes, failed } of spans) {
        const operation = name.split(' ')[0] as keyof typeof kinds;
        expect([name, kind, attributes['messaging.system'], attributes['messaging.operation.name'], attributes['messaging.destination.template'], failed]).toEqual([name, kinds[operation], 'nats', operation, name.slice(operation.length + 1), false]);
      }
      const sent = spans.filter(({ name }) => name === `send ${LOGGED}`);
      expect(sent.every(({ attributes }) => attributes['messaging.message.conversation_id'] === caseNo && Number(attributes['messaging.message.body.size']) > 0 && attributes['server.address'] === '127.0.0.1')).toBe(true);
      const process = spans.find(({ name }) => name === `process ${SUBMITTED}.message`);
      expect(process?.attributes).toMatchObject({ 'messaging.consumer.group.name': 'border', 'messaging.destination.name': 'SUBMIT_320000', 'messaging.message.id': expect.any(String) });
    });

    it('says nothing of what a message says', () => {
      const values = WALK.messages.slice(0, 2).flatMap(({ open, personal }) => [...Object.values(open), ...Object.values(personal)]).filter((value): value is string => typeof value === 'string' && value.length >= 6 && !/^\d{6}$/.test(value));
      expect(values.length).toBeGreaterThan(5);
      const everything = receiver().everything;
      expect(values.filter((value) => everything.includes(value))).toEqual([]);
    });
  });
}
