import { AccountsFile } from '@tongban/operator';
import type { Browser, Page } from 'playwright-core';
import { misfits, openBrowser, seriousFindings } from '../harness/browser';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';

/** Each page with its heading in both languages. */
const PAGES = [
  ['/', '现在', 'Now'], ['/cases', '办件', 'Cases'], ['/failures', '失败', 'Failures'], ['/deadlines', '期限', 'Deadlines'], ['/standards', '标准', 'Standards'], ['/links', '参与方与链路', 'Participants and links'], ['/audit', '审计', 'Audit'],
] as const;
const LOOKS = [{ width: 1280, height: 800, language: 'zh' }, { width: 390, height: 844, language: 'en' }] as const;

/** To another page as a link leads there, without loading the application again. */
const turnTo = (page: Page, path: string): Promise<void> => page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`);
/** Axe looks at the light pages at their full width; whether things fit is measured at both. */
const wrongWith = async (page: Page, { language }: (typeof LOOKS)[number]): Promise<string[]> => [...(await misfits(page)), ...(language === 'zh' ? await seriousFindings(page) : [])];

/** The console's pages in a real Chromium. */
export function describeConsolePages(environment: () => TestEnvironment): void {
  describe("the console's pages", () => {
    let browser: Browser;
    let url: string;
    let password: string;
    const faults: string[] = [];
    let looked = false;

    /** A window of somebody who is signed in. */
    const windowOf = async ({ width, height, language }: (typeof LOOKS)[number]): Promise<Page> => {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN', colorScheme: language === 'zh' ? 'light' : 'dark' });
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
      await page.goto(`${url}/auth/sign-in?to=/`);
      if (language === 'zh' && !looked) expect(await seriousFindings(page)).toEqual([]);
      looked = true;
      await page.fill('#login', 'pages');
      await page.fill('#password', password);
      await page.click('button[type=submit]');
      await page.getByRole('heading', { level: 1 }).waitFor();
      if (language === 'en') {
        await page.evaluate("localStorage.setItem('tongban.console.settings', JSON.stringify({ language: 'en' }))");
        await page.reload();
      }
      return page;
    };

    beforeAll(async () => {
      const { setup, local } = environment();
      password = await new AccountsFile(setup.layout.root, setup.file.environment).add({ login: 'pages', name: 'Pages', roles: ['operator', 'auditor', 'security-administrator'], scope: null });
      await local.startConsole();
      url = `http://127.0.0.1:${setup.ports.console}`;
      browser = await openBrowser();
    }, 90_000);
    afterAll(async () => {
      await browser?.close();
      await environment().local.stopProcess('console');
    });

    it.each(LOOKS)('fit at $width px in $language, with nothing serious for axe and no fault in the browser', async (look) => {
      const page = await windowOf(look);
      const found: Record<string, readonly string[]> = {};
      for (const [path, zh, en] of PAGES) {
        await turnTo(page, path);
        await page.getByRole('heading', { level: 1, name: look.language === 'zh' ? zh : en }).waitFor();
        await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
        const wrong = await wrongWith(page, look);
        if (wrong.length > 0) found[path] = wrong;
      }
      await turnTo(page, '/cases');
      await page.locator('a[href^="/cases/"]').first().click();
      await page.getByRole('heading', { level: 1, name: /^\d{6}-\d{8}-/ }).waitFor();
      await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
      const wrong = await wrongWith(page, look);
      if (wrong.length > 0) found['a case'] = wrong;
      await page.context().close();
      expect(found).toEqual({});
      expect(faults).toEqual([]);
    }, 120_000);

    it('shows a hub that stopped as what needs a person, most urgent first, and takes it back when it answers again', async () => {
      const page = await windowOf(LOOKS[0]);
      await page.locator('.live-open').waitFor();
      await environment().local.stopProcess('hub-gba');
      await page.getByText('枢纽gba没有应答').first().waitFor({ timeout: 30_000 });
      await environment().local.startHub('gba');
      await eventually('it is taken back', async () => ((await page.getByText('枢纽gba没有应答').count()) === 0 ? true : undefined), { withinMs: 30_000 });
      await page.context().close();
    }, 120_000);
  });
}
