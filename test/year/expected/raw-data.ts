import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawFlow, RawRules } from './story';

const PACKAGE = join(__dirname, '../../../packages/catalogue');
const read = <T>(path: string): T => JSON.parse(readFileSync(join(PACKAGE, path), 'utf8')) as T;

/** Flows by id, each with the messages it shares with the others. */
export function rawFlows(): ReadonlyMap<string, RawFlow> {
  const { records, commonMessages } = read<{ readonly records: readonly RawFlow[]; readonly commonMessages: RawFlow['messages'] }>('data/case-flows.json');
  return new Map(records.map((flow) => [flow.flowId, { ...flow, messages: [...flow.messages, ...commonMessages] }]));
}

export const rawRules = (): RawRules => read('rules/alarms.json');
