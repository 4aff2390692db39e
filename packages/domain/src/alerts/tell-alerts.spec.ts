import { type AlertLogState, type AlertStep, EMPTY_ALERT_LOG, foldAlert } from './alert-log-state';
import { type TellingPace, tellingDue } from './tell-alerts';

const PACE: TellingPace = { groupMs: 10_000, repeatMs: 600_000, claimMs: 60_000, againMs: 2_000, againMaxMs: 8_000 };
const CHANNEL = 'webhook';
const raised = (number: number, atMs: number, about = 'jjj'): AlertStep => ({ event: 'raised', number, ruleId: 'link', about, atMs });
const recovered = (number: number, alert: number, atMs: number): AlertStep => ({ event: 'recovered', number, alert, atMs });
const acknowledged = (number: number, alert: number, atMs: number): AlertStep => ({ event: 'acknowledged', number, alert, atMs });
const told = (event: 'sending' | 'sent' | 'unsent', number: number, upTo: number, atMs: number): AlertStep => ({ event, number, channel: CHANNEL, upTo, atMs });

const after = (steps: readonly AlertStep[]): AlertLogState => steps.reduce(foldAlert, EMPTY_ALERT_LOG);
const due = (steps: readonly AlertStep[], nowMs: number) => tellingDue(after(steps), after(steps).channels.get(CHANNEL), steps, PACE, nowMs);
const NOTHING = { raised: [], recovered: [], acknowledged: [], passed: [], still: [] };

describe('what a receiver is told, and when', () => {
  it('is nothing while nothing happened', () => expect(due([], 1e9)).toBeUndefined());
  it('waits a moment for what belongs together, and then tells all of it at once', () => {
    const steps = [raised(1, 0), raised(2, 4_000, 'gba'), raised(3, 9_000, 'nat')];
    expect(due(steps, 9_999)).toBeUndefined();
    expect(due(steps, 10_000)).toEqual({ ...NOTHING, upTo: 3, raised: [1, 2, 3] });
  });
  it('calls nobody for what came and went meanwhile', () => expect(due([raised(1, 0), recovered(2, 1, 5_000)], 10_000)).toEqual({ ...NOTHING, upTo: 2, passed: [1] }));
  it('is what came after the last that was told', () =>
    expect(due([raised(1, 0), told('sending', 2, 1, 10_000), told('sent', 3, 1, 10_100), recovered(4, 1, 20_000), raised(5, 21_000, 'gba')], 30_000)).toEqual({ ...NOTHING, upTo: 5, raised: [5], recovered: [1] }));
  it('says that somebody has it in hand', () =>
    expect(due([raised(1, 0), told('sent', 2, 1, 10_100), acknowledged(3, 1, 20_000)], 30_000)).toEqual({ ...NOTHING, upTo: 3, acknowledged: [1] }));
  it('is repeated while nobody has it in hand', () => {
    const steps = [raised(1, 0), told('sent', 2, 1, 10_000)];
    expect(due(steps, 609_999)).toBeUndefined();
    expect(due(steps, 610_000)).toEqual({ ...NOTHING, upTo: 2, still: [1] });
    expect(due([...steps, acknowledged(3, 1, 11_000), told('sent', 4, 3, 22_000)], 2e6)).toBeUndefined();
  });
  it('is left to whoever has begun, until they are gone', () => {
    const steps = [raised(1, 0), told('sending', 2, 1, 10_000)];
    expect(due(steps, 69_999)).toBeUndefined();
    expect(due(steps, 70_000)).toMatchObject({ raised: [1] });
  });
  it.each([[1, 2_000], [2, 4_000], [3, 8_000], [9, 8_000]])('is tried again after %d failures in a row within %d ms, with what came meanwhile', (failures, waitMs) => {
    const steps = [raised(1, 0), ...Array.from({ length: failures }, (_, at) => told('unsent', 2 + at, 1, 10_000)), raised(20, 10_001, 'gba')];
    expect(due(steps, 9_999 + waitMs)).toBeUndefined();
    expect(due(steps, 10_000 + waitMs)).toMatchObject({ raised: [1, 20] });
  });
});

describe('the log of alerts', () => {
  it('keeps the first of two that raised the same', () => expect([...after([raised(1, 0), raised(2, 1)]).open.keys()]).toEqual([1]));
  it('takes what is over for over, whoever had it in hand', () => expect(after([raised(1, 0), acknowledged(2, 1, 1), recovered(3, 1, 2), acknowledged(4, 1, 3)]).open.size).toBe(0));
  it('raises the same again once it is over', () => expect([...after([raised(1, 0), recovered(2, 1, 1), raised(3, 2)]).open.keys()]).toEqual([3]));
});
