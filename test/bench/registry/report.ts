import type { Latency } from '../measure/percentiles';
import { columns, machineLines } from '../report-lines';
import type { RegistryStep } from './grow-registry';
import type { FanOut } from './measure-fan-out';
import type { RegistryResult } from './run-registry';

const ms = (value: number): string => value.toFixed(0);
const latency = ({ p50, p99, max }: Latency): string[] => [ms(p50), ms(p99), ms(max)];

interface Figure { readonly zh: string; readonly en: string; readonly digits: number; readonly of: (step: RegistryStep) => number }
const FIGURES: readonly Figure[] = [
  { zh: '日志条数', en: 'entries', digits: 0, of: ({ entries }) => entries },
  { zh: '日志 MiB', en: 'log MiB', digits: 0, of: ({ logMiB }) => logMiB },
  { zh: '归口枢纽启动毫秒', en: 'owner start ms', digits: 0, of: ({ ownerStartMs }) => ownerStartMs },
  { zh: '另一枢纽取得副本毫秒', en: 'copy of another hub ms', digits: 0, of: ({ copyMs }) => copyMs },
  { zh: '有副本的枢纽启动毫秒', en: 'start with its copy ms', digits: 0, of: ({ copyStartMs }) => copyStartMs },
  { zh: '新订阅方收齐毫秒', en: 'new subscriber told all ms', digits: 0, of: ({ subscriberMs }) => subscriberMs },
  { zh: '归口枢纽 RSS MiB', en: 'owner RSS MiB', digits: 0, of: ({ owner }) => owner.rssMiB },
  { zh: '另一枢纽 RSS MiB', en: 'other hub RSS MiB', digits: 0, of: ({ copy }) => copy.rssMiB },
  { zh: '订阅方 RSS MiB', en: 'subscriber RSS MiB', digits: 0, of: ({ subscriber }) => subscriber.rssMiB },
  { zh: 'NATS RSS MiB', en: 'NATS RSS MiB', digits: 0, of: ({ natsRssMiB }) => natsRssMiB },
  { zh: '查一个版本 p50 毫秒', en: 'show one version p50 ms', digits: 2, of: ({ showMs }) => showMs.p50 },
  { zh: '查一个版本 p99 毫秒', en: 'show one version p99 ms', digits: 2, of: ({ showMs }) => showMs.p99 },
  { zh: 'SDK 查在用版本 p99 微秒', en: 'SDK lookup p99 µs', digits: 1, of: ({ lookupMs }) => lookupMs.p99 * 1_000 },
  { zh: 'SDK 查在用版本最长毫秒', en: 'SDK lookup longest ms', digits: 1, of: ({ lookupMs }) => lookupMs.max },
  { zh: '再发布一个版本毫秒', en: 'publish one more ms', digits: 0, of: ({ publishMs }) => publishMs },
  { zh: '到达订阅方毫秒', en: 'and told ms', digits: 0, of: ({ toldMs }) => toldMs },
  // What is of all versions can only be flat by version; processes have a fixed part as well, which fades with the size.
  { zh: '归口枢纽启动 CPU 毫秒/千版本', en: 'owner start, CPU ms per 1,000', digits: 0, of: ({ owner, versions }) => (owner.cpuMs * 1_000) / versions },
  { zh: '取得副本 CPU 毫秒/千版本', en: 'copy, CPU ms per 1,000', digits: 0, of: ({ copy, versions }) => (copy.cpuMs * 1_000) / versions },
  { zh: '订阅方 CPU 毫秒/千版本', en: 'subscriber, CPU ms per 1,000', digits: 0, of: ({ subscriber, versions }) => (subscriber.cpuMs * 1_000) / versions },
  { zh: '归口枢纽 KiB/版本', en: 'owner KiB per version', digits: 1, of: ({ owner, versions }) => (owner.rssMiB * 1_024) / versions },
];

/** What each part took, then one column per size with how much the last one has of the first. */
export function linesOfRegistry({ machine, node, natsServer, fanOut, catalogue, catchUp, steps }: RegistryResult): string[] {
  const row = (zh: string, en: string, { decidedMs, toldMs, lastMs }: FanOut): string[] => [`${zh} · ${en}`, ms(decidedMs.p50), ...latency(toldMs), ms(lastMs.p50)];
  const [first, last] = [steps[0]!, steps.at(-1)!];
  return [
    ...machineLines(machine, `${node}, nats-server ${natsServer}`),
    '', `到 ${fanOut.subscribers} 个已连接的订阅方，${fanOut.rounds} 轮，自命令发出起 · to ${fanOut.subscribers} connected subscribers, ${fanOut.rounds} rounds, from the moment the command is sent`,
    ...columns([
      ['', 'owner p50 ms', 'told p50 ms', 'p99 ms', 'max ms', 'last subscriber p50 ms'],
      row('一条更新', 'one delta', fanOut.delta), row('紧急暂停', 'emergency suspension', fanOut.suspension),
    ]),
    '', `整个目录 ${catalogue.records} 条、${catalogue.kiB} KiB：检查 ${ms(catalogue.checkMs)} 毫秒，编译 ${catalogue.flows} 个流程 ${ms(catalogue.compileMs)} 毫秒，导入并发布到所有枢纽 ${ms(catalogue.importMs)} 毫秒`,
    `the catalogue, ${catalogue.records} records, ${catalogue.kiB} KiB: checked in ${ms(catalogue.checkMs)} ms, ${catalogue.flows} flows compiled in ${ms(catalogue.compileMs)} ms, imported and published to every hub in ${ms(catalogue.importMs)} ms`,
    `其间事件循环最长停顿毫秒 · event loops stood still at most, ms: ${Object.entries(catalogue.loopStoodMs).map(([region, stood]) => `${region} ${ms(stood)}`).join(', ')}`,
    '', `离线期间的 ${catchUp.deltas} 条更新：归口枢纽启动 ${ms(catchUp.ownerStartMs)} 毫秒，各枢纽 ${ms(catchUp.hubsMs)} 毫秒，订阅方 ${ms(catchUp.subscriberMs)} 毫秒（每秒 ${ms(catchUp.perSecond)} 条），缺 ${catchUp.missing} 条`,
    `${catchUp.deltas} deltas while it was offline: the owner started in ${ms(catchUp.ownerStartMs)} ms, every hub had them after ${ms(catchUp.hubsMs)} ms, the subscriber after ${ms(catchUp.subscriberMs)} ms (${ms(catchUp.perSecond)}/s), ${catchUp.missing} missing`,
    '', '各规模的登记；已有版本由登记的规则判定、签名、成链后直接写入日志 · registries by size; the versions before are decided by the registry’s rules, signed, chained and written straight into the log',
    ...columns([
      ['版本 · versions', ...steps.map(({ versions }) => String(versions)), `×${(last.versions / first.versions).toFixed(0)}`],
      ...FIGURES.map(({ zh, en, digits, of }) => [zh === en ? zh : `${zh} · ${en}`, ...steps.map((step) => of(step).toFixed(digits)), `×${(of(last) / of(first)).toFixed(2)}`]),
    ]),
  ];
}
