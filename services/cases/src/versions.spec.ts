import { type ArtefactRef, type Flow, type Release, type SuspensionScope, artefactVersion, beijingInstant } from '@tongban/domain';
import { Defer } from '@tongban/messaging';
import fc from 'fast-check';
import { allWalks, walk } from '../../../test/harness/walks';
import { HomeHub, Standards, base } from '../test/home-hub';
import { ReleaseMissing } from './record/release-missing';

const WALK = walk('F-ARC.normal');
const ITEM: ArtefactRef = { kind: 'item', id: WALK.item };
const FLOW: ArtefactRef = { kind: 'flow', id: WALK.flow };
const [OPENING, ...REST] = WALK.messages;
/** Noon in Beijing on a day of March 2026; the walk opens in the morning of the second. */
const march = (day: number): string => beijingInstant(Date.parse('2026-02-28T12:00:00+08:00') + day * 86_400_000);

/** Another version of the flow, which its messages tell by their digest. */
const flowVersion = (version: string, change: (flow: { en: string }) => void) => {
  const content = structuredClone(base.flows.get(FLOW.id)) as Flow & { en: string };
  change(content);
  return artefactVersion(FLOW, version, content);
};
const SECOND = flowVersion('1.1', (flow) => { flow.en = 'Second edition'; });

function withSecond(from: string, until = from): Standards {
  const standards = new Standards();
  standards.catalogue = standards.catalogue.withPublication({ number: 1, artefacts: [SECOND], effectiveFrom: from, transitionEndsAt: until });
  return standards;
}
/** What a sender uses that takes the newest, or the one before. */
const versionAt = (hub: HomeHub, at: string, version: string) => {
  const accepted = hub.releases.accepted(WALK.item, at);
  const found = accepted.kind === 'accepted' ? accepted.releases.find((one) => one.version === version) : undefined;
  if (!found) throw new Error(`${version} is not accepted at ${at}`);
  return found;
};
function changed(standards: Standards, ref: ArtefactRef, version: string, change: (release: Release) => Partial<Release>): void {
  const release = standards.catalogue.releasesOf(ref).find((one) => one.version === version);
  if (!release) throw new Error(`no ${ref.id} ${version}`);
  standards.catalogue = standards.catalogue.withReleases([{ ...release, ...change(release) }]);
}
const suspend = (standards: Standards, ref: ArtefactRef, version: string, scope: SuspensionScope, from: string, to?: string): void =>
  changed(standards, ref, version, () => ({ suspensions: [{ scope, from, ...(to && { to }) }] }));

describe('while nothing is published', () => {
  it.each(allWalks().map((one) => [one.name, one] as const))('the walk %s is registered to its end, and read again from its log', async (_name, one) => {
    const hub = new HomeHub(one, new Standards());
    expect(new Set(await hub.play(one.messages))).toEqual(new Set(['REGISTERED']));
    const record = await hub.read();
    expect([record.chainWhole, record.entries.length]).toEqual([true, one.messages.length]);
    expect(hub.releases.versionsOf(record.opening!, march(2)).flow).toEqual({ version: '1.0', status: 'effective' });
  });

  it('every item has its one release, whatever the instant', () => {
    const { releases } = new HomeHub(WALK, new Standards());
    const instant = fc.integer({ min: -20_000, max: 20_000 }).map(march);
    fc.assert(fc.property(fc.constantFrom(...base.items.keys()), instant, (itemCode, at) => {
      const expected = base.itemFlow(itemCode);
      const accepted = releases.accepted(itemCode, at);
      if (typeof expected === 'string') return expect(accepted).toEqual({ kind: expected });
      expect(accepted).toMatchObject({ kind: 'accepted', releases: [{ version: '1.0', flow: { id: expected.flowId } }] });
      const [only, ...others] = accepted.kind === 'accepted' ? accepted.releases : [];
      expect([others, releases.byDigest(only!.types.digest) === only]).toEqual([[], true]);
    }), { numRuns: 300 });
  });
});

describe('a new case', () => {
  const opened = async (standards: Standards, at: string, version: string, knownAt = at) => {
    const hub = new HomeHub(WALK, standards);
    const { code, detail } = await hub.send(OPENING!, { receivedAt: at, release: versionAt(hub, knownAt, version) });
    return { code, detail, version: (await hub.read()).opening?.release.version };
  };

  it.each<[string, string, number, string]>([
    ['the old version before the new one is effective', '1.0', 3, 'REGISTERED'],
    ['the new version before it is effective', '1.1', 3, 'schema.version-unknown'],
    ['the new version from its effective moment on', '1.1', 5, 'REGISTERED'],
    ['the old version in the transition window', '1.0', 9, 'REGISTERED'],
    ['the old version after the transition window', '1.0', 10, 'schema.version-unknown'],
    ['the new version after the transition window', '1.1', 10, 'REGISTERED'],
  ])('with %s', async (_what, version, day, expected) => {
    const seen = await opened(withSecond(march(5), march(10)), march(day), version, march(7));
    expect([seen.code, seen.version]).toEqual([expected, expected === 'REGISTERED' ? version : undefined]);
  });

  it('with a version that is not accepted is told which are', async () => {
    const standards = withSecond(march(5), march(10));
    const { detail } = await opened(standards, march(11), '1.0', march(7));
    const hub = new HomeHub(WALK, standards);
    expect(detail).toContain(`accepted: F-ARC 1.1 (${versionAt(hub, march(7), '1.1').types.digest})`);
    expect(detail).not.toContain('F-ARC 1.0');
  });

  it.each<[string, ArtefactRef]>([['the item', ITEM], ['the flow', FLOW]])('is refused while %s is suspended, and only then', async (_what, ref) => {
    const standards = new Standards();
    suspend(standards, ref, '1.0', 'new-cases', march(3), march(5));
    const release = versionAt(new HomeHub(WALK, standards), march(2), '1.0');
    const codes: string[] = [];
    for (const day of [2, 3, 5]) codes.push((await new HomeHub(WALK, standards).send(OPENING!, { receivedAt: march(day), release })).code);
    expect(codes).toEqual(['REGISTERED', 'item.suspended', 'REGISTERED']);
  });

  it('is refused once the item is withdrawn', async () => {
    const standards = new Standards();
    changed(standards, ITEM, '1.0', () => ({ withdrawnAt: march(3) }));
    const release = versionAt(new HomeHub(WALK, standards), march(2), '1.0');
    expect((await new HomeHub(WALK, standards).send(OPENING!, { receivedAt: march(3), release })).code).toBe('item.withdrawn');
  });

  it('of a hub that may lack what holds is refused before anything else is said of its item', async () => {
    const standards = new Standards();
    const release = versionAt(new HomeHub(WALK, standards), march(2), '1.0');
    standards.late = { owner: 'nat', reason: 'behind', held: 1, announced: 2, knownUntil: march(1) };
    for (const change of [{}, { itemCode: 'HRSS-NEW-0001' }, { schemaDigest: 'f'.repeat(64) }]) {
      const { code, detail } = await new HomeHub(WALK, standards).send(OPENING!, { release, change });
      expect([code, detail]).toEqual(['standard.not-current', expect.stringMatching(/registry of nat .*behind/)]);
    }
  });

  it('waits while the hub may soon know more, and leaves nothing behind', async () => {
    const standards = new Standards();
    const hub = new HomeHub(WALK, standards);
    hub.waits = true;
    standards.late = { owner: 'nat', reason: 'no-head', held: 0 };
    await expect(hub.send(OPENING!)).rejects.toBeInstanceOf(Defer);
    expect(hub.log.entries).toEqual([]);
    standards.late = undefined;
    expect((await hub.send(OPENING!)).code).toBe('REGISTERED');
  });
});

describe('a running case', () => {
  const begun = async (standards: Standards) => {
    const hub = new HomeHub(WALK, standards);
    expect((await hub.send(OPENING!)).code).toBe('REGISTERED');
    return hub;
  };

  it('keeps its version when another is published, after the window, and after a withdrawal', async () => {
    const standards = new Standards();
    const hub = await begun(standards);
    const release = (await hub.read()).opening!.release;
    standards.catalogue = withSecond(march(3)).catalogue;
    expect((await hub.send(REST[0]!, { release })).code).toBe('REGISTERED');
    changed(standards, FLOW, '1.1', () => ({ withdrawnAt: march(4) }));
    changed(standards, ITEM, '1.0', () => ({ withdrawnAt: march(4) }));
    expect(new Set(await hub.play(REST.slice(1), { release }))).toEqual(new Set(['REGISTERED']));
    const { opening } = await hub.read();
    expect(hub.releases.versionsOf(opening!, march(3))).toMatchObject({ item: { version: '1.0', status: 'effective' }, flow: { version: '1.0', status: 'superseded', newest: '1.1' } });
    expect(hub.releases.versionsOf(opening!, march(9))).toMatchObject({ item: { version: '1.0', status: 'withdrawn' }, flow: { version: '1.0' } });
  });

  it('takes no message of another version, old or new', async () => {
    const standards = withSecond(march(1), march(30));
    const hub = new HomeHub(WALK, standards);
    const [old, young] = [versionAt(hub, march(2), '1.0'), versionAt(hub, march(2), '1.1')];
    expect((await hub.send(OPENING!, { release: old })).code).toBe('REGISTERED');
    expect((await hub.send(REST[0]!, { release: young })).code).toBe('schema.version-unknown');
    expect((await hub.send(REST[0]!, { release: old })).code).toBe('REGISTERED');
  });

  it.each<[SuspensionScope, string]>([['new-cases', 'REGISTERED'], ['all', 'item.suspended']])('under a suspension of scope %s', async (scope, expected) => {
    for (const ref of [ITEM, FLOW]) {
      const standards = new Standards();
      const hub = await begun(standards);
      const release = (await hub.read()).opening!.release;
      suspend(standards, ref, '1.0', scope, march(3), march(20));
      expect([ref.kind, (await hub.send(REST[0]!, { release, receivedAt: march(4) })).code]).toEqual([ref.kind, expected]);
    }
  });

  it('goes on when a suspension of everything is over', async () => {
    const standards = new Standards();
    const hub = await begun(standards);
    suspend(standards, FLOW, '1.0', 'all', march(3), march(4));
    const release = (await hub.read()).opening!.release;
    expect((await hub.send(REST[0]!, { release, receivedAt: march(3) })).code).toBe('item.suspended');
    expect((await hub.send(REST[0]!, { release, receivedAt: march(4) })).code).toBe('REGISTERED');
  });

  it('is not stopped by a suspension of a version it does not follow', async () => {
    const standards = new Standards();
    const hub = await begun(standards);
    const release = (await hub.read()).opening!.release;
    standards.catalogue = withSecond(march(3)).catalogue;
    suspend(standards, FLOW, '1.1', 'all', march(3));
    expect((await hub.send(REST[0]!, { release, receivedAt: march(4) })).code).toBe('REGISTERED');
  });

  it('goes on while the hub is late', async () => {
    const standards = new Standards();
    const hub = await begun(standards);
    standards.late = { owner: 'nat', reason: 'stale', held: 0, announced: 0, knownUntil: march(-30) };
    const { release } = (await hub.read()).opening!;
    expect(new Set(await hub.play(REST, { release }))).toEqual(new Set(['REGISTERED']));
  });

  it('waits, whole, in a process that has not read its version yet', async () => {
    const standards = withSecond(march(1));
    const hub = new HomeHub(WALK, standards);
    const release = versionAt(hub, march(2), '1.1');
    await hub.send(OPENING!, { release });
    const published = standards.catalogue;
    standards.catalogue = new Standards().catalogue;
    const waiting = await hub.read().catch((cause: unknown) => cause);
    expect(waiting).toBeInstanceOf(ReleaseMissing);
    expect((waiting as ReleaseMissing).traits.retryable).toBe(true);
    await expect(hub.send(REST[0]!, { release })).rejects.toBeInstanceOf(ReleaseMissing);
    expect(hub.log.entries).toHaveLength(1);
    standards.catalogue = published;
    expect(new Set(await hub.play(REST, { release }))).toEqual(new Set(['REGISTERED']));
  });

  it('shows the version it began with where a later one restores the same text', async () => {
    const standards = withSecond(march(-10));
    standards.catalogue = standards.catalogue.withPublication({ number: 2, artefacts: [flowVersion('1.2', () => undefined)], effectiveFrom: march(1), transitionEndsAt: march(1) });
    const hub = new HomeHub(WALK, standards);
    await hub.send(OPENING!);
    const { opening } = await hub.read();
    expect(hub.releases.versionsOf(opening!, march(3)).flow).toEqual({ version: '1.2', status: 'effective' });
    expect(hub.releases.versionsOf({ ...opening!, openedAt: march(-20) }, march(3)).flow).toEqual({ version: '1.0', status: 'superseded', newest: '1.2' });
  });
});

describe('the same bytes again', () => {
  it('are registered once the hub knows what holds, as of the moment they were received', async () => {
    const standards = new Standards();
    const hub = new HomeHub(WALK, standards);
    const bytes = await hub.make(OPENING!);
    const at = { receivedAt: march(2) };
    standards.late = { owner: 'nat', reason: 'behind', held: 0, announced: 1 };
    expect((await hub.submit(bytes, at)).code).toBe('standard.not-current');
    expect([hub.log.entries.length, hub.refused.length]).toEqual([0, 1]);
    standards.late = undefined;
    standards.catalogue = withSecond(march(3)).catalogue;
    expect((await hub.submit(bytes, { ...at, decidedAt: march(4) })).code).toBe('REGISTERED');
    expect((await hub.read()).opening).toMatchObject({ openedAt: march(2), release: { version: '1.0' } });
  });

  it.each<[string, ArtefactRef]>([['item', ITEM], ['flow', FLOW]])('open a case once the suspension of the %s is over', async (_what, ref) => {
    const standards = new Standards();
    const hub = new HomeHub(WALK, standards);
    const bytes = await hub.make(OPENING!);
    suspend(standards, ref, '1.0', 'new-cases', march(2), march(5));
    const codes: string[] = [];
    for (const day of [2, 4, 5]) codes.push((await hub.submit(bytes, { receivedAt: march(2), decidedAt: march(day) })).code);
    expect(codes).toEqual(['item.suspended', 'item.suspended', 'REGISTERED']);
    expect(hub.log.entries).toHaveLength(1);
  });

  it('go on with a case once it is halted no more', async () => {
    const standards = new Standards();
    const hub = new HomeHub(WALK, standards);
    await hub.send(OPENING!);
    const bytes = await hub.make(REST[0]!);
    suspend(standards, FLOW, '1.0', 'all', march(3), march(5));
    const codes: string[] = [];
    for (const day of [3, 5]) codes.push((await hub.submit(bytes, { receivedAt: march(3), decidedAt: march(day) })).code);
    expect([codes, (await hub.read()).rejectedCount]).toEqual([['item.suspended', 'REGISTERED'], 0]);
  });

  it('that were received before a suspension are judged as of then', async () => {
    const standards = new Standards();
    const hub = new HomeHub(WALK, standards);
    const bytes = await hub.make(OPENING!);
    suspend(standards, ITEM, '1.0', 'all', march(3));
    expect((await hub.submit(bytes, { receivedAt: march(2), decidedAt: march(4) })).code).toBe('REGISTERED');
  });

  it('keep a refusal that is final', async () => {
    const hub = new HomeHub(WALK, new Standards());
    const bytes = await hub.make(OPENING!, { change: { schemaDigest: 'f'.repeat(64) } });
    const at = { receivedAt: march(2) };
    expect([(await hub.submit(bytes, at)).code, (await hub.submit(bytes, at)).code, hub.log.entries.length]).toEqual(['schema.version-unknown', 'schema.version-unknown', 1]);
  });
});
