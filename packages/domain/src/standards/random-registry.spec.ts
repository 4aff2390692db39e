import * as fc from 'fast-check';
import { BASELINE, ITEM, Play, STEWARD_1, STEWARD_2, draftOf, itemContent } from '../../test/registry-play';
import { compareVersions, parseVersion } from './artefact';
import { isBefore } from './business-order';
import { type Actor, DISPOSITIONS, SUSPENSION_SCOPES } from './commands';
import { type DraftRecord, isApproved } from './draft-record';
import type { RegistryEvent } from './events';
import { SWITCH_POSITIONS } from './switches/switch';
import { acceptedForNewCases, evolve, initialRegistry, releasesOf, statusOf } from './registry';

type Asked = Parameters<Play['tell']>[0];

/** Three persons, mostly with keys of their own. */
const person = fc.constantFrom('1', '2', '3');
const actor: fc.Arbitrary<Actor> = fc.tuple(person, fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, { arbitrary: person, weight: 1 })).map(([id, key]) => ({ personId: `p${id}`, keyId: `k${key ?? id}`, unit: '310000' }));
const draftId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const version = fc.constantFrom('1.0', '1.1', '1.2', '2.0', '2.1', '3.0');
/** Hours from the moment of the step; some lie before it. */
const hours = fc.integer({ min: -20, max: 600 });
const from = (play: Play, after: number): string => new Date(Date.parse(play.now) + after * 3600_000).toISOString();
const newest = (play: Play): string => releasesOf(play.state, ITEM).at(-1)!.version;

const pick = fc.nat(11);
/** Mostly a draft at which the step makes sense, else any. */
function aimed(play: Play, at: number, fits: (draft: DraftRecord) => boolean): string {
  const open = [...play.state.openDrafts];
  const fit = at % 4 === 0 ? open : open.filter((id) => fits(play.state.drafts.get(id)!));
  return fit[at % Math.max(1, fit.length)] ?? 'a';
}

/** Steps know the play, so that digests, versions and pending actions are often the right ones. */
type Step = (play: Play) => Asked;
const steps: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.tuple(actor, draftId, fc.option(version), hours, fc.nat(20), fc.constantFrom('甲', '乙')).map(([who, id, any, after, transitionDays, zh]): Step => (play) => {
    const { major, minor } = parseVersion(newest(play));
    const text = any ?? (transitionDays > 10 ? `${major + 1}.0` : `${major}.${minor + 1}`);
    return draftOf(text, { actor: who, draftId: id, effectiveFrom: from(play, after), transitionDays, artefacts: [{ ...ITEM, version: text, content: itemContent(zh) }] });
  }), weight: 3 },
  fc.tuple(actor, draftId, version, version, hours).map(([who, id, text, patches, after]): Step => (play) =>
    ({ ...draftOf(text, { actor: who, draftId: id, effectiveFrom: from(play, after) }), type: 'draft-corrigendum', artefacts: [{ ...ITEM, version: text, patches, content: itemContent('丙') }] })),
  fc.tuple(actor, draftId, version, version).map(([who, id, text, restores]): Step => () => ({ ...draftOf(text, { actor: who, draftId: id }), type: 'draft-revert', artefacts: [{ ...ITEM, version: text, restores }] })),
  { arbitrary: fc.tuple(actor, pick, hours).map(([who, at, after]): Step => (play) => ({ type: 'open-consultation', actor: who, draftId: aimed(play, at, ({ approvals }) => approvals.length === 0), until: from(play, after / 4) })), weight: 2 },
  { arbitrary: fc.tuple(actor, pick).map(([who, at]): Step => (play) => ({ type: 'comment', actor: who, draftId: aimed(play, at, ({ consultation }) => consultation !== undefined && isBefore(play.now, consultation.until)), clause: '1', text: 'x' })), weight: 3 },
  { arbitrary: fc.tuple(actor, pick, fc.constantFrom(...DISPOSITIONS)).map(([who, at, disposition]): Step => (play) => {
    const id = aimed(play, at, ({ comments }) => comments.some(({ disposed }) => disposed === undefined));
    return { type: 'dispose-comment', actor: who, draftId: id, commentNo: play.state.drafts.get(id)?.comments.find(({ disposed }) => disposed === undefined)?.number ?? 1, disposition };
  }), weight: 4 },
  { arbitrary: fc.tuple(actor, pick, fc.nat(5)).map(([who, at, stale]): Step => (play) => {
    const id = aimed(play, at, ({ approvals }) => approvals.length === 1);
    return { type: 'approve', actor: who, draftId: id, digest: stale === 0 ? 'stale' : play.state.drafts.get(id)?.digest ?? '' };
  }), weight: 8 },
  { arbitrary: fc.tuple(actor, pick).map(([who, at]): Step => (play) => ({ type: 'publish', actor: who, draftId: aimed(play, at, isApproved) })), weight: 4 },
  fc.tuple(actor, pick).map(([who, at]): Step => (play) => ({ type: 'abandon', actor: who, draftId: aimed(play, at, () => true) })),
  { arbitrary: fc.tuple(actor, fc.nat(5), fc.constantFrom<'suspend' | 'resume' | 'withdraw'>('suspend', 'suspend', 'suspend', 'resume', 'withdraw'), fc.constantFrom(...SUSPENSION_SCOPES)).map(([who, at, action, scope]): Step => (play) => {
    const releases = releasesOf(play.state, ITEM);
    const { version: text, suspensions } = releases[at % releases.length]!;
    const targets = [{ ...ITEM, version: text }];
    if (suspensions.length % 2 === 1 && at > 1) return { type: 'propose-action', actor: who, action: { action: 'resume', targets } };
    return { type: 'propose-action', actor: who, action: action === 'suspend' ? { action, targets, scope } : action === 'resume' ? { action, targets } : { action, targets } };
  }), weight: 2 },
  fc.tuple(actor, fc.constantFrom(...SWITCH_POSITIONS), hours).map(([who, position, after]): Step => (play) => ({ type: 'propose-action', actor: who, action: { action: 'switch', scope: { itemCode: ITEM.id }, position, from: from(play, after) } })),
  { arbitrary: fc.tuple(actor, fc.nat(3)).map(([who, at]): Step => (play) => {
    const pending = [...play.state.actions.values()];
    const { actionId, digest } = pending[at % Math.max(1, pending.length)] ?? { actionId: 'none', digest: '' };
    return { type: 'confirm-action', actor: who, actionId, digest };
  }), weight: 2 },
  fc.tuple(actor, version, fc.constantFrom('2026-03-15', '2026-05-01')).map(([who, text, on]): Step => () => ({ type: 'declare-adoption', actor: who, participant: '310000', version: { ...ITEM, version: text }, adoption: { status: 'adopted', on } })),
  fc.tuple(actor, version, fc.integer({ min: 1, max: 100 })).map(([who, text, percent]): Step => () => ({ type: 'set-target', actor: who, target: { version: { ...ITEM, version: text }, region: 'yrd', goal: { percent }, by: '2026-05-01' } })),
);
/** Hours that pass before each step, and the steps. */
const walk = fc.array(fc.tuple(steps, fc.nat(12)), { minLength: 20, maxLength: 80, size: 'max' });

function play(walked: readonly (readonly [Step, number])[], each: (play: Play) => void = () => undefined): Play {
  const registry = new Play();
  for (const [step, passed] of walked) {
    registry.now = from(registry, passed);
    registry.attempt(step(registry));
    each(registry);
  }
  return registry;
}

/** Approvals of the text that an event publishes, read from the log alone. */
function approversOf(log: readonly RegistryEvent[], published: Extract<RegistryEvent, { type: 'published' }>): { readonly drafter: Actor; readonly approvers: readonly Actor[] } {
  const own = log.slice(0, published.number - 1).filter((event) => 'draftId' in event && event.draftId === published.draftId);
  const text = own.findLast(({ type }) => type === 'drafted' || type === 'draft-revised')!;
  return { drafter: text.actor, approvers: own.filter((event) => event.number > text.number && event.type === 'draft-approved' && event.digest === published.digest).map(({ actor: by }) => by) };
}

describe('random commands', () => {
  const seen: Record<string, number> = {};
  const forWalks = (check: (registry: Play) => void): void => fc.assert(fc.property(walk, (walked) => {
    const registry = play(walked);
    for (const { type } of registry.log) seen[type] = (seen[type] ?? 0) + 1;
    check(registry);
  }), { numRuns: 60 });

  it('never publish without two approvers who differ in person and key, one of them not the drafter', () => forWalks(({ log }) => {
    for (const event of log) if (event.type === 'published') {
      const { drafter, approvers } = approversOf(log, event);
      expect(new Set(approvers.map(({ personId }) => personId)).size).toBeGreaterThanOrEqual(2);
      expect(new Set(approvers.map(({ keyId }) => keyId)).size).toBe(approvers.length);
      expect(approvers.some(({ personId, keyId }) => personId !== drafter.personId && keyId !== drafter.keyId)).toBe(true);
      expect(event.approvers).toEqual(approvers);
      expect(Date.parse(event.effectiveFrom)).toBeGreaterThanOrEqual(Date.parse(event.at));
    }
  }));
  it('never change what is in force by one person or one key', () => forWalks(({ log }) => {
    for (const event of log) if (event.type === 'suspended' || event.type === 'resumed' || event.type === 'withdrawn' || event.type === 'switch-set') {
      const proposed = log.find(({ commandId }) => commandId === event.actionId)!;
      expect(proposed.type).toBe('action-proposed');
      expect(event.actor.personId).not.toBe(proposed.actor.personId);
      expect(event.actor.keyId).not.toBe(proposed.actor.keyId);
    }
  }));
  it('are numbered from 1 without a gap and never go back in time', () => forWalks(({ log, state }) => {
    expect(log.map(({ number }) => number)).toEqual(log.map((_, at) => at + 1));
    expect(state.lastNumber).toBe(log.length);
    log.forEach((event, at) => expect(Date.parse(event.at)).toBeGreaterThanOrEqual(Date.parse(log[at - 1]?.at ?? event.at)));
  }));
  it('give a log that gives the same state again, after a way through JSON too', () => forWalks(({ log, state }) => {
    expect(log.reduce(evolve, initialRegistry('nat', BASELINE))).toEqual(state);
    expect((JSON.parse(JSON.stringify(log)) as RegistryEvent[]).reduce(evolve, initialRegistry('nat', BASELINE))).toEqual(state);
  }));
  it('edit nothing that is published, and no state before', () => fc.assert(fc.property(walk, (walked) => {
    const kept: { readonly copy: string; readonly of: unknown }[] = [];
    const digests = new Map<string, string>();
    play(walked, ({ state }) => {
      for (const one of releasesOf(state, ITEM)) {
        expect(digests.get(one.version) ?? one.digest).toBe(one.digest);
        digests.set(one.version, one.digest);
        if (kept.length < 50) kept.push({ copy: JSON.stringify(one), of: one });
      }
    });
    for (const { copy, of } of kept) expect(JSON.stringify(of)).toBe(copy);
  }), { numRuns: 60 }));
  it('leave at most one version effective, the first that new cases are offered', () => forWalks(({ state }) => {
    for (let month = 3; month <= 6; month++) {
      const at = `2026-0${month}-15T00:00:00+08:00`;
      const accepted = acceptedForNewCases(state, ITEM, at);
      const effective = releasesOf(state, ITEM).filter((one) => statusOf(state, ITEM, one.version, at) === 'effective');
      expect(effective).toEqual(accepted.slice(0, 1));
      expect(accepted.map(({ version: text }) => text)).toEqual(accepted.map(({ version: text }) => text).sort((a, b) => compareVersions(b, a)));
      for (const one of accepted) expect(['effective', 'superseded']).toContain(statusOf(state, ITEM, one.version, at));
    }
  }));
  it('came to every kind of event, so that nothing above is said of nothing', () => expect(Object.keys(seen).sort()).toEqual([
    'action-proposed', 'adoption-declared', 'comment-disposed', 'commented', 'consultation-opened', 'draft-abandoned', 'draft-approved', 'draft-revised', 'drafted', 'published', 'resumed', 'suspended', 'switch-set', 'target-set', 'withdrawn',
  ]));
});

describe('an example of the walks', () => {
  it('is itself played right', () => expect(play([[() => draftOf('1.1', { draftId: 'a' }), 0], [(on) => ({ type: 'approve', actor: STEWARD_2, draftId: 'a', digest: on.state.drafts.get('a')!.digest }), 1],
    [(on) => ({ type: 'approve', actor: STEWARD_1, draftId: 'a', digest: on.state.drafts.get('a')!.digest }), 1], [() => ({ type: 'publish', actor: STEWARD_1, draftId: 'a' }), 1]]).log.map(({ type }) => type))
    .toEqual(['drafted', 'draft-approved', 'draft-approved', 'published']));
});
