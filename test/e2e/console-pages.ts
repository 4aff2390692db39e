import { AccountsFile } from '@tongban/operator';
import type { Browser, Page } from 'playwright-core';
import { misfits, openBrowser, seriousFindings } from '../browser/browser';
import { ForwardProxy } from '../browser/forward-proxy';
import { consoleOf } from '../harness/console-of';
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
    let proxy: ForwardProxy;
    let url: string;
    let password: string;
    const faults: string[] = [];
    let looked = false;

    const windows = new Map<string, Promise<Page>>();
    /** The window of somebody who is signed in: one for each look, through all that is tried. */
    const windowOf = (look: (typeof LOOKS)[number]): Promise<Page> => {
      const opening = windows.get(look.language) ?? openWindow(look);
      windows.set(look.language, opening);
      return opening;
    };
    const openWindow = async ({ width, height, language }: (typeof LOOKS)[number]): Promise<Page> => {
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
      const { setup } = environment();
      password = await new AccountsFile(setup.layout.root, setup.file.environment).add({ login: 'pages', name: 'Pages', roles: ['operator', 'auditor', 'security-administrator'], scope: null });
      url = await consoleOf(environment());
      proxy = await ForwardProxy.start();
      browser = await openBrowser(proxy.url);
    }, 90_000);
    afterAll(async () => {
      await browser?.close();
      await proxy?.stop();
    });

    afterEach(() => proxy.restore());
    const isOfCut = (text: string): boolean => text.includes('ERR_CONNECTION_RESET') || text.includes('ERR_SOCKET_NOT_CONNECTED') || text.includes('ERR_EMPTY_RESPONSE');

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
      expect(found).toEqual({});
      expect(faults).toEqual([]);
    }, 120_000);

    it('say on every page that they are cut off, in either language, keep what they show, and are right again by themselves', async () => {
      const both = await Promise.all(LOOKS.map(async (look) => ({ look, page: await windowOf(look) })));
      for (const { look, page } of both) {
        await page.locator('.live-open').waitFor();
        for (const [path, zh, en] of [...PAGES.slice(1), PAGES[0]]) {
          await turnTo(page, path);
          await page.getByRole('heading', { level: 1, name: look.language === 'zh' ? zh : en }).waitFor();
          await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
        }
      }
      const heard = faults.length;
      proxy.cut();
      for (const { look, page } of both) {
        await page.getByText(look.language === 'zh' ? /^实时连接已中断/ : /^The live stream has been down/).waitFor({ timeout: 30_000 });
        // What was there stays, and says that it may be old.
        await page.getByRole('heading', { level: 1, name: look.language === 'zh' ? '现在' : 'Now' }).waitFor();
        for (const [path, zh, en] of PAGES.slice(1)) {
          await turnTo(page, path);
          await page.getByRole('heading', { level: 1, name: look.language === 'zh' ? zh : en }).waitFor();
          await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
          expect(await page.locator('.stale-bar').count()).toBe(1);
          expect([path, zh, en, await misfits(page)]).toEqual([path, zh, en, []]);
        }
      }
      proxy.restore();
      for (const { page } of both) {
        await page.locator('.live-open').waitFor({ timeout: 45_000 });
        await page.locator('.stale-bar').waitFor({ state: 'detached' });
        await eventually('the page shows its rows', async () => ((await page.getByRole('alert').count()) === 0 ? true : undefined), { withinMs: 15_000 });
      }
      // A browser tells of every request that it could not send.
      expect(faults.splice(heard).filter((text) => !isOfCut(text))).toEqual([]);
    }, 180_000);

    it('say that there is nothing, and what would put something there', async () => {
      for (const look of LOOKS) {
        const page = await windowOf(look);
        const zh = look.language === 'zh';
        for (const [path, empty] of [['/failures?region=gba&code=hub.internal', zh ? '没有失败消息' : 'No message failed'], ['/cases?number=000000-00000000', zh ? '没有符合条件的办件' : 'No case fits'], ['/links?tab=alerts', zh ? /没有告警|告警/ : /No alert|Alerts/]] as const) {
          await turnTo(page, path);
          await page.getByText(empty).first().waitFor();
          expect([path, await wrongWith(page, look)]).toEqual([path, []]);
        }
      }
      expect(faults).toEqual([]);
    }, 120_000);

    it('say which lists cannot be made while their view is away, still show a case from its log, and recover', async () => {
      const page = await windowOf(LOOKS[0]);
      await turnTo(page, '/cases');
      const first = page.locator('a[href^="/cases/"]').first();
      await first.waitFor();
      const path = (await first.getAttribute('href'))!;
      await environment().local.stopProcess('redis');
      await turnTo(page, '/');
      await turnTo(page, '/cases?closed=true');
      await page.getByText(/无法到达的区域|没有枢纽|未能|不可用|无应答/).first().waitFor({ timeout: 45_000 });
      expect(await misfits(page)).toEqual([]);
      await turnTo(page, path);
      await page.getByRole('heading', { level: 1, name: /^\d{6}-\d{8}-/ }).waitFor({ timeout: 30_000 });
      await environment().local.startRedis();
      await turnTo(page, '/cases');
      await eventually('lists are there again', async () => { await page.reload(); await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' }); return (await page.locator('a[href^="/cases/"]').count()) > 0 || undefined; }, { withinMs: 60_000, tolerate: true });
      faults.splice(0);
    }, 180_000);

    it('shows a hub that stopped as what needs a person, most urgent first, and takes it back when it answers again', async () => {
      const page = await windowOf(LOOKS[0]);
      await turnTo(page, '/');
      await page.locator('.live-open').waitFor();
      await environment().local.stopProcess('hub-gba');
      await page.getByText('枢纽gba没有应答').first().waitFor({ timeout: 30_000 });
      await environment().local.startHub('gba');
      await eventually('it is taken back', async () => ((await page.getByText('枢纽gba没有应答').count()) === 0 ? true : undefined), { withinMs: 30_000 });
    }, 120_000);
  });
}
