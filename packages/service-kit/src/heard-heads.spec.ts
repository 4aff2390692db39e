import type { RegionCode } from '@tongban/contracts';
import { HeardHeads } from './heard-heads';

/** Hears when it is let, and remembers what. */
function listener() {
  const heard: string[] = [];
  const gates: (() => void)[] = [];
  let told = 0;
  const heads = new HeardHeads(async (owner: RegionCode, bytes) => {
    heard.push(`${owner} ${bytes[0]}`);
    await new Promise<void>((resolve) => gates.push(resolve));
  }, () => told++);
  const letOne = async (): Promise<void> => {
    gates.shift()?.();
    await new Promise(setImmediate);
  };
  return { heads, heard, letOne, told: () => told };
}
const bytes = (number: number): Uint8Array => Uint8Array.of(number);

describe('heads that come faster than they are verified', () => {
  it('leave the newest to be heard, and no more than that', async () => {
    const { heads, heard, letOne, told } = listener();
    for (let number = 1; number <= 100; number++) heads.offer('nat', bytes(number));
    expect(heard).toEqual(['nat 1']);
    await letOne();
    expect(heard).toEqual(['nat 1', 'nat 100']);
    await letOne();
    await heads.settled();
    expect([heard.length, told()]).toEqual([2, 2]);
  });

  it('of one owner do not hold up those of another', async () => {
    const { heads, heard, letOne } = listener();
    heads.offer('nat', bytes(1));
    heads.offer('gba', bytes(2));
    expect(heard).toEqual(['nat 1', 'gba 2']);
    await letOne();
    heads.offer('nat', bytes(3));
    expect(heard).toEqual(['nat 1', 'gba 2', 'nat 3']);
    await letOne();
    await letOne();
    await heads.settled();
  });
});
