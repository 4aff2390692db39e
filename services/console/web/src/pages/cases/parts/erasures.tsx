import type { CaseDocument } from '@tongban/contracts';
import { useSession } from '../../../app/session';
import { useWords } from '../../../i18n/use-words';
import { Mark } from '../../../parts/mark';
import { Instant } from '../../../parts/time/instant';

/** What was erased lawfully, on which ground and by whose order; and whether every region has done so. */
export function Erasures({ document: { erasures = [], erasuresOrdered = [] } }: { readonly document: CaseDocument }) {
  const { say, code, wording } = useWords();
  const { regionName } = useSession();
  return (
    <ul className="plain-list stack">
      {erasures.map((one) => (
        <li key={one.actionId}>
          <strong>{say('casePage.erasedMessages', { n: one.messageIds.length })}</strong> <Instant at={one.at} /> · {wording(one.basis.wording) || one.basis.code} {one.basis.document}
          <div className="quiet">{say('casePage.orderedBy', { a: one.proposedBy, b: one.confirmedBy })}</div>
          {one.pendingRegions.length === 0 ? <Mark tone="ok">{say('casePage.erasedEverywhere')}</Mark> : <Mark tone="warn">{say('casePage.erasurePending', { regions: one.pendingRegions.map(regionName).join(', ') })}</Mark>}
        </li>
      ))}
      {erasuresOrdered.map((one) => (
        <li key={one.actionId}>{say('casePage.erasureOrdered')} <Instant at={one.orderedAt} /> · {one.basis.code} {one.basis.document}{one.waitsFor !== undefined && <div className="tone-warn">{say('casePage.erasureWaits', { why: code('erasureWait', one.waitsFor) })}</div>}</li>
      ))}
    </ul>
  );
}
