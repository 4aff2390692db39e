import { allWalks, participantOf, walk } from '../../../../test/harness/walks';
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

  it('receive-on-behalf 代收代办: says who received, examined, handed over and decided, with the instant and the entry of each', async () => {
    const one = walk('F-CRD.normal');
    const hub = new HomeHub(one, new Standards());
    const { opener, counterpart } = one;
    for (const [index, message] of one.messages.entries()) {
      const [by, to] = message.as === 'opener' ? [opener, counterpart] : [counterpart, opener];
      const change = { sender: { participant: participantOf(by.division), division: by.division, agencyCode: `AG-${message.as}` }, recipient: { participant: participantOf(to.division), division: to.division, agencyCode: '' }, handlerId: `h-${index}` };
      expect((await hub.send({ ...message, at: new Date(Date.UTC(2026, 2, 2, 1, index)).toISOString() }, { change })).code).toBe('REGISTERED');
    }
    const { responsibility = [], entries } = caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now: NOW, today: '2026-06-30' });
    for (const { begunBy, endedBy, from, to } of responsibility) {
      for (const [act, at] of [[begunBy!, from], [endedBy!, to]] as const) {
        const { messageType, sender, receivedAt, onBehalfOf } = entries[act.logIndex - 1]!;
        expect([act.messageType, act.participant, at, act.onBehalfOf]).toEqual([messageType, sender, receivedAt, onBehalfOf]);
        expect(act).toMatchObject({ wording: { zh: expect.any(String), en: expect.any(String) }, agencyCode: expect.stringMatching(/^AG-/), handlerId: expect.stringMatching(/^h-\d+$/) });
      }
    }
    const [forwarded, ...more] = responsibility.filter(({ handedOver }) => handedOver !== undefined);
    expect([forwarded!.side, more.length, forwarded!.handedOver]).toEqual(['counterpart', 0, { by: 'opener', participant: participantOf(opener.division), at: forwarded!.from, logIndex: forwarded!.begunBy!.logIndex }]);
    expect(responsibility.at(-1)!.endedBy).toMatchObject({ messageKind: entries.filter(({ kind }) => kind === 'registered').at(-1)!.messageKind });
  });
});
