import type { Browser, Page } from 'playwright-core';

const ROUTES = ['/', '/cases', '/failures', '/deadlines', '/standards', '/links', '/audit'] as const;

/** Signs in with the page's own form. @returns the page on Now. */
export async function signedInPage(browser: Browser, url: string, login: string, password: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })).newPage();
  await page.goto(`${url}/auth/sign-in?to=/`);
  await page.fill('#login', login);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.locator('.live-open').waitFor({ timeout: 60_000 });
  return page;
}

export interface RouteLoad { readonly route: string; readonly scriptKiB: number; readonly transferKiB: number }

/** What each route loads that somebody without anything in the cache opens at once. */
export async function routeLoads(page: Page, url: string): Promise<RouteLoad[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const loads: RouteLoad[] = [];
  for (const route of ROUTES) {
    await page.goto(`${url}${route}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
    const { script, transfer } = await page.evaluate<{ script: number; transfer: number }>(`(() => {
      const all = performance.getEntriesByType('resource').filter(({ name }) => /\\.(js|css)(\\?|$)/.test(name));
      return { script: all.reduce((sum, one) => sum + one.decodedBodySize, 0), transfer: all.reduce((sum, one) => sum + one.encodedBodySize, 0) };
    })()`);
    loads.push({ route, scriptKiB: script / 1024, transferKiB: transfer / 1024 });
  }
  await session.send('Network.setCacheDisabled', { cacheDisabled: false });
  return loads;
}

/** Milliseconds from the beginning of the navigation until Now shows its regions and what needs a person; the median of several. */
export async function firstUsefulPaint(page: Page, url: string, times: number): Promise<number> {
  const took: number[] = [];
  for (let at = 0; at < times; at++) {
    await page.goto(`${url}/`, { waitUntil: 'commit' });
    await page.locator('.live-open').waitFor();
    await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
    took.push(await page.evaluate<number>('performance.now()'));
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length / 2)]!;
}

/** Keeps what the browser's main thread was busy with for more than 50 ms. */
export const watchLongTasks = (page: Page): Promise<unknown> => page.evaluate(`(() => {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: false });
})()`);
export const longTasks = (page: Page): Promise<readonly number[]> => page.evaluate<number[]>('window.longTasks');
/** Whether Now shows so many entries of all logs. */
export const showsTotal = async (page: Page, total: number): Promise<boolean> => (await page.getByText(total.toLocaleString('zh-CN'), { exact: false }).count()) > 0;
