import { v1 } from '@tongban/contracts';
import type { SwitchRecord } from '@tongban/domain';
import { between, walk } from '../../../test/harness/walks';
import { HomeHub, Standards } from '../test/home-hub';
import { caseDocument } from './queries/case-document';

const AT = '2026-03-02T09:00:00+08:00';
const STEWARD = { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' };
const BASIS = { code: 'standard-contract', document: 'SH-2026-0042' };
const SHANGHAI = '310115';
const HONG_KONG = '810000';
const ON: SwitchRecord = {
  owner: 'nat', switchId: 's-1', setNo: 1, setAt: AT, since: '2026-01-01T00:00:00+08:00', reason: 'agreed', proposer: STEWARD, confirmer: STEWARD,
  scope: { subject: 'personal-data', pair: { opener: '310000', counterpart: HONG_KONG } }, position: 'on',
};

function home(opener: string, counterpart: string, switches: readonly SwitchRecord[]) {
  const played = between(walk('F-ARC.normal'), { opener, counterpart });
  const standards = new Standards();
  standards.switches = switches;
  const hub = new HomeHub(played, standards);
  const [opening, ...rest] = played.messages;
  return {
    hub, standards, rest,
    open: (change: v1.Envelope.$Properties = {}) => hub.send(opening!, { receivedAt: AT, change }),
    shown: async () => caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now: AT, today: '2026-03-02' }),
  };
}
const ownFrom = ({ rest }: ReturnType<typeof home>, as: string) => rest.find((message) => message.as === as)!;

describe('personal data from the mainland to a SAR (T6-C6)', () => {
  it('does not pass by default, nor on a basis alone, nor by the switch alone', async () => {
    const refusals = await Promise.all([home(SHANGHAI, HONG_KONG, []).open(), home(SHANGHAI, HONG_KONG, []).open({ legalBasis: BASIS }), home(SHANGHAI, HONG_KONG, [ON]).open()]);
    expect(refusals.map(({ code }) => code)).toEqual(Array(3).fill('personal-data.cross-border'));
    expect(refusals.map(({ detail }) => [detail.includes('legal_basis:'), detail.includes('recipient.participant:')])).toEqual([[true, true], [false, true], [true, false]]);
  });

  it('passes once the opening states a basis and two persons switched the pair on, and the case shows both', async () => {
    const here = home(SHANGHAI, HONG_KONG, [ON]);
    expect((await here.open({ legalBasis: BASIS })).code).toBe('REGISTERED');
    expect(await here.shown()).toMatchObject({ legalBasis: { ...BASIS, wording: { en: expect.stringContaining('Standard contract') } }, crossBorder: { personalDataOn: true } });
    expect((await here.hub.send(here.rest[0]!, { receivedAt: AT })).code).toBe('REGISTERED');
  });

  it('is not passed as nothing: what is sealed is not believed to be empty', async () =>
    expect((await home(SHANGHAI, HONG_KONG, []).open({ personalDataClass: v1.PersonalDataClass.PERSONAL_DATA_CLASS_NONE })).code).toBe('personal-data.cross-border'));

  it('stops in a running case when the pair is switched off', async () => {
    const here = home(HONG_KONG, SHANGHAI, [ON]);
    expect((await here.open({ legalBasis: BASIS })).code).toBe('REGISTERED');
    here.standards.switches = [ON, { ...ON, switchId: 's-2', setNo: 2, since: AT, position: 'off' }];
    expect((await here.hub.send(ownFrom(here, 'counterpart'), { receivedAt: AT, change: { personalDataClass: v1.PersonalDataClass.PERSONAL_DATA_CLASS_PERSONAL } })).code).toBe('personal-data.cross-border');
    expect((await here.shown()).crossBorder).toEqual({ personalDataOn: false });
  });

  it('is not asked about in the other direction, but a basis that is none is refused whoever opens', async () => {
    expect((await home(HONG_KONG, SHANGHAI, []).open()).code).toBe('REGISTERED');
    expect(await home(HONG_KONG, SHANGHAI, [ON]).open({ legalBasis: { code: 'gba-standard-contract', document: 'GD-1' } })).toMatchObject({ code: 'personal-data.cross-border', detail: expect.stringContaining('legal_basis.code') });
  });

  it('is not asked about between mainland sides', async () => expect((await home(SHANGHAI, '510104', []).open()).code).toBe('REGISTERED'));
});
