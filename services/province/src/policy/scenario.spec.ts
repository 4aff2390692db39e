import { SCENARIOS, localCaseNoFor, scenarioOf } from './scenario';

describe('the scenario of a case', () => {
  it.each(SCENARIOS)('%s is read from the number made for it', (scenario) => expect(scenarioOf(localCaseNoFor(scenario, 7))).toBe(scenario));
  it.each([undefined, '', 'SH-2026-1', 'REF-', 'REF-UNKNOWN-1', 'REF-RETURN', 'ref-return-1', 'XREF-RETURN-1'])('%s is normal', (number) => {
    expect(scenarioOf(number)).toBe('normal');
  });
});
