import { AccountsFile } from '@tongban/operator';
import type { CaseDocument, CaseListDocument, CaseRow } from '@tongban/contracts';
import type { Browser, Page } from 'playwright-core';
import type { ShownFailure, ShownFailures } from '../../services/console/src/documents';
import { openBrowser } from '../browser/browser';
import { ConsoleClient } from '../browser/console-client';
import { consoleOf } from '../harness/console-of';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';

/**
 * What operators of other consoles have asked for longest, each by its number in the list this project began with. Others of the ten are tried where their subject is: 1 (edit and retry that is safe) and 2 (batches with a rate and a stop) in console.ts,
 * 4 (tell me, do not make me look) in services/cases/test/alerts.int-spec.ts.
 */
export function describeWishes(environment: () => TestEnvironment): void {
  describe('what operators of other consoles wish for', () => {
    let accounts: AccountsFile;
    let url: string;
    let operator: ConsoleClient;
    let browser: Browser;
    let page: Page;
    let failure: { readonly region: string; readonly sequence: number };

    const windowOf = async (login: string, password: string): Promise<Page> => {
      const opened = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' })).newPage();
      await opened.goto(`${url}/auth/sign-in?to=/`);
      await opened.fill('#login', login);
      await opened.fill('#password', password);
      await opened.click('button[type=submit]');
      await opened.getByRole('heading', { level: 1 }).waitFor();
      return opened;
    };

    beforeAll(async () => {
      const { setup } = environment();
      accounts = new AccountsFile(setup.layout.root, setup.file.environment);
      url = await consoleOf(environment());
      operator = new ConsoleClient(url);
      const password = await accounts.add({ login: 'wishing', name: 'Wishing', roles: ['operator'], scope: null });
      expect(await operator.signIn('wishing', password, '/cases')).toBe('/cases');
      browser = await openBrowser();
      page = await windowOf('wishing', password);
      const { caseNo } = (await operator.json<CaseListDocument>('cases?limit=1&closed=true')).rows[0]!;
      await (await environment().raw('310000')).submit(Buffer.from('no receipts, for the wishes'), 'yrd', 'receipts');
      failure = await eventually('something failed', async () => (await operator.json<ShownFailures>('failures?region=yrd&code=message.malformed')).rows[0]);
      expect(caseNo).toMatch(/^\d{6}-/);
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await operator.ask(`failures/${failure.region}/${failure.sequence}/discard`, { method: 'POST', body: { reason: '测试结束' } });
      await environment().local.stopProcess('console');
    });

    it('3: the right target is there before a retry, and the first place of the failure is kept', async () => {
      const before = await operator.json<ShownFailure>(`failures/yrd/${failure.sequence}`);
      expect(before.target).toMatchObject({ stream: 'SUBMIT_310000', consumer: 'border', here: true });
      const { body } = await operator.ask(`failures/yrd/${failure.sequence}/retry`, { method: 'POST', body: {} });
      expect(body).toMatchObject({ state: 'open', target: before.target, code: before.code, failedAt: before.failedAt, streamSequence: before.streamSequence });
    });

    it('5: a failure leads to its case with its flow, and back to where one came from', async () => {
      await page.goto(`${url}/cases?closed=true`);
      await page.locator('a[href^="/cases/"]').first().click();
      await page.getByRole('heading', { level: 1, name: /^\d{6}-\d{8}-/ }).waitFor();
      await page.locator('svg').filter({ hasText: /\S/ }).first().waitFor();
      await page.goBack();
      await page.locator('a[href^="/cases/"]').first().waitFor();
      expect(new URL(page.url()).search).toContain('closed=true');
    });

    it('6: only what failed, by filters in the address; and filters of cases that are kept under a name', async () => {
      await page.goto(`${url}/failures?region=yrd&code=message.malformed`);
      await page.getByText('message.malformed').first().waitFor();
      await page.goto(`${url}/cases?closed=true`);
      await page.getByRole('button', { name: '存为筛选' }).click();
      await page.getByLabel('名称').fill('已办结的');
      await page.getByRole('button', { name: '保存', exact: true }).click();
      await page.goto(`${url}/cases`);
      await page.getByRole('link', { name: '已办结的' }).click();
      await eventually('the filter is set again', async () => new URL(page.url()).search.includes('closed=true') || undefined);
    });

    it('7: business keys in lists and details, the whole result as a file, and what is still to come', async () => {
      const { rows, total } = await operator.json<CaseListDocument>('cases?limit=500&count=true');
      for (const { caseNo, itemCode, opener, counterpart } of rows) expect([caseNo, itemCode, opener, counterpart].every((key) => key.length > 0)).toBe(true);
      const { text, type } = await operator.text('case-export');
      const exported = text.trim().split('\n').map((line) => JSON.parse(line) as CaseRow);
      expect(type).toContain('application/x-ndjson');
      expect(exported.map(({ caseNo }) => caseNo).sort()).toEqual([...new Set(exported.map(({ caseNo }) => caseNo))].sort());
      expect(exported).toHaveLength(total!);
      const running = rows.find(({ nextDue }) => nextDue !== undefined);
      if (running !== undefined) expect((await operator.json<CaseDocument>(`cases/${running.caseNo}`)).deadlines.some(({ dueOn }) => dueOn === running.nextDue!.on)).toBe(true);
    });

    it('8: content decoded by the schema it was sent under; and where it cannot be, its id, headers and size', async () => {
      const broken = await operator.json<ShownFailure>(`failures/yrd/${failure.sequence}`);
      expect(broken).toMatchObject({ undecodable: expect.any(String), size: Buffer.byteLength('no receipts, for the wishes'), digest: expect.stringMatching(/^[0-9a-f]{64}$/), headers: expect.any(Object), subject: expect.stringContaining('310000') });
      const all = await operator.json<ShownFailures>('failures?state=any&limit=500');
      const readable = all.rows.find(({ kind, undecodable, messageType }) => kind === 'message' && undecodable === undefined && messageType !== undefined);
      if (readable !== undefined) expect((await operator.json<ShownFailure>(`failures/${readable.region}/${readable.sequence}`)).template).toMatchObject({ message: readable.messageType, fields: expect.any(Object) });
    });

    it('9: Beijing time with its offset, or UTC for everybody in the call', async () => {
      await page.goto(`${url}/failures?region=yrd`);
      const shown = async (): Promise<string> => (await page.locator('time').first().innerText()).trim();
      await page.locator('time').first().waitFor();
      const beijing = await shown();
      await page.evaluate("localStorage.setItem('tongban.console.settings', JSON.stringify({ zone: 'UTC' }))");
      await page.reload();
      await page.locator('time').first().waitFor();
      expect(await shown()).not.toBe(beijing);
      await page.evaluate("localStorage.removeItem('tongban.console.settings')");
    });

    it('10: offices, signing in and the trail of acts come with it, and what one may not read is not there to be clicked', async () => {
      const auditor = await windowOf('wishing-auditor', await accounts.add({ login: 'wishing-auditor', name: 'Auditor', roles: ['auditor'], scope: null }));
      const menu = auditor.getByRole('navigation').first();
      await menu.waitFor();
      expect(await auditor.getByRole('link', { name: '审计' }).count()).toBeGreaterThan(0);
      for (const hidden of ['办件', '失败', '标准']) expect(await auditor.getByRole('link', { name: hidden, exact: true }).count()).toBe(0);
      expect(await auditor.evaluate<number>("fetch('/api/v1/cases').then(({ status }) => status)")).toBe(403);
      await auditor.context().close();
    });
  });
}
