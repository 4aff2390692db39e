import { Play, STEWARD_1, STEWARD_2 } from '../../../test/registry-play';
import { HOME_REGIONS } from '../../identifiers/divisions';
import { artefactVersion } from '../artefact';
import type { RegistryAction } from '../commands';
import { DRY_RUN_HOURS_MAX, type MigrationDryRun, migrationDigest } from './order';

const FLOW = { kind: 'flow', id: 'F-SYN' } as const;
const content = (en: string) => ({ flowId: FLOW.id, zh: '合成', en, itemCodes: ['HRSS-EMP-9001'], sourceStandardIds: [] });
const targets = [{ ...FLOW, version: '1.0' }, { ...FLOW, version: '1.1' }];
const states = [{ from: 'SUBMITTED', to: 'ACCEPTED' }, { from: 'CHECKING' }];
type Migrate = Extract<RegistryAction, { action: 'migrate' }>;

/** Version 1.1 is in force, and 1.0 is no more. */
function play(): Play {
  const of = new Play('nat', [artefactVersion(FLOW, '1.0', content('first'))]);
  of.publish('1.1', { artefacts: [{ ...FLOW, version: '1.1', content: content('second') }], effectiveFrom: of.now, transitionDays: 0 });
  return of;
}
const dryRuns = (at: string, mapping = { targets, states }): MigrationDryRun[] => HOME_REGIONS.map((region) => ({ region, orderDigest: migrationDigest(mapping), at, running: 3, movable: 2, signed: 'AA==' }));
const migrate = (more: Partial<Migrate> = {}, at = '2026-03-02T08:00:00+08:00'): Migrate => ({ action: 'migrate', targets, states, dryRuns: dryRuns(at), ...more });
const refused = (of: Play, action: RegistryAction) => of.refusal({ type: 'propose-action', actor: STEWARD_1, action });

describe('a migration of running cases is ordered by two persons, after a dry run (T1-C3, G1-C3)', () => {
  it('holds when the second confirms exactly what the first asked for, and stands', () => {
    const of = play();
    const { commandId: actionId } = of.tell({ type: 'propose-action', actor: STEWARD_1, action: migrate() });
    const { digest } = of.state.actions.get(actionId)!;
    expect(of.state.migrations).toEqual([]);
    expect(of.refusal({ type: 'confirm-action', actionId, digest, actor: STEWARD_1 })?.code).toBe('approval.same-person');
    expect(of.refusal({ type: 'confirm-action', actionId, digest: '0'.repeat(64), actor: STEWARD_2 })?.code).toBe('approval.digest-changed');
    const { at } = of.tell({ type: 'confirm-action', actionId, digest, actor: STEWARD_2 });
    expect(of.state.migrations).toEqual([{ actionId, at, targets, states, reason: 'a reason' }]);
    expect(of.state.actions.size).toBe(0);
  });

  it.each<[string, MigrationDryRun[]]>([
    ['without any', []], ['without that of one hub', dryRuns('2026-03-02T08:00:00+08:00').slice(1)], ['with those of another mapping', dryRuns('2026-03-02T08:00:00+08:00', { targets, states: states.slice(1) })],
    ['with those of long ago', dryRuns('2026-02-20T08:00:00+08:00')],
  ])('is not asked for %s', (_what, runs) => expect(refused(play(), migrate({ dryRuns: runs }))?.code).toBe('migration.dry-run-missing'));

  it('is not confirmed when the dry runs have become old meanwhile', () => {
    const of = play();
    const { commandId: actionId } = of.tell({ type: 'propose-action', actor: STEWARD_1, action: migrate() });
    of.now = new Date(Date.parse(of.now) + DRY_RUN_HOURS_MAX * 3_600_000).toISOString();
    expect(of.refusal({ type: 'confirm-action', actionId, digest: of.state.actions.get(actionId)!.digest, actor: STEWARD_2 })?.code).toBe('migration.dry-run-missing');
  });

  it.each<[string, Partial<Migrate>, string]>([
    ['one version alone', { targets: targets.slice(0, 1) }, 'registry.command-invalid'],
    ['versions of two flows', { targets: [targets[0]!, { ...targets[1]!, id: 'F-OTHER' }] }, 'registry.command-invalid'],
    ['no flow', { targets: targets.map((one) => ({ ...one, kind: 'item' as const })) }, 'registry.command-invalid'],
    ['no state', { states: [] }, 'registry.command-invalid'],
    ['a state twice', { states: [...states, { from: 'CHECKING', to: 'CHECKING' }] }, 'registry.command-invalid'],
    ['a version that is not published', { targets: [targets[0]!, { ...targets[1]!, version: '7.0' }] }, 'standard.version-unknown'],
    ['a version that no new case begins with', { targets: [targets[1]!, targets[0]!] }, 'standard.wrong-step'],
  ])('is refused for %s', (_what, more, code) => expect(refused(play(), migrate(more))?.code).toBe(code));
});
