import { setImmediate as turn } from 'node:timers/promises';
import { runLoad } from './run-load';

/** A job that counts itself and ends a turn of the event loop later. */
function counted(failsAt = Infinity) {
  const seen = { begun: 0, inFlight: 0, inFlightMost: 0 };
  const job = async (): Promise<void> => {
    seen.begun++;
    seen.inFlight++;
    seen.inFlightMost = Math.max(seen.inFlightMost, seen.inFlight);
    await turn();
    seen.inFlight--;
    if (seen.begun >= failsAt) throw new Error('refused');
  };
  return { seen, job };
}

describe('a load', () => {
  it.each([[7, 3], [2, 8], [64, 64]])('of %d messages with %d in flight sends exactly that many, never more at once', async (messages, inFlight) => {
    const { seen, job } = counted();
    const result = await runLoad(job, { kind: 'count', messages, inFlight });
    expect(result.latenciesMs).toHaveLength(messages);
    expect(result.answeredInTime).toBe(messages);
    expect(seen).toEqual({ begun: messages, inFlight: 0, inFlightMost: Math.min(messages, inFlight) });
  });
  it('at a rate sends what is due and waits for the last answer', async () => {
    const { seen, job } = counted();
    const result = await runLoad(job, { kind: 'rate', perSecond: 500, seconds: 0.1 });
    expect(result.latenciesMs).toHaveLength(50);
    expect(seen).toMatchObject({ begun: 50, inFlight: 0 });
  });
  it('counts the time a late sender lost', async () => {
    const blocked = { done: false };
    const job = (): Promise<void> => {
      const until = performance.now() + (blocked.done ? 0 : 60);
      blocked.done = true;
      while (performance.now() < until); // the event loop stands still, and with it whoever should send the next ones
      return Promise.resolve();
    };
    const { latenciesMs } = await runLoad(job, { kind: 'rate', perSecond: 100, seconds: 0.05 });
    expect(latenciesMs.filter((ms) => ms >= 20).length).toBeGreaterThanOrEqual(4);
  });
  it.each([{ kind: 'count', messages: 10, inFlight: 2 }, { kind: 'full', seconds: 60, inFlight: 2 }, { kind: 'rate', perSecond: 100, seconds: 60 }] as const)('of kind $kind ends with the failure of a job', async (load) => {
    await expect(runLoad(counted(3).job, load)).rejects.toThrow('refused');
  });
});
