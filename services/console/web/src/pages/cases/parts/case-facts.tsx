import type { CaseDocument } from '@tongban/contracts';
import { Link } from 'react-router';
import { useSession } from '../../../app/session';
import { useWords } from '../../../i18n/use-words';
import { casePath } from '../../../parts/cases-table';
import { Facts } from '../../../parts/facts';
import { Mark } from '../../../parts/mark';
import { Region } from '../../../parts/party';
import { Instant } from '../../../parts/time/instant';

/** Who, what, where it stands and what it hangs together with. */
export function CaseFacts({ document }: { readonly document: CaseDocument }) {
  const { say, code, wording } = useWords();
  const { flowName, regionName } = useSession();
  const local = document.entries.find(({ localCaseNo }) => localCaseNo !== undefined && localCaseNo !== '')?.localCaseNo;
  const { legalBasis, crossBorder, successors = [], successorsUnknownIn = [] } = document;
  return (
    <div className="stack">
      <Facts facts={[
        ...document.parties.map((party) => [code('side', party.side), (
          <span key={party.side}>{wording(party.name)} <span className="quiet figure">{party.division === party.participant ? party.division : `${party.division} (${party.participant})`} {party.region}</span>
            {party.heldUntil !== undefined && <><br /><span className="tone-warn">{say('casePage.held', { at: '' })}<Instant at={party.heldUntil} /></span></>}</span>
        )] as const),
        [say('cases.item'), <span key="i">{wording(document.item)} <span className="quiet mono">{document.itemCode}</span></span>],
        [say('cases.flow'), `${flowName(document.flowId)} ${document.flowVersion}`],
        [say('casePage.home'), <Region key="h" code={document.homeRegion} />],
        [say('casePage.openedAt'), <Instant key="o" at={document.openedAt} full />],
        [say('casePage.ownNumber'), local],
        [say('casePage.chain'), document.chainWhole ? <Mark tone="ok">{say('casePage.chainWhole')}</Mark> : <Mark tone="bad">{say('casePage.chainBroken')}</Mark>],
        [say('casePage.legalBasis'), legalBasis && `${wording(legalBasis.wording) || legalBasis.code} ${legalBasis.document} (${say('casePage.statedByOpener')})`],
        [say('casePage.crossBorder'), crossBorder && (crossBorder.personalDataOn ? <Mark tone="ok">{say('casePage.crossOn')}</Mark> : <span className="tone-warn">{say('casePage.crossOff')}</span>)],
        [say('casePage.predecessor'), document.predecessorCaseNo && <span><Link className="mono" to={casePath(document.predecessorCaseNo)}>{document.predecessorCaseNo}</Link> {code('successor', document.successorKind)}</span>],
        [say('casePage.successors'), successors.length > 0 && <span>{successors.map((one) => <span key={one.caseNo} className="successor"><Link className="mono" to={casePath(one.caseNo)}>{one.caseNo}</Link> {wording(one.wording) || code('successor', one.kind)} <Instant at={one.openedAt} /></span>)}</span>],
      ]} />
      {successorsUnknownIn.length > 0 && <p className="tone-warn">{say('casePage.successorsUnknown', { regions: successorsUnknownIn.map(regionName).join(', ') })}</p>}
    </div>
  );
}

/** Where each track stands and whose turn it is. */
export function Tracks({ document: { tracks } }: { readonly document: Pick<CaseDocument, 'tracks'> }) {
  const { say, code, wording } = useWords();
  return (
    <ul className="plain-list tracks">
      {tracks.map(({ track, state, wording: name, terminal, outcome, holder }) => (
        <li key={track} className="track">
          <span className="quiet mono">{track}</span>
          <strong>{wording(name)}</strong><span className="quiet mono">{state}</span>
          {terminal ? <Mark tone={outcome === 'completed' ? 'ok' : 'plain'}>{outcome === undefined ? say('casePage.final') : code('outcome', outcome)}</Mark> : holder && <Mark tone="info">{say('casePage.waitsFor', { who: wording(holder.wording), side: code('side', holder.side) })}</Mark>}
        </li>
      ))}
    </ul>
  );
}
