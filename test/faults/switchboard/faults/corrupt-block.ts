import { closeSync, fsyncSync, openSync, readSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type RegionCode, streams } from '@tongban/contracts';
import { type Fault, stays } from '../fault';
import { below, randomFrom } from '../sampling';
import type { FaultTarget } from '../target/fault-target';
import { requirePid, signal, untilServing } from '../target/processes';
import { FaultError } from '../words';

interface Block { readonly stream: string; readonly file: string; readonly bytes: number }

export const corruptBlock: Fault = {
  name: 'corrupt-block', operands: ['region'],
  summary: {
    zh: '翻转区域一个消息块文件中的一位；--stream 指定流（默认最新的办件日志），--restart 让服务器重读', en: 'flip one bit in a message block of a region; --stream names the stream (its newest case log by default), --restart makes the server read it again',
  },
  apply: async (target, { region: wanted, stream, restart = false, seed = 1 }) => {
    const region = wanted!;
    const block = chooseBlock(target, region, stream, randomFrom(seed));
    const random = randomFrom(seed + 1);
    const [offset, bit] = [below(random, block.bytes), below(random, 8)];
    const { before, after } = flip(block.file, offset, bit);
    const file = relative(target.layout.root, block.file);
    const pid = restart ? await startAgain(target, `nats-${region}`) : undefined;
    const more = restart ? { zh: `；nats-${region} 已强杀并重启`, en: `; nats-${region} was killed and started again` } : { zh: '', en: '' };
    return stays({
      zh: `已翻转 ${file} 偏移 ${offset} 的第 ${bit} 位${more.zh}`, en: `flipped bit ${bit} at offset ${offset} of ${file}${more.en}`,
      facts: { region, stream: block.stream, file, offset, bit, before, after, ...(pid !== undefined && { pid }) },
    }, { zh: '没有恢复：该位仍是翻转的，须由副本修复', en: 'not undone: the bit stays flipped; it is for a copy to repair' });
  },
};

/** A block file of the stream that has messages in it. @throws FaultError naming the streams there are. */
function chooseBlock(target: FaultTarget, region: RegionCode, wanted: string | undefined, random: () => number): Block {
  // <store>/jetstream/<account>/streams/<stream>/msgs/<number>.blk
  const store = join(target.layout.streams(region), 'jetstream');
  const found = namesIn(store).flatMap((account) => namesIn(join(store, account, 'streams')).map((stream) => ({ stream, messages: join(store, account, 'streams', stream, 'msgs') })));
  const chosen = wanted ?? found.map(({ stream }) => stream).filter((stream) => stream.startsWith(streams.cases(region, ''))).sort().at(-1);
  const blocks = found.filter(({ stream }) => stream === chosen).flatMap(({ stream, messages }) => namesIn(messages).filter((name) => name.endsWith('.blk')).sort()
    .map((name): Block => ({ stream, file: join(messages, name), bytes: statSync(join(messages, name)).size })).filter(({ bytes }) => bytes > 0));
  const block = blocks[below(random, blocks.length)];
  if (block) return block;
  const there = found.map(({ stream }) => stream).sort().join(', ');
  throw new FaultError(`${region} 的 ${chosen ?? '办件日志'} 还没有消息块；可用 --stream 指定：${there}`, `${chosen ?? 'a case log'} of ${region} has no message block yet; --stream may name one of ${there}`);
}
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function flip(file: string, offset: number, bit: number): { before: number; after: number } {
  const descriptor = openSync(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    readSync(descriptor, byte, 0, 1, offset);
    const before = byte[0]!;
    const after = before ^ (1 << bit);
    writeSync(descriptor, Buffer.from([after]), 0, 1, offset);
    fsyncSync(descriptor);
    return { before, after };
  } finally {
    closeSync(descriptor);
  }
}

async function startAgain(target: FaultTarget, name: string): Promise<number | undefined> {
  const pid = requirePid(target, name);
  signal(pid, 'SIGKILL');
  return untilServing(target, name, pid);
}
