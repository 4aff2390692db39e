import type { Province } from '@tongban/client';
import { REGION_CODES, type SecurityEventsDocument, TongbanError, encode, v1 } from '@tongban/contracts';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { type Walk, allWalks, participantOf } from '../harness/walks';

/** Plays a walk through the SDKs of both sides; returns the case number. */
export async function play(
  environment: TestEnvironment, walk: Walk, sides = { opener: walk.opener.division, counterpart: walk.counterpart.division },
  sent: (province: Province, messageId: string, caseNo: string) => void = () => undefined,
): Promise<string> {
  let caseNo = '';
  for (const message of walk.messages) {
    const side = message.as === 'counterpart' ? 'counterpart' : 'opener';
    const province = await environment.province(participantOf(sides[side]));
    const fields = { ...message.open, ...message.personal };
    const common = { fields, ...(message.onBehalfOf && { onBehalfOf: message.onBehalfOf }) };
    const { messageId } = caseNo === ''
      ? await province.open({ item: walk.item, ...sides, message: message.message, ...common }).then((opened) => {
        caseNo = opened.caseNo;
        return opened;
      })
      : await onceReachable(() => province.send(caseNo, { message: message.message, division: sides[side], ...common }));
    sent(province, messageId, caseNo);
    await province.settled(messageId, 'REGISTERED', { timeoutMs: 120_000 });
  }
  return caseNo;
}

/** A side learns of a case by its delivery or by asking; while a link is down neither is there yet. */
const onceReachable = <T>(work: () => Promise<T>): Promise<T> => eventually('the case is known to the other side', async () => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TongbanError && (error.traits.retryable || error.code === 'case.unknown')) return undefined;
    throw error;
  }
}, { withinMs: 120_000, everyMs: 250 });

export function describeWalks(environment: () => TestEnvironment): void {
  describe('the 41 walks of the reference data', () => {
    const walks = allWalks();
    const played = new Map<string, Promise<string>>();
    let startedAt: string;
    // Started together: each awaits its own case only, as real cases do.
    beforeAll(() => {
      startedAt = new Date().toISOString();
      for (const walk of walks) {
        const playing = play(environment(), walk);
        playing.catch(() => undefined);
        played.set(walk.name, playing);
      }
    });
    it('are all here', () => expect(walks).toHaveLength(41));

    it.each(walks.map((walk) => [walk.name, walk] as const))('%s ends as the data says', async (name, walk) => {
      const caseNo = await played.get(name)!;
      const document = await environment().show(environment().catalogue.divisions.regionOf(participantOf(walk.opener.division)), caseNo);
      expect({ closed: document.closed, outcome: document.outcome, chainWhole: document.chainWhole }).toEqual({ closed: true, outcome: walk.outcome, chainWhole: true });
      const states = document.entries.filter(({ kind }) => kind === 'registered').map((entry) => entry.states ?? {});
      expect(states).toHaveLength(walk.messages.length);
      walk.messages.forEach((message, index) => expect(states[index]).toMatchObject(message.expect ?? {}));
    }, 120_000);

    it('are no security event: what honest systems send is refused by nobody and listed nowhere', async () => {
      await Promise.all(played.values());
      const inRegions = await Promise.all(REGION_CODES.map((region) => environment().askJson<SecurityEventsDocument>(region, 'security.events', encode(v1.SecurityQuery, { since: startedAt }))));
      expect(inRegions.flatMap(({ events }) => events)).toEqual([]);
    });
  });
}
