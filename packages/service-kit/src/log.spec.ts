import { handled } from '@tongban/telemetry';
import { createLogger } from './log';

const CAME = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
const span = () => ({ operation: 'process' as const, destination: 'x' });

describe('a log line', () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('hub', 'info', { region: 'yrd' }, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  beforeEach(() => lines.splice(0));

  it('has the case and the trace of the message that is handled, through whatever the handler awaits', async () => {
    await handled({ caseNo: 'C-1', trace: CAME }, span, async () => {
      await new Promise(setImmediate);
      log.warn({ code: 'hub.unreachable' }, 'message not handled');
    });
    expect(lines).toMatchObject([{ level: 'warn', name: 'hub', region: 'yrd', caseNo: 'C-1', trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', code: 'hub.unreachable', msg: 'message not handled' }]);
  });

  it('keeps the case that its writer names', async () => {
    await handled({ caseNo: 'C-1' }, span, async () => log.info({ caseNo: 'C-2' }, 'another'));
    expect(lines).toMatchObject([{ caseNo: 'C-2' }]);
  });

  it('of two messages that are handled side by side says its own', async () => {
    await Promise.all(['C-1', 'C-2'].map((caseNo) => handled({ caseNo }, span, async () => {
      await new Promise(setImmediate);
      log.info({ about: caseNo }, 'handled');
    })));
    expect(lines.map(({ about, caseNo }) => [about, caseNo])).toEqual([['C-1', 'C-1'], ['C-2', 'C-2']]);
  });

  it('says neither where nothing is handled, and never what a message says', () => {
    log.info({ data: '张三', message: { personal: { name: '张三' } } }, 'ready');
    expect(lines).toHaveLength(1);
    expect(Object.keys(lines[0]!)).not.toEqual(expect.arrayContaining(['caseNo']));
    expect(lines[0]).not.toHaveProperty('trace_id');
    expect(JSON.stringify(lines)).not.toContain('张三');
  });
});
