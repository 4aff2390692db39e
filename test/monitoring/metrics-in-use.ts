import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../conformance/source-files';

export const MONITORING = join(ROOT, 'deploy/monitoring');
export const RULES = join(MONITORING, 'prometheus/tongban.rules.yml');
export const RULE_TESTS = join(MONITORING, 'prometheus/tongban.rules.test.yml');
export const SCRAPE = join(MONITORING, 'prometheus/scrape.example.yml');
export const DASHBOARD = join(MONITORING, 'grafana/tongban.dashboard.json');

interface Panel { readonly id: number; readonly type: string; readonly title: string; readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number }; readonly datasource?: { readonly uid: string }; readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly datasource: { readonly uid: string } }[] }
export interface Dashboard { readonly uid: string; readonly schemaVersion: number; readonly panels: readonly Panel[]; readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] } }
export const readDashboard = (): Dashboard => JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;

/** Every alert with its expression: one line each, in single quotes. */
export const readAlerts = (): { readonly name: string; readonly expr: string }[] =>
  [...readFileSync(RULES, 'utf8').matchAll(/- alert: (\w+)\n\s+expr: '((?:[^']|'')*)'\n/g)].map(([, name, expr]) => ({ name: name!, expr: expr!.replaceAll("''", "'") }));

/** Names of metrics that an expression asks for, a histogram's by the histogram. Everything else in an expression is a function, a label or a word. */
export const metricsIn = (expr: string): string[] =>
  [...new Set([...expr.replace(/"[^"]*"/g, '""').matchAll(/\b(?:tongban|nodejs|process)_\w+/g)].map(([name]) => name.replace(/^(tongban_\w+_seconds)_(?:bucket|sum|count)$/, '$1')))];

export const metricsInUse = (): string[] => [...new Set([...readAlerts().map(({ expr }) => expr), ...readDashboard().panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))].flatMap(metricsIn))].sort();
