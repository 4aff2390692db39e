import type { Command } from 'commander';
import { TongbanError } from '@tongban/contracts';
import { type ArtefactVersionRef, type MigrationMapping, isVersion } from '@tongban/domain';
import { dryRunOf } from '@tongban/registry';
import { type Options, type Session, textOption } from '../../command-action';
import { readGiven } from '../../fields-file';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, UsageError } from '../../outcome';
import { type DryRuns, dryRuns, summed } from '../../standards/dry-runs';
import { handGiven } from '../../standards/hand';
import { mappingGiven } from '../../standards/migration-mapping';
import { publishedStandards } from '../../standards/published';
import { RegistryDesk } from '../../standards/registry-desk';
import { signingOptions, stepResult } from '../../standards/step-command';
import type { View } from '../../view';

/** Flows belong to the national hub. */
const OWNER = 'nat';

/** `standards migrate FLOW`: what a mapping would do to running cases, asked of every hub; without `--dry-run` then asked for, for another person to confirm. */
export function registerMigrate(parent: Command, session: Session): void {
  const command = parent.command('migrate').description('演练并提请在办件迁移到流程的另一版本 / dry-run and ask for a migration of running cases to another version of their flow')
    .argument('<flow>', '流程编号 / id of the flow').requiredOption('--from <version>', '在办件现遵循的版本 / version the cases follow').requiredOption('--to <version>', '迁移到的版本 / version they are to follow')
    .requiredOption('--map <file.json>', '原状态到新状态，留在原版本的为null / state before to state after, null for those that stay').option('--same', '同名状态互相对应 / states of the same id go to each other')
    .option('--dry-run', '只演练 / dry run only');
  handleWithHub(signingOptions(command), session, (context, [flow = '']) => migrate(context, session, flow));
}

async function migrate({ setup, operator, options }: HubContext, session: Session, flow: string): Promise<CommandResult> {
  const desk = new RegistryDesk(setup, operator);
  const mapping = await mappingOf({ setup, operator, options }, desk, session, flow);
  const asked = await dryRuns(operator, desk.trust, setup.environment, mapping);
  if (options['dryRun'] === true) return dryRunResult(mapping, asked);
  if (asked.unreachable.length > 0) throw new TongbanError('region.unreachable', `no dry run of ${asked.unreachable.join(', ')}`);
  const hand = handGiven(setup, session.io, textOption(options, 'as'));
  const given = await desk.give(hand, OWNER, { type: 'propose-action', action: { action: 'migrate', ...mapping, dryRuns: asked.runs.map(({ signed }, at) => dryRunOf(signed, at)) } },
    { reason: textOption(options, 'reason') ?? '', unit: textOption(options, 'unit') });
  return stepResult(given);
}

async function mappingOf({ setup, operator, options }: Omit<HubContext, 'view'>, desk: RegistryDesk, session: Session, flow: string): Promise<MigrationMapping> {
  const targets = ['from', 'to'].map((name): ArtefactVersionRef => ({ kind: 'flow', id: flow, version: versionOption(options, name) }));
  const file = textOption(options, 'map') ?? '';
  const text = readGiven(session.io, file);
  const { catalogue } = await publishedStandards(setup, operator, desk);
  const at = await desk.now(OWNER);
  const [from, to] = targets.map(({ id, version }) => {
    const release = catalogue.releaseOfVersion(id, version, at);
    if (release === undefined) throw new TongbanError('standard.version-unknown', `flow/${id}@${version}`);
    return release.compiled;
  });
  return { targets, states: mappingGiven(text, file, { from: from!, to: to!, same: options['same'] === true }) };
}

function versionOption(options: Options, name: string): string {
  const version = textOption(options, name) ?? '';
  if (isVersion(version)) return version;
  throw new UsageError(`--${name}应为版本号，如1.0`, `--${name} is a version, e.g. 1.0`);
}

/** Exits with 1 where a hub did not answer: without it nothing can be asked for. */
function dryRunResult({ targets, states }: MigrationMapping, { runs, unreachable }: DryRuns): CommandResult {
  const all = summed(runs);
  const regions = runs.map(({ region, said }) => ({ region, at: said.at, running: said.running, movable: said.movable }));
  return {
    document: { ok: unreachable.length === 0, dryRun: true, targets, mapping: states, ...all, regions, unreachable }, exit: unreachable.length === 0 ? 0 : 1,
    human: (view) => [
      view.say(`在办 ${all.running} 件，可迁移 ${all.movable} 件`, `${all.running} running, ${all.movable} would move`),
      ...counted(view, view.say('所处状态', 'now in'), all.states), ...counted(view, view.say('留在原版本', 'would stay'), all.staying),
      ...regions.map(({ region, running, movable }) => `  ${region}  ${running} / ${movable}`),
      ...(unreachable.length === 0 ? [] : [view.colours.yellow(view.say(`未作演练：${unreachable.join('、')}`, `no dry run of ${unreachable.join(', ')}`))]),
    ].join('\n'),
  };
}

const counted = (view: View, title: string, counts: Readonly<Record<string, number>>): string[] =>
  (Object.keys(counts).length === 0 ? [] : [view.colours.dim(title), ...Object.entries(counts).map(([name, cases]) => `  ${name}  ${cases}`)]);
