import type { RegionCode } from '@tongban/contracts';
import { LINK_DELAY_MS_MAX, type LinkOrder, type LinkReport, TongbanStartError, eventually } from '@tongban/local';
import { durationWords } from '../duration';
import type { Applied, Fault, FaultRequest } from '../fault';
import type { FaultTarget } from '../target/fault-target';
import { untilLinked } from '../target/leafs';
import { type Words, FaultUsageError } from '../words';

/** Changes what one region's link to the backbone does; undoing opens it and waits for the leaf connection. */
async function disturb(target: FaultTarget, region: RegionCode, order: LinkOrder, words: Words): Promise<Applied> {
  const before = await give(target, region, order);
  const facts = { region, port: before.port, mode: order.mode, delayMs: order.delayMs };
  return {
    did: { ...words, facts },
    undo: async () => {
      const { port } = await give(target, region, { mode: 'open', delayMs: 0 });
      const linked = await untilLinked(target, region);
      return linked
        ? { zh: `${region} 与骨干之间的链路已恢复并连通`, en: `the link of ${region} to the backbone is open and connected`, facts: { region, port, mode: 'open', linked } }
        : { zh: `${region} 的链路已打开，但尚未连通：另有故障？`, en: `the link of ${region} is open, but not connected yet: is there another fault?`, facts: { region, port, mode: 'open', linked } };
    },
  };
}

/** Another fault may have ended the link process; its successor takes the order. @throws TongbanStartError when none comes. */
async function give(target: FaultTarget, region: RegionCode, order: LinkOrder): Promise<LinkReport> {
  const report = await eventually(() => target.links.set(region, order).catch((error: unknown) => {
    if (error instanceof TongbanStartError) return undefined;
    throw error;
  }), { withinMs: LINKS_ANSWER_WITHIN_MS });
  return report ?? target.links.set(region, order);
}

const LINKS_ANSWER_WITHIN_MS = 20_000;
const LASTS_MS = 20_000;

export const cut: Fault = {
  name: 'cut', operands: ['region'], lastsMs: LASTS_MS,
  summary: { zh: '切断区域与骨干之间的链路：连接被重置，新连接被拒绝', en: 'cut a region off the backbone: connections are reset, new ones refused' },
  apply: (target, { region }) => disturb(target, region!, { mode: 'cut', delayMs: 0 }, {
    zh: `已切断 ${region} 与骨干之间的链路：连接被重置，新连接被拒绝`, en: `cut the link of ${region} to the backbone: connections are reset, new ones refused`,
  }),
};

export const blackhole: Fault = {
  name: 'blackhole', operands: ['region'], lastsMs: LASTS_MS,
  summary: { zh: '链路成黑洞：连接仍在，字节不通，谁也没被告知', en: 'make the link a black hole: connections stay, no byte passes, nobody is told' },
  apply: (target, { region }) => disturb(target, region!, { mode: 'blackhole', delayMs: 0 }, {
    zh: `${region} 与骨干之间的链路已成黑洞：连接仍在，字节不通`, en: `the link of ${region} to the backbone is a black hole: connections stay, no byte passes`,
  }),
};

export const lag: Fault = {
  name: 'lag', operands: ['region', 'delay'], lastsMs: LASTS_MS,
  summary: { zh: '链路变慢：每个方向都晚到这么久', en: 'slow the link: every byte comes this much later, each way' },
  apply: (target, { region, byMs = 0 }: FaultRequest) => {
    if (byMs < 1 || byMs > LINK_DELAY_MS_MAX) throw new FaultUsageError(`延迟须在 1ms 至 ${durationWords(LINK_DELAY_MS_MAX)} 之间`, `the delay is from 1ms to ${durationWords(LINK_DELAY_MS_MAX)}`);
    return disturb(target, region!, { mode: 'open', delayMs: byMs }, {
      zh: `${region} 与骨干之间的链路每个方向延迟 ${durationWords(byMs)}`, en: `the link of ${region} to the backbone is ${durationWords(byMs)} slow each way`,
    });
  },
};
