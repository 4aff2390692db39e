import { ITEM, Play, SHANGHAI, STEWARD_1, STEWARD_2 } from '../../test/registry-play';
import { adoptionOf } from './adoption';
import type { RegistryAction } from './commands';
import { acceptedForNewCases, releaseOf, statusOf } from './registry';
import { servesRunningCases } from './release';

const BASE = { ...ITEM, version: '1.0' } as const;
const NEXT = { ...ITEM, version: '1.1' } as const;
const accepted = (play: Play, at = play.now): string[] => acceptedForNewCases(play.state, ITEM, at).map(({ version }) => version);
const proposal = (play: Play, action: RegistryAction): { code: string; paths: readonly string[] } | undefined => play.refusal({ type: 'propose-action', actor: STEWARD_1, action });

describe('suspension, resumption and withdrawal', () => {
  it.each<RegistryAction>([{ action: 'suspend', targets: [BASE], scope: 'all' }, { action: 'withdraw', targets: [BASE] }])('$action has no effect before a second person confirms it', (action) => {
    const play = new Play();
    const { commandId: actionId } = play.tell({ type: 'propose-action', actor: STEWARD_1, action });
    expect(statusOf(play.state, ITEM, '1.0', play.now)).toBe('effective');
    const { digest } = play.state.actions.get(actionId)!;
    const confirm = { type: 'confirm-action', actionId, digest } as const;
    expect(play.refusal({ ...confirm, actor: STEWARD_1 })?.code).toBe('approval.same-person');
    expect(play.refusal({ ...confirm, actor: { ...STEWARD_1, keyId: 'key-1b' } })?.code).toBe('approval.same-person');
    expect(play.refusal({ ...confirm, actor: { ...STEWARD_2, keyId: STEWARD_1.keyId } })?.code).toBe('approval.same-key');
    expect(play.refusal({ ...confirm, actor: STEWARD_2, digest: digest.replace(/^./, 'x') })?.code).toBe('approval.digest-changed');
    const event = play.tell({ ...confirm, actor: STEWARD_2 });
    expect(event).toMatchObject({ type: action.action === 'suspend' ? 'suspended' : 'withdrawn', targets: [BASE], proposer: STEWARD_1, actor: STEWARD_2 });
    expect(statusOf(play.state, ITEM, '1.0', play.now)).toBe(event.type);
    expect(accepted(play)).toEqual([]);
    expect(play.refusal({ ...confirm, actor: STEWARD_2 })?.code).toBe('action.unknown');
  });

  it('a suspended version gives way to the one before and comes back; what was before the suspension stays true', () => {
    const play = new Play();
    play.publish('1.1');
    play.now = '2026-06-01T00:00:00+08:00';
    expect(accepted(play)).toEqual(['1.1']);
    play.act({ action: 'suspend', targets: [NEXT], scope: 'new-cases' });
    expect([accepted(play), accepted(play, '2026-05-31T23:59:59+08:00')]).toEqual([['1.0'], ['1.1']]);
    expect(servesRunningCases(releaseOf(play.state, NEXT)!, play.now)).toBe(true);
    play.now = '2026-06-02T00:00:00+08:00';
    play.act({ action: 'suspend', targets: [NEXT], scope: 'all' });
    expect(servesRunningCases(releaseOf(play.state, NEXT)!, play.now)).toBe(false);
    play.now = '2026-06-03T00:00:00+08:00';
    play.act({ action: 'resume', targets: [NEXT] });
    expect([accepted(play), accepted(play, '2026-06-02T12:00:00+08:00')]).toEqual([['1.1'], ['1.0']]);
    expect(releaseOf(play.state, NEXT)!.suspensions.map(({ scope, from, to }) => [scope, from.slice(5, 10), to?.slice(5, 10)])).toEqual([['new-cases', '06-01', '06-02'], ['all', '06-02', '06-03']]);
  });

  it.each<[string, RegistryAction, string | undefined]>([
    ['resuming what is not suspended', { action: 'resume', targets: [BASE] }, 'standard.wrong-step'],
    ['suspending again in the same scope', { action: 'suspend', targets: [NEXT], scope: 'all' }, 'standard.wrong-step'],
    ['suspending again in another scope', { action: 'suspend', targets: [NEXT], scope: 'new-cases' }, undefined],
    ['withdrawing what is suspended', { action: 'withdraw', targets: [NEXT] }, undefined],
    ['an unknown version', { action: 'withdraw', targets: [{ ...ITEM, version: '7.0' }] }, 'standard.version-unknown'],
  ])('%s: %s', (_, action, code) => {
    const play = new Play();
    play.publish('1.1');
    play.act({ action: 'suspend', targets: [NEXT], scope: 'all' });
    expect(proposal(play, action)?.code).toBe(code);
  });

  it.each<RegistryAction>([{ action: 'suspend', targets: [BASE], scope: 'all' }, { action: 'resume', targets: [BASE] }, { action: 'withdraw', targets: [BASE] }])('$action of what is withdrawn is refused', (action) => {
    const play = new Play();
    play.act({ action: 'withdraw', targets: [BASE] });
    expect(proposal(play, action)).toEqual({ code: 'standard.wrong-step', paths: ['action.targets.0'] });
  });

  it('what was proposed is looked at again when it is confirmed, and can be dropped', () => {
    const play = new Play();
    const propose = (): string => play.tell({ type: 'propose-action', actor: STEWARD_1, action: { action: 'withdraw', targets: [BASE] } }).commandId;
    const [first, second, third] = [propose(), propose(), propose()] as const;
    const confirm = (actionId: string) => ({ type: 'confirm-action', actor: STEWARD_2, actionId, digest: play.state.actions.get(actionId)?.digest ?? '' }) as const;
    play.tell(confirm(first));
    expect(play.refusal(confirm(second))?.code).toBe('standard.wrong-step');
    play.tell({ type: 'drop-action', actor: STEWARD_2, actionId: third });
    expect(play.refusal(confirm(third))?.code).toBe('action.unknown');
    expect(play.refusal({ type: 'drop-action', actor: STEWARD_2, actionId: third })?.code).toBe('action.unknown');
    expect([...play.state.actions.keys()]).toEqual([second]);
  });

  it('keeps of a target its reference alone', () => {
    const play = new Play();
    expect(play.act({ action: 'suspend', targets: [releaseOf(play.state, BASE)!], scope: 'all' })).toMatchObject({ targets: [BASE] });
    expect(JSON.stringify(play.log)).not.toContain('content');
  });
});

describe('adoption', () => {
  const declare = (unit: string, adoption: Extract<Parameters<Play['tell']>[0], { type: 'declare-adoption' }>['adoption']) =>
    ({ type: 'declare-adoption', actor: { ...SHANGHAI, unit }, participant: unit, version: BASE, adoption }) as const;
  const participants = [['310000', 'yrd'], ['320000', 'yrd'], ['330000', 'yrd'], ['340000', 'yrd'], ['110000', 'jjj']].map(([participant, region]) => ({ participant: participant!, region: region! }));

  it('is declared by the participant itself, of a published version', () => {
    const play = new Play();
    expect(play.refusal({ ...declare('310000', { status: 'ready' }), participant: '320000' })).toEqual({ code: 'sender.not-itself', paths: ['participant'] });
    expect(play.refusal({ ...declare('310000', { status: 'ready' }), version: NEXT })).toEqual({ code: 'standard.version-unknown', paths: ['version'] });
    expect(play.refusal({ type: 'set-target', actor: STEWARD_1, target: { version: NEXT, region: 'yrd', goal: { percent: 50 }, by: '2026-06-01' } })?.code).toBe('standard.version-unknown');
  });

  it('shows the latest word of each, who is late, and how far each target is', () => {
    const play = new Play();
    const target = (goal: { percent: number } | { participants: string[] }, by: string) => play.tell({ type: 'set-target', actor: STEWARD_1, target: { version: BASE, region: 'yrd', goal, by } });
    target({ percent: 60 }, '2026-03-31');
    target({ participants: ['310000', '340000'] }, '2026-04-30');
    target({ percent: 75 }, '2026-03-31');
    target({ percent: 100 }, '2026-06-30');
    play.tell(declare('310000', { status: 'ready' }));
    play.tell(declare('310000', { status: 'adopted', on: '2026-03-15' }));
    play.tell(declare('320000', { status: 'adopted', on: '2026-04-20' }));
    play.tell({ ...declare('340000', { status: 'deferred', until: '2026-07-01' }), reason: '系统改造' });
    const at = (instant: string) => adoptionOf(play.state, BASE, participants, instant);
    const april = at('2026-04-30T23:59:59+08:00');
    expect(april.rows.map(({ participant, adopted, late, declaration }) => [participant, adopted, late, declaration?.adoption.status])).toEqual([
      ['310000', true, false, 'adopted'], ['320000', true, false, 'adopted'], ['330000', false, false, undefined], ['340000', false, false, 'deferred'], ['110000', false, false, undefined],
    ]);
    expect(april.targets.map(({ target: { by }, adopted, wanted, reached, late }) => [by, adopted, wanted, reached, late])).toEqual([
      ['2026-04-30', 1, 2, false, false], ['2026-03-31', 2, 3, false, true], ['2026-06-30', 2, 4, false, false],
    ]);
    // Midnight in Beijing.
    expect(at('2026-04-30T16:00:00Z').rows.filter(({ late }) => late).map(({ participant }) => participant)).toEqual(['340000']);
    expect(at('2026-07-01T00:00:00+08:00').rows.filter(({ late }) => late).map(({ participant }) => participant)).toEqual(['330000', '340000']);
    expect(at('2026-04-01T00:00:00+08:00').rows.filter(({ adopted }) => adopted).map(({ participant }) => participant)).toEqual(['310000']);
  });
});
