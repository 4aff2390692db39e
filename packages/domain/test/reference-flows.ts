import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CalendarYear, WorkCalendar } from '../src/calendar/work-calendar';
import type { AgencySide } from '../src/flow/actors';
import type { CaseMessage, Parties } from '../src/flow/case-state';
import { compileFlow, type CompiledFlow } from '../src/flow/compile';
import type { KnownReferences } from '../src/flow/check/known';
import type { CalendarOfSide } from '../src/flow/deadlines';
import type { Fields, Flow, FlowDictionary } from '../src/flow/model';

/** The reference data as the tests of flows read them. */
const DATA = join(__dirname, '../../catalogue/data');
const load = (name: string): unknown => JSON.parse(readFileSync(join(DATA, name), 'utf8'));

interface Records<T> { readonly records: readonly T[] }
export interface WalkMessage {
  readonly as: AgencySide | 'hub'; readonly onBehalfOf?: string; readonly message: string; readonly at: string;
  readonly open: Fields; readonly personal: Fields; readonly expect?: Readonly<Record<string, string>>;
}
export interface Walk {
  readonly name: string; readonly flow: string; readonly item: string; readonly entry: string; readonly outcome: string; readonly messages: readonly WalkMessage[];
  readonly opener: { readonly division: string }; readonly counterpart: { readonly division: string };
}

const file = load('case-flows.json') as FlowDictionary & Records<Flow>;
export const dictionary: FlowDictionary = file;
export const flows: readonly Flow[] = file.records;
export const compiledFlows: ReadonlyMap<string, CompiledFlow> = new Map(flows.map((flow) => [flow.flowId, compileFlow(flow, dictionary)]));

export function compiled(id: string): CompiledFlow {
  const flow = compiledFlows.get(id);
  if (flow === undefined) throw new Error(`no flow ${id}`);
  return flow;
}

export const walks: readonly Walk[] = readdirSync(join(DATA, 'examples')).sort()
  .map((name) => ({ ...(load(join('examples', name)) as Omit<Walk, 'name'>), name }));

export const known: KnownReferences = {
  items: new Set((load('service-items.json') as Records<{ itemCode: string }>).records.map((x) => x.itemCode)),
  standards: new Set((load('standards.json') as Records<{ id: string; standardId?: string }>).records.map((x) => x.id ?? x.standardId)),
  personalNames: [
    'person_name', 'agent_name', 'delivery_name', 'contact_name', 'employer_name', 'handler', 'id_number', 'mobile', 'phone', 'address',
    'account_no', 'account_name', 'tracking_no',
  ],
};

export const mainland = new WorkCalendar({ years: (load('holidays.json') as Records<CalendarYear>).records });
export const calendars: CalendarOfSide = () => mainland;

const provinces = new Set((load('divisions.json') as Records<{ code: string }>).records.map((x) => x.code));
export function participantOf(division: string): string | undefined {
  const province = `${division.slice(0, 2)}0000`;
  return provinces.has(province) ? province : undefined;
}

export function partiesOf(opener: string, counterpart: string): Parties {
  const party = (division: string): { participant: string; division: string } => ({ participant: participantOf(division) ?? '', division });
  return { opener: party(opener), counterpart: party(counterpart) };
}

export const contextOf = (parties: Parties) => ({ parties, participantOf, calendars });

export function caseMessage(step: WalkMessage, index: number): CaseMessage {
  const { as: side, onBehalfOf, message: type, open, at: receivedAt } = step;
  return { messageId: `message-${index}`, type, side, ...(onBehalfOf !== undefined && { onBehalfOf }), open, receivedAt };
}
