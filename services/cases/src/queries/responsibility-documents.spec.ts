import { allWalks } from '../../../../test/harness/walks';
import { HomeHub, Standards } from '../../test/home-hub';
import { caseDocument } from './case-document';

const NOW = '2026-06-30T09:00:00+08:00';

describe('the chain of responsibility in a case document (T6-C4)', () => {
  it.each(allWalks().filter(({ name }) => /normal|supplement/.test(name)).map((one) => [one.name, one] as const))('%s: whoever holds a state answers for it, from the message that entered it on', async (_name, one) => {
    const hub = new HomeHub(one, new Standards());
    for (const [index, message] of one.messages.entries()) {
      await hub.send({ ...message, at: new Date(Date.UTC(2026, 2, 2, 1, index)).toISOString() });
      const { tracks, parties, responsibility } = caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now: NOW, today: '2026-06-30' });
      const lasting = responsibility!.filter(({ to }) => to === undefined);
      expect(lasting.map(({ track, state, holder, side }) => [track, state, holder.actor, side]).sort())
        .toEqual(tracks.filter(({ terminal }) => !terminal).map(({ track, state, holder }) => [track, state, holder!.actor, holder!.side]).sort());
      for (const { side, participant, division } of lasting) expect(parties.find((party) => party.side === side)).toMatchObject({ participant, division });
      expect(responsibility![0]!.from).toBe(new Date(Date.UTC(2026, 2, 2, 1)).toISOString());
    }
  });
});
