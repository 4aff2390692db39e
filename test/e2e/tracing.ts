import { consumers, streams } from '@tongban/contracts';
import { openMessage, readCaseEntry } from '@tongban/trust';
import { METRICS, type MetricName } from '@tongban/telemetry';
import { eventually } from '../harness/eventually';
import { KIND, type OtlpReceiver, type ReceivedSpan } from '../harness/otlp-receiver';
import type { TestEnvironment } from '../harness/test-environment';
import { walk } from '../harness/walks';
import { metricsInUse } from '../monitoring/metrics-in-use';
import { ReferenceProvinces } from './standards/cases';

/** Nobody else in the suite takes what is delivered to these two; the counterpart answers the first message. */
const WALK = walk('F-ELIG.normal');
const [OPENER, COUNTERPART] = ['120000', '230000'] as const;
const SDK = 'tongban-province';
const HUB = 'tongban-hub';
const SUBMITTED = 'sub.{environment}.{region}.{participant}.{home}';
const EXCHANGED = 'xr.{environment}.{region}.{from}.{toRegion}.{to}.{shard}';
const LOGGED = 'case.{region}.{year}.{shard}.{case}';

/** One case between two regions that reference provinces bring to its end, as a collector sees it. */
export function describeTracing(environment: () => TestEnvironment, receiver: () => OtlpReceiver): void {
  describe('one trace', () => {
    let spans: ReceivedSpan[] = [];
    let caseNo = '';
    let scraped = '';
    let readiness: unknown;

    beforeAll(async () => {
      const provinces = await ReferenceProvinces.start(environment(), [OPENER, COUNTERPART]);
      const [first] = WALK.messages;
      const played = await provinces.play({ item: WALK.item, opener: OPENER, counterpart: COUNTERPART, localCaseNo: 'REF-NORMAL-TRACE', fields: { ...first!.open, ...first!.personal } });
      caseNo = played.caseNo;
      const at = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${environment().setup.ports.probes.provinces}${path}`);
      scraped = await (await at('/metrics')).text();
      readiness = await (await at('/readyz')).json();
      const [opening] = await environment().logOf('jjj', caseNo);
      const traceId = openMessage(readCaseEntry(opening!).registered?.message ?? new Uint8Array()).envelope.traceparent.slice(3, 35);
      // What was made and not sent is sent when a process ends.
      await environment().local.stopProcess('provinces');
      const messages = played.entries.filter(({ kind }) => kind === 'registered').length;
      await eventually('all of the trace in the collector', () => {
        spans = receiver().trace(traceId);
        const known = new Set(spans.map(({ spanId }) => spanId));
        const isWhole = spans.every(({ parentId }) => parentId === '' || known.has(parentId));
        return (isWhole && spans.filter(({ name }) => name.startsWith('create ')).length === messages && takenBy(COUNTERPART).length === messages) || undefined;
      }, { withinMs: 30_000 });
    }, 180_000);
    afterAll(() => environment().local.stopProcess('provinces'));

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
      const root = only(spans.filter(({ parentId }) => parentId === ''));
      expect([where(root), root.kind, root.attributes]).toMatchObject([`${SDK}: create ${SUBMITTED}.message`, KIND.producer, { 'messaging.system': 'nats', 'messaging.operation.type': 'create', 'tongban.participant': OPENER }]);
    });

    it('leads through border, home, log and dispatcher to the handler of the counterpart', () => {
      const delivered = takenBy(COUNTERPART).map(path).sort((a, b) => a.length - b.length)[0];
      expect(delivered).toEqual([
        `${SDK}: create ${SUBMITTED}.message`, `${SDK}: send ${SUBMITTED}.message`,
        `${HUB} jjj: process ${SUBMITTED}.message`, `${HUB} jjj: send ${EXCHANGED}.message`,
        `${HUB} jjj: process ${EXCHANGED}.message`, `${HUB} jjj: send ${LOGGED}`,
        `${HUB} jjj: process ${LOGGED}`, `${HUB} jjj: send ${EXCHANGED}.delivery`,
        `${SDK}: receive ${EXCHANGED}.delivery`, `${SDK}: process ${EXCHANGED}.delivery`,
      ]);
    });

    it('goes on with what that handler sends, through both hubs and back to the opener', () => {
      const opened = takenBy(COUNTERPART).sort((a, b) => above(a).length - above(b).length)[0]!;
      const answer = only(spans.filter(({ name, parentId }) => name.startsWith('create ') && parentId === opened.spanId));
      const back = spans.filter((span) => takenBy(OPENER).includes(span) && above(span).includes(answer));
      expect(path(back.sort((a, b) => above(a).length - above(b).length)[0]!).slice(path(answer).length)).toEqual([
        `${SDK}: send ${SUBMITTED}.message`,
        `${HUB} nat: process ${SUBMITTED}.message`, `${HUB} nat: send ${EXCHANGED}.message`,
        `${HUB} jjj: process ${EXCHANGED}.message`, `${HUB} jjj: send ${LOGGED}`,
        `${HUB} jjj: process ${LOGGED}`, `${HUB} jjj: send ${EXCHANGED}.delivery`,
        `${SDK}: receive ${EXCHANGED}.delivery`, `${SDK}: process ${EXCHANGED}.delivery`,
      ]);
    });

    it('brings the receipts of the counterpart back', () => {
      const receipts = spans.filter(({ name, attributes }) => name === `receive ${EXCHANGED}.receipts` && attributes['messaging.consumer.group.name'] === consumers.participant(OPENER)).map(path);
      const tail = [
        `${SDK}: send ${SUBMITTED}.receipts`,
        `${HUB} nat: process ${SUBMITTED}.receipts`, `${HUB} nat: send ${EXCHANGED}.receipts`,
        `${HUB} jjj: process ${EXCHANGED}.receipts`, `${HUB} jjj: send ${LOGGED}`,
        `${HUB} jjj: process ${LOGGED}`, `${HUB} jjj: send ${EXCHANGED}.receipts`,
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
      expect(process?.attributes).toMatchObject({ 'messaging.consumer.group.name': 'border', 'messaging.destination.name': streams.submit(OPENER), 'messaging.message.id': expect.any(String) });
    });

    it('is of processes that say how they stand', () => {
      expect(readiness).toMatchObject({ ok: true, degraded: [], checks: { hubs: { ok: true } } });
      for (const participant of [OPENER, COUNTERPART]) expect(scraped).toContain(`\ntongban_client_online{participant="${participant}"} 1\n`);
      expect(metricsInUse().filter((name) => METRICS[name as MetricName]?.at === 'province' && !scraped.includes(`\n${name}{`))).toEqual([]);
    });

    it('says nothing of what a message says', () => {
      const values = WALK.messages.slice(0, 1).flatMap(({ open, personal }) => [...Object.values(open), ...Object.values(personal)]).filter((value): value is string => typeof value === 'string' && value.length >= 6 && !/^\d{6}$/.test(value));
      expect(values.length).toBeGreaterThan(3);
      const everything = receiver().everything;
      expect(values.filter((value) => everything.includes(value))).toEqual([]);
    });
  });
}
