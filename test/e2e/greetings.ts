import { REGION_CODES, streams } from '@tongban/contracts';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';

export function describeGreetings(environment: () => TestEnvironment): void {
  it('every region has a greeting of every other, so that the first message over a link is never one that matters', async () => {
    for (const region of REGION_CODES) {
      const jsm = await (await environment().hubConnection(region)).jetstreamManager();
      const others = REGION_CODES.filter((other) => other !== region).sort();
      await eventually(`greetings in the INBOX of ${region}`, async () => {
        const { state } = await jsm.streams.info(streams.inbox(region), { subjects_filter: `xr.*.*.hub.${region}.nobody.>` });
        const from = new Set(Object.keys(state.subjects ?? {}).map((subject) => subject.split('.')[2]));
        return others.every((other) => from.has(other)) || undefined;
      }, { withinMs: 60_000 });
    }
  });
}
