import { type DryRunPage, TongbanError, encode, v1 } from '@tongban/contracts';
import { DryRunTally, type Flow, artefactVersion } from '@tongban/domain';
import { type Walk, walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, base } from '../../test/home-hub';
import { type CaseLogs, DryRun, type LoggedEntry } from './dry-run';
import { readDryRunQuery } from './read-query';

const [UNE, REFUSED, ARCHIVE] = [walk('F-UNE.normal'), walk('F-UNE.refusal'), walk('F-ARC.normal')];
const DIGEST = 'd'.repeat(64);
const DRAFT = { owner: 'nat', draftId: 'next-edition', digest: DIGEST };
const NOW = '2026-06-30T09:00:00+08:00';

/** A draft of the unemployment flow, in which a limit is one working day and a form must name its batch. */
function draftText() {
  const flow = structuredClone(base.flows.get(UNE.flow)) as unknown as { deadlines: { id: string; value: number }[]; messages: { messageId: string; fields: object[] }[] } & Flow;
  flow.deadlines.find(({ id }) => id === 'D-S03')!.value = 1;
  flow.messages.find(({ messageId }) => messageId === 'UNE-FORM')!.fields.push({ id: 'fund_batch', zh: '批次', en: 'Batch', type: 'string', required: true, personalData: false });
  return { artefacts: [artefactVersion({ kind: 'flow', id: UNE.flow }, '2.0', flow)], effectiveFrom: '2026-07-01T00:00:00+08:00' };
}

/** Cases that were played at a home hub, side by side in one stream. */
class PlayedLogs implements CaseLogs {
  readonly entries: LoggedEntry[] = [];
  async play(walks: readonly Walk[]): Promise<void> {
    const hubs = await Promise.all(walks.map(async (one) => {
      const hub = new HomeHub(one, new Standards());
      expect(new Set(await hub.play(one.messages))).toEqual(new Set(['REGISTERED']));
      return hub;
    }));
    for (let at = 0; hubs.some(({ log }) => at < log.entries.length); at++) {
      for (const { caseNo, log } of hubs) if (log.entries[at]) this.entries.push({ caseNo, data: log.entries[at]!.data, sequence: this.entries.length + 1 });
    }
  }
  years = async (from: string) => (from <= '2026' ? [{ year: '2026', first: 1, last: this.entries.length }] : []);
  part = async (_year: string, from: number, max: number) => ({ entries: this.entries.slice(from - 1, from - 1 + max), more: from - 1 + max < this.entries.length });
  log = async (caseNo: string, from: number) => this.entries.filter((entry) => entry.caseNo === caseNo && entry.sequence >= from);
}

function dryRunOn(logs: CaseLogs, { realMs = () => 0, text = draftText() }: { readonly realMs?: () => number; readonly text?: ReturnType<typeof draftText> } = {}): DryRun {
  const { catalogue } = new Standards();
  const copy = () => ({ state: { drafts: new Map([[DRAFT.draftId, { digest: DIGEST, text }]]) } });
  const hub = new HomeHub(UNE, new Standards());
  return new DryRun({ region: 'yrd', environment: 'sandbox', divisions: base.divisions, standards: { catalogue, copy } as never, releases: hub.releases, logs, now: () => NOW, realMs });
}

async function allPages(dryRun: DryRun, since = '2026-01-01'): Promise<{ tally: DryRunTally; pages: DryRunPage[] }> {
  const tally = new DryRunTally();
  const pages: DryRunPage[] = [];
  for (let after: string | undefined; pages.length === 0 || after !== undefined; after = pages.at(-1)!.next) {
    const query = readDryRunQuery(asked({ draft: DRAFT, since, ...(after !== undefined && { after }) }));
    pages.push(await dryRun.page(query));
    tally.add(pages.at(-1)!);
  }
  return { tally, pages };
}
const asked = (query: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(query)) });

describe('the home cases of a hub under a draft', () => {
  const logs = new PlayedLogs();
  beforeAll(() => logs.play([UNE, REFUSED, ARCHIVE, UNE]));

  it('are counted by reason and participant', async () => {
    const { tally, pages } = await allPages(dryRunOn(logs));
    expect(pages).toMatchObject([{ region: 'yrd', at: NOW, items: expect.arrayContaining([UNE.item]), done: logs.entries.length, total: logs.entries.length }]);
    expect(tally.counts).toEqual({ cases: 3, untouched: 1, messages: 21, passed: 11, rejected: 2, returned: 0, notEvaluated: 8, late: 3 });
    expect(tally.rows).toEqual(expect.arrayContaining([
      { finding: 'rejected', participant: '510000', item: UNE.item, reason: 'field.required', message: 'UNE-FORM', path: 'fund_batch', count: 2 },
      expect.objectContaining({ finding: 'late', participant: '310000', reason: 'D-S03', count: 3, before: 0 }),
      { finding: 'not-evaluated', participant: '310000', item: UNE.item, reason: 'follows-divergence', count: 6 },
    ]));
    expect(JSON.stringify(pages)).not.toMatch(/测试甲|31000019000101108X|-20260302-/);
  });

  it('come to the same in pages that end early, each further than the one before', async () => {
    let ms = 0;
    const { tally, pages } = await allPages(dryRunOn(logs, { realMs: () => (ms += 2_000) }));
    const whole = await allPages(dryRunOn(logs));
    expect([tally.counts, tally.rows]).toEqual([whole.tally.counts, whole.tally.rows]);
    expect(pages.length).toBeGreaterThan(3);
    for (const [at, { done }] of pages.entries()) if (at > 0) expect(done).toBeGreaterThan(pages[at - 1]!.done);
  });

  it('before the day that is given are left out', async () => expect((await allPages(dryRunOn(logs), '2026-03-03')).tally.counts).toMatchObject({ cases: 0, untouched: 0, messages: 0 }));

  it('are not read at all when the draft touches none of their items', async () => {
    const { artefacts: [flow] } = draftText();
    const text = { ...draftText(), artefacts: [artefactVersion(flow!, '2.0', base.flows.get(UNE.flow))] };
    const { pages, tally } = await allPages(dryRunOn({ ...logs, years: logs.years, part: () => Promise.reject(new Error('it was read')) }, { text }));
    expect([pages[0]?.items, tally.counts.cases, tally.counts.untouched]).toEqual([[], 0, 0]);
  });

  it('that cannot be read to their end are told as not evaluated, whole', async () => {
    const broken = new PlayedLogs();
    await broken.play([UNE]);
    broken.entries.splice(3, 1);
    expect((await allPages(dryRunOn(broken))).tally.counts).toMatchObject({ cases: 1, messages: 8, passed: 3, notEvaluated: 5 });
  });

  it('are replayed for so many askers at a time', async () => {
    const dryRun = dryRunOn(logs);
    const asking = Array.from({ length: 5 }, () => dryRun.page(readDryRunQuery(asked({ draft: DRAFT, since: '2026-01-01' }))).then(() => 'answered', (error: TongbanError) => error.code));
    expect((await Promise.all(asking)).sort()).toEqual(['answered', 'answered', 'answered', 'answered', 'hub.busy']);
  });

  it.each<[string, object, string]>([
    ['a draft that another hub owns and that is not here yet', { draftId: 'other' }, 'standard.not-current'], ['another text of it', { digest: 'e'.repeat(64) }, 'standard.not-current'],
    ['a draft of its own that is not there', { owner: 'yrd', draftId: 'other' }, 'draft.unknown'],
  ])('are not replayed under %s', async (_what, change, code) => {
    await expect(dryRunOn(logs).page(readDryRunQuery(asked({ draft: { ...DRAFT, ...change }, since: '2026-01-01' })))).rejects.toMatchObject({ code });
  });

  it('a query tells every fault at once', () => {
    const faults = (query: unknown): string[] => {
      try {
        readDryRunQuery(asked(query));
        return [];
      } catch (error) {
        return [(error as TongbanError).code, ...(error as TongbanError).faults.map(({ path }) => path)];
      }
    };
    expect(faults({ draft: { owner: 'moon', draftId: '', digest: 'x' }, since: '2026-02-30', after: 'x' })).toEqual(['query.invalid', 'draft.owner', 'draft.draftId', 'draft.digest', 'since', 'after']);
    expect(faults(null)[0]).toBe('query.invalid');
    expect(faults({ draft: DRAFT, since: '2026-01-01' })).toEqual([]);
  });
});
