import type { Command } from 'commander';
import { type ArtefactRow, TongbanError } from '@tongban/contracts';
import { ARTEFACT_KINDS, type ArtefactVersionRef, versionKey } from '@tongban/domain';
import { allRows, showStandards } from '@tongban/operator';
import { type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { readInstant } from '../../instant';
import { type CommandResult, UsageError } from '../../outcome';
import { filterOptions, filtersOf, pageOf, pageOptions, tail } from '../../standards/page-options';
import { actionWords, derivationWords, scopeWords, statusWords } from '../../standards/registry-words';
import { artefactGiven } from '../../standards/version-given';
import { codeWords, named } from '../../wording';
import { settingWords } from './switches';

/** `standards list`, `standards show KIND/ID` and `standards actions`: what is published, each version of it, and what waits for a second person. */
export function registerLists(parent: Command, session: Session): void {
  handleWithHub(filterOptions(pageOptions(parent.command('list').description('列出已发布的内容 / list what is published')), ['kind', 'status', 'tier', 'category', 'item', 'region', 'owner', 'at']), session, listed);
  handleWithHub(parent.command('show').description('查看各版本及其关联 / every version of an artefact, and what it is linked with').argument('<artefact>', 'KIND/ID'), session, shown);
  handleWithHub(filterOptions(pageOptions(parent.command('actions').description('待确认的暂停、恢复、废止、开关、迁移与依法删除 / suspensions, resumptions, withdrawals, switches, migrations and erasures that wait for a second person')), ['owner']), session, waiting);
}

export const keyOf = (row: { readonly kind: string; readonly id: string; readonly version: string }): string => versionKey(row as ArtefactVersionRef);

async function listed({ operator, options }: HubContext): Promise<CommandResult> {
  const kind = textOption(options, 'kind');
  if (kind !== undefined && !(ARTEFACT_KINDS as readonly string[]).includes(kind)) throw new UsageError(`--kind应为${ARTEFACT_KINDS.join('、')}之一`, `--kind is one of ${ARTEFACT_KINDS.join(', ')}`);
  const document = await showStandards(operator, 'artefacts', filtersOf(options), pageOf(options));
  return {
    document,
    human: (view) => [
      view.table([named('版本', 'version'), named('种类', 'kind'), named('名称', 'title'), named('归口', 'owner'), named('状态', 'status'), named('实施', 'effective')],
        document.rows.map((row) => [keyOf(row), view.words(codeWords(row.kind)), row.title && view.words(row.title), row.owner, statusWords(view, row.status), readInstant(row.effectiveFrom)])),
      ...tail(view, document),
    ].join('\n'),
  };
}

async function shown({ operator }: HubContext, [artefact = '']: readonly string[]): Promise<CommandResult> {
  const { kind, id } = artefactGiven(artefact);
  const versions = await allRows(operator, 'artefacts', { kind, id });
  const newest = versions.at(-1);
  if (newest === undefined) throw new TongbanError('find.nothing', `nothing is published as ${artefact}`);
  return {
    document: { owner: newest.owner, kind, id, ...(newest.title && { title: newest.title }), versions },
    human: (view) => [
      `${view.heading(newest.title?.zh ?? id, newest.title?.en ?? id)}  ${artefact}  ${newest.owner}`,
      view.table(
        [named('版本', 'version'), named('状态', 'status'), named('暂停', 'suspended'), named('实施', 'effective'), named('过渡期至', 'transition until'), named('复审', 'review due'), named('由来', 'from'), named('废止', 'withdrawn'), named('摘要', 'digest')],
        versions.map((one: ArtefactRow) => [one.version, statusWords(view, one.status), scopeWords(view, one.suspended), readInstant(one.effectiveFrom), readInstant(one.transitionEndsAt), one.reviewDue,
          one.derivation && `${derivationWords(view, one.derivation.kind)} ${one.derivation.from}`, readInstant(one.withdrawnAt), one.digest.slice(0, 16)])),
      view.facts([[named('层级', 'tier'), newest.tier && view.words(codeWords(newest.tier))], [named('事项', 'items'), newest.itemCodes.join(' ')], [named('领域', 'categories'), newest.categories.join(' ')], [named('区域', 'regions'), newest.regions.join(' ')]]),
    ].filter((part) => part !== '').join('\n'),
  };
}

async function waiting({ operator, options }: HubContext): Promise<CommandResult> {
  const document = await showStandards(operator, 'actions', filtersOf(options), pageOf(options));
  return {
    document,
    human: (view) => [
      view.table([named('提请', 'action id'), named('归口', 'owner'), named('操作', 'action'), named('范围', 'scope'), named('版本', 'versions'), named('提请人', 'by'), named('理由', 'reason'), named('摘要', 'digest')],
        document.rows.map((row) => [row.actionId, row.owner, actionWords(view, row.action), scopeWords(view, row.scope), row.setting ? settingWords(view, row.setting) : row.erasure ? `${row.erasure.caseNo} ${row.erasure.basis.code}` : row.targets.map(keyOf).join(' '), row.proposer.person, row.reason, row.digest.slice(0, 16)])),
      ...tail(view, document),
    ].join('\n'),
  };
}
