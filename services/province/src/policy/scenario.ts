/**
 * What a reference province is to do with a case, named by the kind of message that makes it special. Like the test card
 * numbers of a payment sandbox it stands in the opener's own case number: `REF-<SCENARIO>-<anything>`, e.g. `REF-RETURN-17`.
 */
export const SCENARIOS = ['normal', 'supplement', 'return', 'refusal', 'withdrawal'] as const;
export type Scenario = (typeof SCENARIOS)[number];

const CONVENTION = /^REF-([A-Z]+)-/;

/** The scenario of a case by the local case number of its first message; anything else is `normal`. */
export function scenarioOf(localCaseNo: string | undefined): Scenario {
  const word = CONVENTION.exec(localCaseNo ?? '')?.[1]?.toLowerCase();
  return SCENARIOS.find((scenario) => scenario === word) ?? 'normal';
}

export const localCaseNoFor = (scenario: Scenario, number: number | string): string => `REF-${scenario.toUpperCase()}-${number}`;
