import { METRICS, type MetricName } from './metric-names';

/** Prometheus' own rules of names, and ours about what a label may be. */
describe.each(Object.keys(METRICS) as MetricName[])('%s', (name) => {
  const { type, labels, help } = METRICS[name];
  it('is named as its type asks', () => {
    expect(name).toMatch(/^tongban_[a-z]+(?:_[a-z]+)*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(name).not.toMatch(/_(?:ms|milliseconds|minutes|days|kb|mb|percent)(?:_|$)/);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
  });
  it('has labels that are bounded', () => {
    for (const label of labels) expect(label).toMatch(/^[a-z]+$/);
    expect(labels.filter((label) => /case|message_?id|^id$|login|name|trace|subject|^region$|^job$|^instance$/.test(label))).toEqual([]);
    // A pair of participants is a thousand series: too many for each bucket of a histogram.
    if (type !== 'counter') expect(labels.includes('sender' as never) && labels.includes('recipient' as never)).toBe(false);
    expect(help.length).toBeGreaterThan(10);
  });
});
