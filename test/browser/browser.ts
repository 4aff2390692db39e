import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type Page, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The Chromium of this machine: TONGBAN_CHROMIUM, else the first in the PATH. @throws Error that says what to install. */
function executable(): string {
  const named = process.env['TONGBAN_CHROMIUM'];
  const found = named ?? (process.env['PATH'] ?? '').split(delimiter).flatMap((directory) => NAMES.map((name) => join(directory, name))).find((path) => existsSync(path));
  if (found === undefined) throw new Error('the pages of the console are tried in a real Chromium, and there is none: apt-get install chromium fonts-noto-cjk, or name one in TONGBAN_CHROMIUM');
  return found;
}

/** As root, as in containers, Chromium runs only without its own sandbox: these tests open pages of ours alone. @param proxy what it reaches everything through, this machine included. */
export const openBrowser = (proxy?: string): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), args: ['--no-sandbox'], ...(proxy !== undefined && { proxy: { server: proxy, bypass: '<-loopback>' } }) });

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
interface Violation { readonly id: string; readonly impact: string | null; readonly nodes: readonly { readonly target: readonly unknown[] }[] }

/** Serious and critical findings of axe, each with the first places it names. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate<Violation[]>('axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)');
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(' ')).join(', ')}`);
}

/** What does not fit: a page wider than its window, and text that is cut off without an ellipsis that a title explains. */
export const misfits = (page: Page): Promise<string[]> => page.evaluate(`(() => {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest('[style*="overflow"],.ant-table-content,.ant-table-body'));
    found.push('the page scrolls sideways: ' + scrollWidth + ' > ' + clientWidth + ': ' + wide.slice(0, 6).map((element) => element.tagName + '.' + element.className + ' ' + element.textContent.trim().slice(0, 30)).join(' | '));
  }
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    if (element.children.length > 0 || !element.textContent.trim() || style.visibility === 'hidden' || element.getClientRects().length === 0) continue;
    if (style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1) found.push('cut off: ' + element.textContent.trim().slice(0, 40));
  }
  return found;
})()`);
