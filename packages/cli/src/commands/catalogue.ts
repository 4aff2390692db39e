import { type Command, Option } from 'commander';
import type { Catalogue } from '@tongban/catalogue';
import { TongbanError } from '@tongban/contracts';
import { reference } from '@tongban/operator';
import { type Session, handle, textOption } from '../command-action';
import type { CommandResult } from '../outcome';
import type { View, Worded } from '../view';
import { codeWords, limitWords } from '../wording';
import { showDivision, showFlow, showItem, showStandard } from './catalogue-records';

const KINDS = ['items', 'standards', 'flows', 'divisions'] as const;
type Kind = (typeof KINDS)[number];

/** `catalogue list` and `catalogue show ID`: the reference data this build works with. */
export function registerCatalogue(program: Command, session: Session): void {
  const catalogue = program.command('catalogue').description('事项、标准、流程、区划目录 / items, standards, flows, divisions');
  handle(catalogue.command('list').description('列出 / list').addOption(new Option('--kind <kind>', '种类 / kind').choices(KINDS).default('items')),
    session, (_given, options) => listed(reference(), textOption(options, 'kind') as Kind));
  handle(catalogue.command('show').description('按编码查看 / show by id').argument('<id>', '事项、标准、流程或区划编码 / id of an item, standard, flow or division'),
    session, ([id]) => shown(reference(), id ?? ''));
}

interface Column { readonly id: string; readonly heading: Worded; readonly cell?: (value: unknown, view: View) => string }
const column = (id: string, zh: string, en: string, cell?: Column['cell']): Column => ({ id, heading: { zh, en }, ...(cell && { cell }) });
const asCode: Column['cell'] = (value, view) => view.words(codeWords(String(value ?? '')));

const COLUMNS: Record<Kind, readonly Column[]> = {
  items: [
    column('itemCode', '事项编码', 'item'), column('name', '名称', 'name'), column('category', '类别', 'category'),
    column('limit', '办理时限', 'limit', (value, view) => view.words(value as Worded)), column('flow', '流程', 'flow', asCode),
  ],
  standards: [column('id', '标识', 'id'), column('number', '编号', 'number'), column('name', '名称', 'name'), column('kind', '种类', 'kind', asCode), column('tier', '层级', 'tier', asCode), column('status', '状态', 'status', asCode)],
  flows: [column('flowId', '流程', 'flow'), column('name', '名称', 'name'), column('items', '事项数', 'items'), column('entries', '入口', 'entries'), column('messages', '消息', 'messages'), column('deadlines', '时限', 'deadlines')],
  divisions: [column('code', '代码', 'code'), column('name', '名称', 'name'), column('region', '区域枢纽', 'regional hub'), column('participant', '参与方', 'participant', (value, view) => (value ? view.say('是', 'yes') : view.say('否', 'no')))],
};

/** Rows as `--json` gives them; `zh` and `en` are the name. */
const ROWS: Record<Kind, (catalogue: Catalogue) => readonly (Worded & Readonly<Record<string, unknown>>)[]> = {
  items: (catalogue) => [...catalogue.items.values()].map(({ itemCode, zh, en, category, processingLimit }) => {
    const flow = catalogue.itemFlow(itemCode);
    return { itemCode, zh, en, category, limit: limitWords(processingLimit.value, processingLimit.unit), limitKind: processingLimit.kind, flow: typeof flow === 'string' ? flow : flow.flowId };
  }),
  standards: ({ standards }) => [...standards.values()].map(({ id, number, zh, en, kind, tier, status }) => ({ id, number, zh, en, kind, tier, status })),
  flows: ({ flows }) => [...flows.values()].map(({ flowId, zh, en, itemCodes, entries, messages, deadlines }) =>
    ({ flowId, zh, en, items: itemCodes.length, entries: entries.length, messages: messages.length, deadlines: deadlines.length })),
  divisions: ({ divisionRecords, divisions }) => divisionRecords.map(({ code, zh, en, hubParticipant }) =>
    ({ code, zh, en, participant: hubParticipant, region: hubParticipant ? divisions.regionOf(code) : null })),
};

function listed(catalogue: Catalogue, kind: Kind): CommandResult {
  const rows = ROWS[kind](catalogue);
  return {
    document: { version: catalogue.version, digest: catalogue.digest, kind, rows },
    human: (view) => {
      const cells = rows.map((row) => COLUMNS[kind].map(({ id, cell }) => (id === 'name' ? view.words(row) : cell ? cell(row[id], view) : String(row[id] ?? ''))));
      return `${view.table(COLUMNS[kind].map(({ heading }) => heading), cells)}\n${view.colours.dim(view.say(`共${rows.length}条，目录版本 ${catalogue.version}`, `${rows.length} rows, catalogue ${catalogue.version}`))}`;
    },
  };
}

function shown(catalogue: Catalogue, id: string): CommandResult {
  const item = catalogue.items.get(id);
  if (item) return showItem(catalogue, item);
  const standard = catalogue.standards.get(id) ?? [...catalogue.standards.values()].find(({ number }) => number === id);
  if (standard) return showStandard(catalogue, standard);
  const flow = catalogue.flows.get(id);
  if (flow) return showFlow(flow, catalogue.dictionary);
  if (catalogue.divisions.isKnown(id)) return showDivision(catalogue, id);
  throw new TongbanError('find.nothing', `the catalogue ${catalogue.version} has no ${id}`);
}
