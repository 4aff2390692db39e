import type { CaseDocument, CaseEntryDocument, CaseErasureDocument } from '@tongban/contracts';
import { erasureGround } from '@tongban/domain';
import { readInstant } from '../instant';
import type { View } from '../view';
import { named } from '../wording';

const WAITS = {
  'not-closed': named('办件尚未办结', 'the case is not closed'), 'retention-not-stated': named('消息未载明保存期限，须有决定文书', 'its messages state no retention: an order is needed'),
  'retention-runs': named('保存期限未满', 'the retention is not over'), 'no-such-message': named('办件没有所列消息', 'the case has no such message'), 'case-unknown': named('办件尚未登记', 'the case is not registered'),
} as const;

const basisWords = ({ code, document }: CaseErasureDocument['basis'], view: View): string => `${view.words(erasureGround(code) ?? { zh: code, en: code })} ${document}`;

/** What was erased, on whose order and ground, and which regions have not said that they did. */
export function erasureLines({ erasures = [], erasuresOrdered = [] }: Pick<CaseDocument, 'erasures' | 'erasuresOrdered'>, view: View): string[] {
  return [
    ...erasures.map(({ at, basis, messageIds, proposedBy, confirmedBy, pendingRegions }) => [
      view.colours.yellow(view.say(`依法删除  ${messageIds.length}条消息  ${readInstant(at)}`, `erased lawfully  ${messageIds.length} messages  ${readInstant(at)}`)), basisWords(basis, view), `${proposedBy} + ${confirmedBy}`,
      pendingRegions.length === 0 ? view.say('各区域均已删除', 'destroyed in every region') : view.colours.yellow(view.say(`删除中：待 ${pendingRegions.join('、')} 确认`, `erasure: pending regions ${pendingRegions.join(', ')}`)),
    ].join('  ')),
    ...erasuresOrdered.map(({ orderedAt, basis, waitsFor }) => view.colours.yellow([view.say(`已决定依法删除  ${readInstant(orderedAt)}`, `lawful erasure ordered  ${readInstant(orderedAt)}`), basisWords(basis, view),
      waitsFor === undefined ? '' : view.say(`等待：${view.words(WAITS[waitsFor as keyof typeof WAITS] ?? named(waitsFor, waitsFor))}`, `waits: ${view.words(WAITS[waitsFor as keyof typeof WAITS] ?? named(waitsFor, waitsFor))}`)].filter(Boolean).join('  '))),
  ];
}

export function erasureEntryWords({ kind, region, erasure }: CaseEntryDocument, view: View): string {
  if (kind === 'erasure-confirmed') return view.say(`${region ?? ''} 已删除所存密钥`, `${region ?? ''} has destroyed the keys it kept`);
  return `${view.colours.bold(view.say('依法删除', 'erased lawfully'))}${erasure ? `  ${basisWords(erasure.basis, view)}` : ''}`;
}
