import { mainland } from '../../../test/reference-flows';
import { Play } from '../../../test/registry-play';
import { artefactVersion } from '../artefact';
import type { Release } from '../release';
import { disclosuresOf, type FormedRelease } from './disclosure-clock';

const TEXT = { id: 'S-1', zh: '标准', en: 'Standard' };
const release = (version: string, content: object, more: Partial<Release> = {}): Release =>
  ({ ...artefactVersion({ kind: 'standard', id: 'S-1' }, version, content), publishedNo: 1, approvers: [], suspensions: [], ...more });
const formed = (version: string, formedOn: string, content: object = {}, more: Partial<Release> = {}): FormedRelease => ({ release: release(version, { ...TEXT, ...content }, more), formedOn });
const corrigendum = (from: string): Partial<Release> => ({ derivation: { kind: 'corrigendum', from } });
const on = (today: string, ...all: FormedRelease[]) =>
  disclosuresOf(all, mainland, today, `${today}T12:00:00+08:00`).map(({ version, status, dueOn, recordedBy }) => [version, status, dueOn, ...(recordedBy === undefined ? [] : [recordedBy])]);

/** 2026-03-02 is a Monday without a holiday in the four weeks after it. */
const FORMED = '2026-03-02';
const DUE = '2026-03-30';

describe('the disclosure clock (T8-C2)', () => {
  it.each([['2026-03-02', 'waiting'], [DUE, 'waiting'], ['2026-03-31', 'late']])('on %s what was formed four weeks before its due date is %s', (today, status) =>
    expect(on(today, formed('1.1', FORMED))).toEqual([['1.1', status, DUE]]));

  it('counts working days: the Spring Festival moves the due date', () => expect(on('2026-02-12', formed('1.1', '2026-02-11'))).toEqual([['1.1', 'waiting', (mainland.addWorkingDays('2026-02-11', 20) as { date: string }).date]]));

  it.each([['2026-03-30', 'disclosed'], ['2026-03-31', 'disclosed-late']])('what says it was disclosed on %s is %s', (disclosedOn, status) =>
    expect(on('2026-06-01', formed('1.1', FORMED, { disclosedOn, disclosureUrl: 'https://example.test/s-1' }))).toEqual([['1.1', status, DUE]]));

  it('a date before it was formed is that of an earlier text, and one to come is a plan', () => {
    expect(on('2026-04-01', formed('1.1', FORMED, { disclosedOn: '2026-03-01' }))).toEqual([['1.1', 'late', DUE]]);
    expect(on('2026-03-10', formed('1.1', FORMED, { disclosedOn: '2026-03-11' }))).toEqual([['1.1', 'waiting', DUE]]);
  });

  it('a corrigendum that records it ends the clock of what it patches, and has none of its own', () => {
    const recorded = [formed('1.1', FORMED), formed('1.2', '2026-05-06', { disclosedOn: '2026-03-20', disclosureUrl: 'https://example.test/s-1' }, corrigendum('1.1'))];
    expect(on('2026-06-01', ...recorded)).toEqual([['1.1', 'disclosed', DUE, '1.2']]);
    const twice = [...recorded, formed('1.3', '2026-05-07', { disclosedOn: '2026-03-20', disclosureUrl: 'https://example.test/moved' }, corrigendum('1.2'))];
    expect(on('2026-06-01', ...twice)).toEqual([['1.1', 'disclosed', DUE, '1.2']]);
  });

  it('a corrigendum that changes the text has to be disclosed too', () => {
    const changed = [formed('1.1', FORMED, { disclosedOn: '2026-03-20' }), formed('1.2', '2026-05-06', { en: 'Corrected', disclosedOn: '2026-03-20' }, corrigendum('1.1'))];
    expect(on('2026-05-07', ...changed)).toEqual([['1.1', 'disclosed', DUE], ['1.2', 'waiting', (mainland.addWorkingDays('2026-05-06', 20) as { date: string }).date]]);
  });

  it('stops for what was withdrawn', () => expect(on('2026-04-01', formed('1.1', FORMED, {}, { withdrawnAt: '2026-03-20T09:00:00+08:00' }))).toEqual([]));

  it('never guesses beyond the calendar', () => {
    const [[, status, dueOn]] = on('2027-03-01', formed('1.1', '2026-12-20')) as [[string, string, string]];
    expect([status, dueOn > '2026-12-31']).toEqual(['calendar-not-covered', true]);
  });

  it('begins with the publication, which the registry remembers', () => {
    const play = new Play();
    play.publish('1.1');
    expect(play.state.drafts.get('draft-1.1')).toMatchObject({ publishedAt: play.now });
  });
});
