import type { Command } from 'commander';
import { bundleFromText } from '@tongban/catalogue';
import { COMMAND_LIMITS, type HomeRegion, isDate, versionKey } from '@tongban/domain';
import { reference } from '@tongban/operator';
import { type Options, type Session, textOption } from '../../command-action';
import { readGiven } from '../../fields-file';
import { type HubContext, handleWithHub } from '../../hub-command';
import { readInstant } from '../../instant';
import { type CommandResult, EXIT, UsageError } from '../../outcome';
import { effectiveMoment } from '../../standards/effective-moment';
import { handGiven, sandboxStewards } from '../../standards/hand';
import { type DraftedImport, type ImportTerms, type Progress, type PublishedImport, draftImport, publishImport } from '../../standards/import-drafts';
import { type ImportPlan, planImport } from '../../standards/import-plan';
import { type Installed, installedEverywhere } from '../../standards/installed';
import { publishedStandards } from '../../standards/published';
import { RegistryDesk } from '../../standards/registry-desk';
import { wholeNumber } from '../../standards/whole-number';
import type { View } from '../../view';
import { codeWords, named } from '../../wording';

/** `standards import FILE`: a bundle in the shapes of the reference data, all or nothing. Every fault is told at once, by JSON path. */
export function registerImport(parent: Command, session: Session): void {
  handleWithHub(parent.command('import').description('导入标准、事项、流程等，形成草案或直接发布 / draft or publish standards, items, flows and the like from a file')
    .argument('<file.json>', '{"standards": [], "items": [], "flows": [], "codeLists": [], "calendars": [], "commonMessages": [], "codeMappings": [], "profiles": [], "participants": []}')
    .option('--publish', '由沙箱的两名标准管理员审批并发布 / approved by both stewards of the sandbox and published')
    .option('--effective-from <instant>', '实施时间，默认尽快；不发布时默认后天零时 / effective from: as soon as possible by default, without --publish the day after tomorrow')
    .option('--transition-days <n>', '过渡期天数，其间旧版本仍可用于新办件 / days in which new cases may still follow the version before')
    .option('--review-due <date>', '复审日期 / date of review').option('--major', '不兼容的变更提升主版本号 / changes that break get the next major version')
    .option('--title-zh <text>', '草案名称 / title of the draft').option('--title-en <text>', '英文名称 / its title in English')
    .option('--reason <text>', '理由 / reason').option('--as <steward>', '起草人：名字或凭证文件 / drafter: a name or a credentials file'), session,
  (context, [file]) => imported(context, session, file ?? ''));
}

/** Imports a file of which `bundleTextOf` makes the bundle: by default it is one. */
export async function imported({ setup, operator, options }: HubContext, session: Session, file: string, bundleTextOf = (text: string): string => text): Promise<CommandResult> {
  const terms = termsOf(options, file);
  const stewards = options['publish'] === true ? sandboxStewards(setup) : undefined;
  const as = textOption(options, 'as');
  const drafter = as === undefined && stewards !== undefined ? stewards[0] : handGiven(setup, session.io, as);
  const say: Progress = (zh, en) => {
    if (options['json'] !== true) session.io.stderr(`${textOption(options, 'lang') === 'en' ? en : zh}\n`);
  };
  const text = bundleTextOf(readGiven(session.io, file));
  const desk = new RegistryDesk(setup, operator);

  say('读取已发布的标准', 'reading what is published');
  const { catalogue } = await publishedStandards(setup, operator, desk);
  say('检查文件', 'checking the file');
  const effective = terms.effectiveFrom ?? (await desk.now('nat'));
  const bundle = bundleFromText(text, catalogue.asOf(effective), effective);
  const plan = planImport(bundle, { releasesOf: (ref) => catalogue.releasesOf(ref), regionOfDivision, major: options['major'] === true });

  if (stewards === undefined) return draftedResult(plan, await draftImport(desk, plan, drafter, terms, say));
  const published = await publishImport(desk, operator, plan, { drafter, approvers: stewards, terms, say });
  say('等待各枢纽安装', 'waiting for the hubs to install it');
  const installed = await installedEverywhere(operator, published.map((one) => ({ owner: one.plan.owner, number: one.publishedNo })));
  return publishedResult(plan, published, installed);
}

function regionOfDivision(division: string): HomeRegion | undefined {
  const participant = reference().divisions.participantOf(division);
  return participant === undefined ? undefined : reference().divisions.regionOf(participant);
}

function termsOf(options: Options, file: string): ImportTerms {
  const effectiveFrom = effectiveMoment(textOption(options, 'effectiveFrom'));
  const reviewDue = textOption(options, 'reviewDue');
  if (reviewDue !== undefined && !isDate(reviewDue)) throw new UsageError('--review-due应为YYYY-MM-DD格式的日期', '--review-due is a date of the form YYYY-MM-DD');
  const [zh, en] = [textOption(options, 'titleZh'), textOption(options, 'titleEn')];
  if ((zh === undefined) !== (en === undefined)) throw new UsageError('--title-zh与--title-en须一并给出', '--title-zh and --title-en are given together');
  return {
    effectiveFrom, transitionDays: wholeNumber(options, 'transition-days', { min: 0, max: COMMAND_LIMITS.transitionDays, otherwise: 0 }),
    ...(reviewDue !== undefined && { reviewDue }), ...(zh !== undefined && en !== undefined && { title: { zh, en } }),
    reason: textOption(options, 'reason') ?? `导入 import ${file.split(/[\\/]/).at(-1) ?? ''}`,
  };
}

const draftDocument = ({ plan: { owner, draftId, artefacts }, digest, effectiveFrom, number }: DraftedImport) => ({
  owner, draftId, digest, draftedNo: number, effectiveFrom, artefacts: artefacts.map(({ kind, id, version, change, path }) => ({ kind, id, version, change, path })),
});

function draftedResult({ unchanged }: ImportPlan, drafts: readonly DraftedImport[]): CommandResult {
  return {
    document: { ok: true, published: false, drafts: drafts.map(draftDocument), unchanged },
    human: (view) => [
      ...artefactLines(view, drafts, unchanged),
      ...drafts.flatMap(({ plan: { draftId, owner }, digest, effectiveFrom }) => [
        `${view.heading('草案', 'draft')} ${draftId}  ${owner}  ${view.say('实施', 'effective')} ${readInstant(effectiveFrom)}`,
        `  ${view.say('摘要', 'digest')} ${digest}`,
        `  ${view.say('下一步：两人各自审批后发布', 'next: two persons approve it, then it is published')}`,
        `  tongban standards approve ${draftId} --digest ${digest} --as …`,
        `  tongban standards publish ${draftId}`,
      ]),
    ].join('\n'),
  };
}

function publishedResult({ unchanged }: ImportPlan, drafts: readonly PublishedImport[], { installed, missing }: Installed): CommandResult {
  return {
    document: {
      ok: true, published: true, unchanged, installed, missing,
      drafts: drafts.map((draft) => ({ ...draftDocument(draft), publishedNo: draft.publishedNo, publishedAt: draft.publishedAt, transitionEndsAt: draft.transitionEndsAt })),
    },
    human: (view) => [
      ...artefactLines(view, drafts, unchanged),
      ...drafts.map(({ plan: { draftId, owner }, publishedNo, effectiveFrom }) =>
        `${view.colours.green(view.say('已发布', 'published'))} ${draftId}  ${owner} ${publishedNo}  ${view.say('实施', 'effective')} ${readInstant(effectiveFrom)}`),
      ...(drafts.length > 0 ? [view.say(`已安装的枢纽：${installed.join('、')}`, `installed at ${installed.join(', ')}`)] : []),
      ...(missing.length > 0 ? [view.colours.yellow(view.say(`尚未安装：${missing.join('、')}；届时未跟上的枢纽不收新办件`, `not yet at ${missing.join(', ')}: a hub that is late then takes no new cases`))] : []),
    ].join('\n'),
    exit: missing.length > 0 ? EXIT.unreachable : EXIT.ok,
  };
}

function artefactLines(view: View, drafts: readonly DraftedImport[], unchanged: number): string[] {
  const rows = drafts.flatMap(({ plan }) => plan.artefacts.map((artefact) => [versionKey(artefact), view.words(codeWords(artefact.kind)), artefact.change === 'new' ? view.say('新增', 'new') : view.say('变更', 'changed'), plan.owner]));
  return [
    ...(rows.length === 0 ? [view.say('没有需要发布的内容', 'there is nothing to publish')] : [view.table([named('版本', 'version'), named('种类', 'kind'), named('变化', 'change'), named('归口', 'owner')], rows)]),
    ...(unchanged > 0 ? [view.colours.dim(view.say(`${unchanged}项与已发布的相同`, `${unchanged} are published already as they are`))] : []),
  ];
}
