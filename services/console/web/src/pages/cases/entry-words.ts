import type { CaseEntryDocument } from '@tongban/contracts';
import type { SpokenWords } from '../../i18n/use-words';

/** What an entry that is no message says, in one line. */
export function noteText(entry: CaseEntryDocument, { say, code, wording }: SpokenWords): string {
  const parts: string[] = [];
  for (const alarm of entry.alarms ?? []) {
    const after = alarm.settled === true ? ` (${say('casePage.settled')})` : alarm.annulledBy === undefined ? '' : ` (${say('casePage.annulled', { n: alarm.annulledBy })})`;
    parts.push(`${wording(alarm.wording) || code('alarmStage', alarm.stage)}${after}`);
  }
  if (entry.lapse) parts.push(`${wording(entry.lapse.wording)}${entry.lapse.annulledBy === undefined ? '' : ` (${say('casePage.annulled', { n: entry.lapse.annulledBy })})`}`);
  if (entry.migration) parts.push(say('casePage.movedTo', { from: entry.migration.fromDigest.slice(0, 12), to: entry.migration.toDigest.slice(0, 12) }));
  if (entry.erasure) parts.push(`${wording(entry.erasure.basis.wording) || entry.erasure.basis.code} ${entry.erasure.basis.document}`);
  if (entry.kind === 'erasure-confirmed') parts.push(say('casePage.confirmedErasure', { region: entry.region ?? '' }));
  return [code('entryKind', entry.kind), ...parts].filter((part) => part !== '').join(' · ');
}
