import { BASELINE, Play, STEWARD_1, STEWARD_2 } from '../../../test/registry-play';
import type { HomeRegion } from '../../identifiers/divisions';
import type { RegistryAction } from '../commands';
import { evolve, initialRegistry } from '../registry';
import { decidingSwitch } from './position';
import type { SwitchSetting } from './switch';

const REGIONS: Readonly<Record<string, HomeRegion>> = { 310000: 'yrd', 320000: 'yrd', 510000: 'ccec', 370000: 'nat' };
const play = (owner: HomeRegion = 'nat'): Play => new Play(owner, owner === 'nat' ? BASELINE : [], (code) => REGIONS[code]);
const asked = (more: Partial<SwitchSetting> = {}): RegistryAction => ({ action: 'switch', scope: { pair: { opener: '310000', counterpart: '510000' } }, position: 'off', ...more });
const refusal = (action: RegistryAction, owner: HomeRegion = 'nat') => play(owner).refusal({ type: 'propose-action', actor: STEWARD_1, action });

describe('a switch is set by two persons', () => {
  it('and by nobody alone, and not before the second one confirms it', () => {
    const registry = play();
    const { commandId: actionId } = registry.tell({ type: 'propose-action', actor: STEWARD_1, action: asked() });
    expect(registry.state.switches).toEqual([]);
    const { digest } = registry.state.actions.get(actionId)!;
    expect(registry.refusal({ type: 'confirm-action', actor: STEWARD_1, actionId, digest })?.code).toBe('approval.same-person');
    expect(registry.refusal({ type: 'confirm-action', actor: STEWARD_2, actionId, digest: digest.replace(/^./, 'x') })?.code).toBe('approval.digest-changed');
    expect(registry.tell({ type: 'confirm-action', actor: STEWARD_2, actionId, digest, reason: '' })).toMatchObject({ type: 'switch-set', position: 'off', proposer: STEWARD_1 });
    expect(registry.state.switches).toMatchObject([{ switchId: actionId, owner: 'nat', since: registry.now, position: 'off', proposer: STEWARD_1, confirmer: STEWARD_2, reason: 'a reason' }]);
    expect(registry.state.actions.size).toBe(0);
  });

  it('never changes the past: a beginning that has passed by then is the confirmation', () => {
    const registry = play();
    registry.act(asked({ from: '2026-03-01T00:00:00+08:00' }));
    registry.act(asked({ from: '2026-03-20T00:00:00+08:00', position: 'hold' }));
    expect(registry.state.switches.map(({ since }) => since)).toEqual([registry.now, '2026-03-20T00:00:00+08:00']);
  });

  it('keeps every setting, and its log makes the same state again', () => {
    const registry = play();
    registry.act(asked());
    registry.now = '2026-03-03T09:00:00+08:00';
    registry.act(asked({ position: 'on' }));
    expect(registry.state.switches.map(({ position }) => position)).toEqual(['off', 'on']);
    const newCase = { itemCode: 'I', modes: [], opener: { participant: '310000' }, counterpart: { participant: '510000' } };
    expect(['2026-03-02T12:00:00+08:00', registry.now].map((at) => decidingSwitch(registry.state.switches, newCase, at)?.position)).toEqual(['off', undefined]);
    expect(registry.log.reduce(evolve, initialRegistry('nat', BASELINE))).toEqual(registry.state);
  });

  it('may be dropped', () => {
    const registry = play();
    const { commandId: actionId } = registry.tell({ type: 'propose-action', actor: STEWARD_1, action: asked() });
    registry.tell({ type: 'drop-action', actor: STEWARD_2, actionId });
    expect([registry.state.switches, registry.state.actions.size]).toEqual([[], 0]);
  });
});

describe('a switch is refused with every fault by its path', () => {
  it('at once', () => expect([...refusal(asked({
    scope: { itemCode: 'a b', mode: 'by-pigeon', participant: '999999', pair: { opener: '310000', counterpart: '310000' }, region: 'moon' as HomeRegion }, position: 'ajar' as 'off', from: 'soon', until: 'later', releasePerMinute: 0.5,
  }))!.paths].sort()).toEqual([
    'action.from', 'action.position', 'action.releasePerMinute', 'action.scope.itemCode', 'action.scope.mode', 'action.scope.pair', 'action.scope.participant', 'action.scope.region', 'action.until',
  ]));
  it.each<[string, Partial<SwitchSetting>, string, string]>([
    ['names nothing', { scope: {} }, 'registry.command-invalid', 'action.scope'],
    ['ends before it begins', { from: '2026-03-05T00:00:00+08:00', until: '2026-03-05T00:00:00+08:00' }, 'registry.command-invalid', 'action.until'],
    ['is over already', { until: '2026-03-01T00:00:00+08:00' }, 'registry.command-invalid', 'action.until'],
    ['is off and releases', { releasePerMinute: 60 }, 'registry.command-invalid', 'action.releasePerMinute'],
    ['names a participant that is none', { scope: { participant: '110000' } }, 'division.not-addressable', 'action.scope.participant'],
    ['names one participant as a pair', { scope: { pair: { opener: '310000', counterpart: '310000' } } }, 'parties.same-participant', 'action.scope.pair'],
  ])('that %s', (_what, more, code, path) => expect(refusal(asked(more))).toEqual({ code, paths: [path] }));
});

describe('who governs what (T6-C1)', () => {
  it.each<[string, HomeRegion, SwitchSetting['scope'], boolean]>([
    ['the national hub sets an item', 'nat', { itemCode: 'HRSS-EMP-9001' }, true],
    ['the national hub sets any pair', 'nat', { pair: { opener: '310000', counterpart: '510000' } }, true],
    ['a region sets itself', 'yrd', { region: 'yrd' }, true],
    ['a region sets its opener of a pair', 'yrd', { pair: { opener: '310000', counterpart: '510000' } }, true],
    ['a region sets its counterpart of a pair', 'ccec', { itemCode: 'HRSS-EMP-9001', pair: { opener: '310000', counterpart: '510000' } }, true],
    ['a region sets its participant', 'ccec', { participant: '510000' }, true],
    ['a region sets a whole item', 'yrd', { itemCode: 'HRSS-EMP-9001' }, false],
    ['a region sets a mode everywhere', 'yrd', { mode: 'fully-online' }, false],
    ['a region sets another one', 'yrd', { region: 'ccec' }, false],
    ['a region sets a participant of another one', 'yrd', { participant: '510000' }, false],
    ['a region sets a pair of others', 'ccec', { pair: { opener: '310000', counterpart: '320000' } }, false],
  ])('%s', (_what, owner, scope, may) => expect(refusal(asked({ scope }), owner)).toEqual(may ? undefined : { code: 'standard.wrong-owner', paths: ['action.scope'] }));
});
