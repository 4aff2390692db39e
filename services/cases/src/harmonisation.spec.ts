import { type CodeList, addDays, artefactVersion, beijingDateOf } from '@tongban/domain';
import { readReceipt } from '@tongban/trust';
import { yrdProfile } from '../../../packages/catalogue/test/harmonised';
import { type Walk, between, walk } from '../../../test/harness/walks';
import { HomeHub, Standards, type TimedMessage, base } from '../test/home-hub';

const BEFORE = '2026-03-01T00:00:00+08:00';
const RETURNED = walk('F-PEN-ENT.return');
const messagesOf = (one: Walk): readonly TimedMessage[] => one.messages as readonly TimedMessage[];
/** The walk so many days later. */
const later = (one: Walk, days: number): readonly TimedMessage[] => messagesOf(one).map((message) => ({ ...message, at: `${addDays(beijingDateOf(message.at!), days)}T09:30:00+08:00` }));

describe('a code that is retired', () => {
  const LAST_DAY = '2026-03-04';
  const list = base.dictionary.codeLists.find(({ id }) => id === 'ReturnReason')!;
  const retired: CodeList = { ...list, values: list.values.map((value) => (value.code === 'R01' ? { ...value, retiredOn: LAST_DAY } : value)) };
  const standards = new Standards();
  standards.catalogue = standards.catalogue.withPublication({ number: 1, artefacts: [artefactVersion({ kind: 'code-list', id: list.id }, '1.1', retired)], effectiveFrom: BEFORE, transitionEndsAt: BEFORE });
  const returns = messagesOf(RETURNED).findIndex(({ open }) => open['reason_code'] === 'R01');

  it('stays valid in a case opened on its last day, however late it is used', async () => {
    const hub = new HomeHub(RETURNED, standards);
    expect(new Set(await hub.play(later(RETURNED, 2)))).toEqual(new Set(['REGISTERED']));
  });

  it('is refused in a case opened the day after, by the path of the field, and another code is taken', async () => {
    const hub = new HomeHub(RETURNED, standards);
    const messages = later(RETURNED, 3);
    await hub.play(messages.slice(0, returns));
    const refused = await hub.send(messages[returns]!);
    expect(refused.code).toBe('message.invalid-fields');
    const verdict = (await hub.read()).entries.at(-1)!.message!.verdict;
    expect(readReceipt(verdict).faults).toMatchObject([{ path: 'reason_code', code: 'field.code-not-in-force' }]);
    expect(await hub.send({ ...messages[returns]!, open: { ...messages[returns]!.open, reason_code: 'R03' } })).toMatchObject({ code: 'REGISTERED' });
  });
});

describe('a case between two regions (T6-C5)', () => {
  const NORMAL = walk('F-PEN-ENT.normal');
  const withProfiles = (...profiles: readonly { profileId: string }[]): Standards => {
    const standards = new Standards();
    const artefacts = profiles.map((profile) => artefactVersion({ kind: 'profile', id: profile.profileId }, '1.0', profile));
    standards.catalogue = standards.catalogue.withPublication({ number: 1, artefacts, effectiveFrom: BEFORE, transitionEndsAt: BEFORE });
    return standards;
  };
  const profile = (region: string, over: object = {}) => yrdProfile({ profileId: `HRSS-SSI-0201.${region}`, region, validFrom: '2026-03-01', ...over });
  /** Opens the case and has the opener, who accepts, promise a day: 30 working days from 2 March 2026 end on 14 April. */
  async function promised(due: string, standards: Standards, sides?: { opener: string; counterpart: string }): Promise<string> {
    const one = sides ? between(NORMAL, sides) : NORMAL;
    const [opening, acceptance] = messagesOf(one);
    const hub = new HomeHub(one, standards);
    expect(await hub.send(opening!)).toMatchObject({ code: 'REGISTERED' });
    return (await hub.send({ ...acceptance!, open: { ...acceptance!.open, due_at: due } })).code;
  }
  const LATE = '2026-06-30';
  const IN_TIME = '2026-04-10';

  it('holds the side in the region to what the region harmonised, and lets it promise within', async () => {
    const standards = withProfiles(profile('yrd'));
    expect([await promised(LATE, standards), await promised(IN_TIME, standards)]).toEqual(['profile.limit-exceeded', 'REGISTERED']);
  });

  it("does not hold a side to the other side's region", async () => expect(await promised(LATE, withProfiles(profile('ccec')))).toBe('REGISTERED'));

  it('holds each side to its own where both regions have one', async () => {
    const both = withProfiles(profile('ccec', { limit: { ...profile('yrd').limit, value: 5 } }), profile('yrd'));
    expect([await promised(LATE, both), await promised(IN_TIME, both)]).toEqual(['profile.limit-exceeded', 'REGISTERED']);
  });

  it('binds divisions inside the sub-scope: Shenzhen is held to the profile, Shantou is not under it, and a SAR is not held to mainland days', async () => {
    const standards = withProfiles(profile('gba'));
    const from = (opener: string) => promised(LATE, standards, { opener, counterpart: '510104' });
    expect([await from('440304'), await from('440507')]).toEqual(['profile.limit-exceeded', 'REGISTERED']);
    // Limits agreed on the mainland are none for a SAR, whose days off nobody here knows.
    expect(await from('810000')).toBe('REGISTERED');
  });

  it('keeps what held when it was opened', async () => {
    expect(await promised(LATE, withProfiles(profile('yrd', { validFrom: '2026-03-03' })))).toBe('REGISTERED');
    expect(await promised(LATE, withProfiles(profile('yrd', { validTo: '2026-03-02' })))).toBe('profile.limit-exceeded');
  });

  it('is not held to a profile that was withdrawn', async () => {
    const standards = withProfiles(profile('yrd'));
    const [release] = standards.catalogue.releasesOf({ kind: 'profile', id: 'HRSS-SSI-0201.yrd' });
    standards.catalogue = standards.catalogue.withReleases([{ ...release!, withdrawnAt: '2026-03-01T12:00:00+08:00' }]);
    expect(await promised(LATE, standards)).toBe('REGISTERED');
  });

  it('writes the refusal into the log, and the case goes on', async () => {
    const hub = new HomeHub(NORMAL, withProfiles(profile('yrd')));
    const [opening, acceptance, ...rest] = messagesOf(NORMAL);
    await hub.play([opening!, acceptance!]);
    expect(new Set(await hub.play([{ ...acceptance!, open: { ...acceptance!.open, due_at: IN_TIME } }, ...rest]))).toEqual(new Set(['REGISTERED']));
    expect((await hub.read()).entries).toHaveLength(NORMAL.messages.length + 1);
  });
});
