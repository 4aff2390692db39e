import { consumers, streams, subjects } from '@tongban/contracts';
import { exposition } from '@tongban/telemetry';
import { consumerKind, countQuery, countSettlement } from './count-handled';

const lines = async (): Promise<string[]> => (await exposition()).split('\n');
const message = (subject: string, stream: string, consumer: string) => ({ subject, stream, consumer, data: new Uint8Array(), headers: {}, streamSequence: 1, storedAt: '2026-03-02T00:00:00.000Z' });

describe('what is counted', () => {
  it.each([[consumers.lane('3of8'), 'lane'], [consumers.lane('00'), 'lane'], [consumers.participant('310000'), 'participant'], [consumers.source('yrd'), 'source'], [consumers.dispatcher, 'dispatcher']])('of the consumer %s is counted as %s', (name, kind) =>
    expect(consumerKind(name)).toBe(kind));

  it('of a message that was handled: its kind, how it ended, how long it took, and whose it was', async () => {
    const subject = subjects.submit('sandbox', 'yrd', '310000', 'yrd', 'message');
    countSettlement({ outcome: 'handled', message: message(subject, streams.submit('310000'), consumers.border), attempt: 1, tookMs: 40 });
    countSettlement({ outcome: 'retried', message: message(subject, streams.submit('310000'), consumers.border), attempt: 1, tookMs: 4, code: 'hub.unreachable' });
    const told = await lines();
    expect(told).toContain('tongban_messages_handled_total{consumer="border",kind="message",outcome="handled",code=""} 1');
    expect(told).toContain('tongban_messages_handled_total{consumer="border",kind="message",outcome="retried",code="hub.unreachable"} 1');
    expect(told).toContain('tongban_message_handling_seconds_sum{consumer="border",kind="message",outcome="handled"} 0.04');
    expect(told).toContain('tongban_submissions_total{participant="310000",kind="message"} 1');
  });

  it('never is what a participant made up', async () => {
    const made = subjects.submit('sandbox', 'yrd', '310000', 'yrd', 'message').replace(/message$/, 'zhangsan');
    countSettlement({ outcome: 'parked', message: message(made, streams.submit('310000'), consumers.border), attempt: 1, tookMs: 1, code: 'message.malformed' });
    const told = await lines();
    expect(told).toContain('tongban_messages_handled_total{consumer="border",kind="other",outcome="parked",code="message.malformed"} 1');
    expect(told.join('\n')).not.toContain('zhangsan');
  });

  it('of a query is its name, not who asked', async () => {
    countQuery({ subject: subjects.query('sandbox', 'yrd', '310000', 'case-next'), tookMs: 2 });
    countQuery({ subject: subjects.service('sandbox', 'yrd', 'cases.show'), tookMs: 2 });
    const told = await lines();
    expect(told).toContain('tongban_queries_total{query="case-next",outcome="answered",code=""} 1');
    expect(told).toContain('tongban_queries_total{query="cases.show",outcome="answered",code=""} 1');
  });
});
