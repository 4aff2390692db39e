import type { RegionStatus } from '@tongban/contracts';
import { eventually } from '../harness/eventually';
import type { RawClient } from '../harness/raw-client';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';

/** Nobody else in the suite sends as this one, whose pace the environment is started with. */
export const FLOODER = '630000';
export const FLOODER_RATE = 10;
export const SUBMIT_RATES = `${FLOODER}=${FLOODER_RATE}/${FLOODER_RATE}`;
const QUIET = '640000';
const RECIPIENT = '650000';
/** Ten times what it may send in a second, in cases of two messages each: the second is registered only after the first. */
const CASES = (10 * FLOODER_RATE) / 2;

export function describeFairness(environment: () => TestEnvironment): void {
  describe('a participant that sends ten times as fast as it may (G3-C2)', () => {
    const sent = between(walk('F-PEN-ENT.normal'), { opener: FLOODER, counterpart: RECIPIENT });
    const [first, second] = sent.messages;

    it('delays no other: its own messages are taken at its pace, every one, in order and once', async () => {
      const [flooder, flooding, quiet] = await Promise.all([environment().raw(FLOODER), environment().province(FLOODER), environment().province(QUIET), environment().province(RECIPIENT)]);
      const calm = between(sent, { opener: QUIET, counterpart: RECIPIENT });
      const toDelivery = async (): Promise<void> => {
        const [message] = calm.messages;
        const { messageId } = await quiet.open({ item: calm.item, opener: QUIET, counterpart: RECIPIENT, message: message!.message, onBehalfOf: message!.onBehalfOf, fields: { ...message!.open, ...message!.personal } });
        await quiet.settled(messageId, 'DELIVERED');
      };
      // The first of a participant pays for connections and compiled types.
      await toDelivery();

      const cases = await Promise.all(Array.from({ length: CASES }, async () => {
        const caseNo = flooder.caseNo();
        const make = ({ message, open, personal, onBehalfOf }: typeof first & object): ReturnType<RawClient['make']> =>
          flooder.make({ flow: sent.flow, item: sent.item, caseNo, message, from: FLOODER, to: RECIPIENT, open, personal, ...(onBehalfOf && { onBehalfOf }) });
        return [await make(first!), await make(second!)] as const;
      }));
      const flood = cases.flat();
      for (const bytes of flood) await flooder.submit(bytes, 'nat');
      const level = (wanted: string): number => flood.filter((bytes) => flooder.receiptsOf(bytes).some((seen) => seen.level === wanted)).length;

      expect(await flooding.pace()).toMatchObject({ perSecond: FLOODER_RATE, code: 'sender.too-fast', retryAfterMs: expect.any(Number) });
      expect((await environment().askJson<RegionStatus>('nat', 'hub.status')).checks['capacity']).toMatchObject({ ok: false, code: 'capacity.near-limit', detail: { en: expect.stringContaining(FLOODER) } });
      await toDelivery();
      // The order of events, not their time: most of what was submitted before still waits.
      expect(level('RECEIVED')).toBeLessThan(flood.length / 2);

      await eventually('all of the flood is registered', () => (level('REGISTERED') === flood.length ? true : undefined), { withinMs: 60_000 });
      for (const bytes of flood) expect([...new Set(flooder.receiptsOf(bytes).map((seen) => seen.level))].filter((one) => one !== 'DELIVERED' && one !== 'TAKEN').sort()).toEqual(['RECEIVED', 'REGISTERED']);
      expect((await flooding.pace()).code).toBeUndefined();
    }, 120_000);
  });
}
