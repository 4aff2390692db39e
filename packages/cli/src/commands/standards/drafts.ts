import type { Command } from 'commander';
import type { DraftCommentRow, DraftRow } from '@tongban/contracts';
import { DISPOSITION_WORDS, commentTableCsv } from '@tongban/domain';
import { allRows, reference, showStandards } from '@tongban/operator';
import { type Session } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { readInstant } from '../../instant';
import type { CommandResult } from '../../outcome';
import { filterOptions, filtersOf, pageOf, pageOptions, tail } from '../../standards/page-options';
import { derivationWords, phaseWords } from '../../standards/registry-words';
import { draftShown } from '../../standards/show';
import { ownerGiven } from '../../standards/step-command';
import type { View } from '../../view';
import { named } from '../../wording';
import { keyOf } from './lists';

/** `standards draft list`, `standards draft show DRAFT` and `standards comments-table DRAFT`. */
export function registerDrafts(parent: Command, session: Session): void {
  const draft = parent.command('draft').description('草案 / drafts');
  handleWithHub(filterOptions(pageOptions(draft.command('list').description('列出草案 / list drafts')), ['status', 'owner']), session, listed);
  handleWithHub(filterOptions(draft.command('show').description('查看草案 / show a draft').argument('<draft>', '草案编号 / id of the draft'), ['owner']), session, shown);
  handleWithHub(filterOptions(parent.command('comments-table').description('意见汇总处理表 / table of comments and what became of them').argument('<draft>', '草案编号 / id of the draft').option('--csv', 'CSV'), ['owner']), session, commentsTable);
}

async function listed({ operator, options }: HubContext): Promise<CommandResult> {
  const document = await showStandards(operator, 'drafts', filtersOf(options), pageOf(options));
  return {
    document,
    human: (view) => [
      view.table(
        [named('草案', 'draft'), named('归口', 'owner'), named('名称', 'title'), named('阶段', 'phase'), named('实施', 'effective'), named('内容', 'artefacts'), named('审批', 'approvals'), named('意见（未处理）', 'comments (open)')],
        document.rows.map((row) => [row.draftId, row.owner, view.words(row.title), phaseWords(view, row.phase), readInstant(row.effectiveFrom), row.artefacts.length, row.approvals.length, `${row.comments.total} (${row.comments.open})`])),
      ...tail(view, document),
    ].join('\n'),
  };
}

async function shown({ operator, options }: HubContext, [draftId = '']: readonly string[]): Promise<CommandResult> {
  const draft = await draftShown(operator, draftId, ownerGiven(options));
  const comments = draft.comments.total === 0 ? [] : await allRows(operator, 'comments', { draft: draftId, owner: draft.owner });
  return { document: { ...draft, commentRows: comments }, human: (view) => wordDraft(draft, comments, view) };
}

const wordDraft = (draft: DraftRow, comments: readonly DraftCommentRow[], view: View): string => [
  view.heading(draft.title.zh, draft.title.en),
  view.facts([
    [named('草案', 'draft'), draft.draftId], [named('归口', 'owner'), draft.owner], [named('阶段', 'phase'), phaseWords(view, draft.phase)], [named('摘要', 'digest'), draft.digest],
    [named('实施', 'effective from'), readInstant(draft.effectiveFrom)], [named('过渡期（天）', 'transition days'), draft.transitionDays], [named('复审', 'review due'), draft.reviewDue],
    [named('起草人', 'drafter'), `${draft.drafter.person} (${draft.drafter.unit})`], [named('理由', 'reason'), draft.reason],
    [named('征求意见截止', 'consultation until'), readInstant(draft.consultation?.until)],
    [named('审批', 'approved by'), draft.approvals.map(({ person, unit }) => `${person} (${unit})`).join(', ')],
  ]),
  view.table([named('版本', 'version'), named('摘要', 'digest'), named('由来', 'from')], draft.artefacts.map((one) => [keyOf(one), one.digest.slice(0, 16), one.derivation && `${derivationWords(view, one.derivation.kind)} ${one.derivation.from}`])),
  ...(comments.length > 0 ? [view.heading('意见', 'Comments'), wordComments(comments, view)] : []),
].join('\n');

const wordComments = (comments: readonly DraftCommentRow[], view: View): string => view.table(
  [named('序号', 'no.'), named('条款', 'clause'), named('意见', 'comment'), named('单位', 'unit'), named('处理', 'disposition'), named('理由', 'reason')],
  comments.map(({ number, clause, comment, unit, disposition, reason }) => [number, clause, comment, unitName(unit, view), disposition === null ? view.say('未处理', 'open') : view.words(DISPOSITION_WORDS[disposition]), reason]));

const unitName = (unit: string, view: View): string => {
  const participant = reference().divisions.participantOf(unit);
  return participant === undefined ? unit : view.words(participant);
};

async function commentsTable({ operator, options, view }: HubContext, [draftId = '']: readonly string[]): Promise<CommandResult> {
  const { owner } = await draftShown(operator, draftId, ownerGiven(options));
  const rows = await allRows(operator, 'comments', { draft: draftId, owner });
  return { document: { owner, draftId, rows }, human: () => (options['csv'] === true ? commentTableCsv(rows, view.language, (unit) => unitName(unit, view)).trimEnd() : wordComments(rows, view)) };
}
