import { columns, machineLines } from '../report-lines';
import type { ConsoleResult } from './run-console';

const LONGEST_TASK_MS = 200;
const RSS_GROWTH_MIB = 150;
const verdict = (ok: boolean): string => (ok ? '达到 · met' : '未达到 · not met');

/** Whether the console kept what it promises of many who look. */
export const keeps = ({ equalClients, browserEqual, arguments: { clients }, longTasks, consoleRssMiB }: ConsoleResult): boolean =>
  equalClients === clients && browserEqual && longTasks.longestMs <= LONGEST_TASK_MS && consoleRssMiB.after - consoleRssMiB.before < RSS_GROWTH_MIB;

export function linesOfConsole(result: ConsoleResult): string[] {
  const { machine, node, arguments: { cases, clients, rate, seconds }, perSecond, written, events, equalClients, browserEqual, longTasks, consoleRssMiB, api, pages, firstUsefulPaintMs, routes, faults } = result;
  const grown = consoleRssMiB.after - consoleRssMiB.before;
  return [
    ...machineLines(machine, node),
    `${cases} 件办件，${clients} 个SSE客户端与一个Chromium，每秒 ${rate} 条日志，${seconds} 秒，此后全部断开 10 秒 · ${cases} cases, ${clients} SSE clients and one Chromium, ${rate} log entries a second for ${seconds} s, then all of them cut off for 10 s`, '',
    ...columns([
      ['', '', ''],
      ['实际每秒条数 · entries/s written', perSecond.toFixed(0), ''],
      ['写入条数，事件数 · entries written, events told', `${written}, ${events}`, ''],
      ['与日志一致的客户端 · clients equal to the log', `${equalClients}/${clients}`, verdict(equalClients === clients)],
      ['浏览器与日志一致 · browser equal to the log', browserEqual ? '是 · yes' : '否 · no', verdict(browserEqual)],
      ['长任务 · long tasks', `${longTasks.count}, ≤ ${longTasks.longestMs.toFixed(0)} ms`, verdict(longTasks.longestMs <= LONGEST_TASK_MS)],
      ['控制台RSS增长 · growth of the console MiB', `${consoleRssMiB.before.toFixed(0)} → ${consoleRssMiB.after.toFixed(0)}`, verdict(grown < RSS_GROWTH_MIB)],
      ['全部办件逐页 · every case by pages', `${pages.cases} / ${pages.pages}: ${pages.firstMs.toFixed(0)}, ${pages.lastMs.toFixed(0)} ms`, `×${(pages.lastMs / pages.firstMs).toFixed(1)}`],
      ['首个有用画面 · first useful paint of Now ms', firstUsefulPaintMs.toFixed(0), ''],
    ]), '',
    ...columns([['接口（负载下） · interface under load', 'n', 'p50 ms', 'p99 ms'], ...api.map(({ path, asked, latencyMs: { p50, p99 } }) => [path, String(asked), p50.toFixed(0), p99.toFixed(0)])]), '',
    ...columns([['页面 · route', '传输KiB · transferred', '脚本与样式KiB · scripts and styles'], ...routes.map(({ route, transferKiB, scriptKiB }) => [route, transferKiB.toFixed(0), scriptKiB.toFixed(0)])]), '',
    ...columns([['故障 · fault', '秒后见于“现在” · s until Now shows it'], ...faults.map(({ fault, seconds: s }) => [fault, s === undefined ? '–' : s.toFixed(1)])]),
  ];
}
