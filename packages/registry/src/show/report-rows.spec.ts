import { type StandardsRows, type StandardsSection, decode, encode, v1 } from '@tongban/contracts';
import { EFFECTIVE, ITEM, NOW, OwnerLog, base, directory } from '../../test/owner-log';
import { StandardsBook } from '../standards-book';
import { answerStandardsQuery } from './answer-standards-query';

const STANDARD = base.standards.get('RSTH-2019-113')!;
const REF = { kind: 'standard', id: STANDARD.id } as const;
const next = (version: string, more: object = {}) => ({ ...REF, version, content: { ...STANDARD, en: `Edition ${version}`, ...more } });

async function bookOf(log: OwnerLog): Promise<StandardsBook> {
  const book = StandardsBook.of(base, directory, 'sandbox', { full: true });
  for (const bytes of log.entries) expect(await book.take('nat', bytes)).toBe('taken');
  return book;
}
function shown<S extends StandardsSection>(book: StandardsBook, section: S, filters: object = {}): readonly StandardsRows[S][] {
  const reply = answerStandardsQuery({ book, base, region: 'yrd', at: NOW }, encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify({ section, filters, limit: 500 })) }));
  return (JSON.parse(Buffer.from(decode(v1.JsonDocument, reply).json).toString()) as { rows: StandardsRows[S][] }).rows;
}

describe('the disclosure clock of what is published (T8-C2)', () => {
  const log = new OwnerLog();
  let book: StandardsBook;
  beforeAll(async () => {
    await log.publish('D-1', [next('1.1'), { kind: 'item', id: ITEM.itemCode, version: '1.1', content: { ...ITEM, en: 'Edition 1.1' } }]);
    log.now = '2026-04-02T09:00:00+08:00';
    await log.give({ type: 'draft-corrigendum', draftId: 'D-2', title: { zh: '勘误', en: 'Corrigendum' }, artefacts: [{ ...next('1.2', { en: 'Edition 1.1', disclosedOn: '2026-03-20', disclosureUrl: 'https://example.test/113' }), patches: '1.1' }], effectiveFrom: '2026-04-03T00:00:00+08:00', transitionDays: 0 });
    await log.approveBoth('D-2');
    await log.give({ type: 'publish', draftId: 'D-2' });
    book = await bookOf(log);
  });

  it('runs from the publication, for standards and items, and not for what the package ships with', () => {
    expect(shown(book, 'disclosure', { at: '2026-03-31T09:00:00+08:00' })).toMatchObject([
      { kind: 'item', id: ITEM.itemCode, version: '1.1', formedOn: '2026-03-02', dueOn: '2026-03-30', status: 'late' },
      { kind: 'standard', id: STANDARD.id, version: '1.1', formedOn: '2026-03-02', dueOn: '2026-03-30', status: 'late', owner: 'nat', limit: { value: 20, unit: 'working-day', sourceStandardIds: [STANDARD.id] } },
    ]);
  });
  it('waits before, and ends with what a corrigendum records', () => {
    expect(shown(book, 'disclosure', { at: '2026-03-30T09:00:00+08:00' }).map(({ status }) => status)).toEqual(['waiting', 'waiting']);
    expect(shown(book, 'disclosure', { at: '2026-04-03T09:00:00+08:00', kind: 'standard' })).toMatchObject([{ version: '1.1', status: 'disclosed', disclosedOn: '2026-03-20', disclosureUrl: 'https://example.test/113', recordedBy: '1.2' }]);
  });
  it('can be asked for what is late alone', () => {
    expect(shown(book, 'disclosure', { at: '2026-04-03T09:00:00+08:00', late: 'true' }).map(({ kind }) => kind)).toEqual(['item']);
    expect(shown(book, 'disclosure', { at: '2026-04-03T09:00:00+08:00', status: 'disclosed' }).map(({ kind }) => kind)).toEqual(['standard']);
    expect(shown(book, 'disclosure', { at: '2026-03-01T09:00:00+08:00' })).toEqual([]);
  });
});

describe('the register of participants (T1-C1)', () => {
  it('has all 34 with region, class and the items a case can be opened for', async () => {
    const book = await bookOf(new OwnerLog());
    const rows = shown(book, 'participants');
    expect(rows).toHaveLength(34);
    expect(rows.filter(({ faults }) => faults)).toEqual([]);
    const open = [...base.items.keys()].filter((code) => typeof base.itemFlow(code) !== 'string').sort();
    expect(rows.every(({ enabledItems }) => enabledItems.join() === open.join())).toBe(true);
    expect(shown(book, 'participants', { region: 'gba' })).toMatchObject([
      { participant: '440000', participantClass: 'mainland', mainlandHrssRulesApply: true }, { participant: '810000', participantClass: 'sar', type: 'sar', mainlandHrssRulesApply: false }, { participant: '820000', participantClass: 'sar' },
    ]);
  });
  it('knows of an item that is suspended', async () => {
    const log = new OwnerLog();
    await log.act({ action: 'suspend', targets: [{ kind: 'item', id: ITEM.itemCode, version: '1.0' }], scope: 'new-cases' });
    expect(shown(await bookOf(log), 'participants', { participant: '310000' })[0]!.enabledItems).not.toContain(ITEM.itemCode);
  });
});

describe('progress of phased targets (T1-C2)', () => {
  it('has actual, gap and trend by region and phase', async () => {
    const log = new OwnerLog();
    await log.playAll();
    const rows = shown(await bookOf(log), 'progress', { region: 'yrd', at: '2026-07-01T09:00:00+08:00' });
    expect(rows).toMatchObject([{ owner: 'nat', kind: 'item', id: ITEM.itemCode, region: 'yrd', phase: 1, by: '2026-06-30', wanted: 4, actual: 0, gap: 4, reached: false, late: true, change: 0 }]);
    expect(rows[0]!.trend).toHaveLength(4);
  });
});

describe('candidates for elevation (T3-C4)', () => {
  it('are the local and joint standards of all owners, each with its items', async () => {
    const rows = shown(await bookOf(new OwnerLog()), 'elevation');
    expect(rows.every(({ tier }) => tier === 'local' || tier === 'regional')).toBe(true);
    expect(rows.find(({ standardId }) => standardId === 'DB34-T-4048-2021')).toMatchObject({ participants: ['340000'], itemCodes: ['HRSS-SSI-0206', 'HRSS-SSI-0302'], adopters: [] });
    expect(shown(await bookOf(new OwnerLog()), 'elevation', { region: 'yrd' }).map(({ standardId }) => standardId)).toContain('DB34-T-4048-2021');
  });
});

describe('gaps of policy standards (T4-C4, T4-C5)', () => {
  it('are none in what ships with the package, and are named where an area loses its only item', async () => {
    const gapsOf = async (log: OwnerLog) => shown(await bookOf(log), 'gaps', { at: EFFECTIVE }).filter(({ gap }) => gap.startsWith('area') || gap.startsWith('item-without-l') || gap.startsWith('item-without-e'));
    expect(await gapsOf(new OwnerLog())).toEqual([]);
    const log = new OwnerLog();
    const [only, ...others] = [...base.items.values()].filter(({ nbpss }) => nbpss?.area === '优军服务保障');
    expect(others).toEqual([]);
    await log.act({ action: 'withdraw', targets: [{ kind: 'item', id: only!.itemCode, version: '1.0' }] });
    expect(await gapsOf(log)).toEqual([{ gap: 'area-without-item', id: '优军服务保障' }]);
  });
});
