import type { DisclosureRow, DraftRow, GapRow, PendingActionRow, ProfileRow, StandardsActor, TargetRow } from '@tongban/contracts';
import { useSession } from '../../../app/session';
import { useWords } from '../../../i18n/use-words';
import { Mark, type Tone } from '../../../parts/mark';
import { Instant } from '../../../parts/time/instant';
import { StandardsSection } from '../section';
import { SwitchScope } from '../switch-scope-words';

/** A person by an opaque id and a unit, and when. */
const Actor = ({ actor }: { readonly actor: StandardsActor }) => <span><span className="mono">{actor.unit}</span> <span className="quiet mono">{actor.person}</span> <Instant at={actor.at} /></span>;
const PHASES: Readonly<Record<DraftRow['phase'], Tone>> = { draft: 'plain', consultation: 'info', approved: 'ok', published: 'ok', abandoned: 'plain' };

export function Drafts() {
  const { say, code, wording } = useWords();
  return (
    <StandardsSection<DraftRow>
      section="drafts" label={say('standards.drafts')} rowKey={({ owner, draftId }) => `${owner}-${draftId}`} headedBy="title" empty={say('standards.noDrafts')}
      columns={[
        { key: 'title', title: say('standards.title'), wraps: 'wide', cell: ({ title }) => wording(title) },
        { key: 'id', title: say('standards.id'), cell: ({ draftId }) => <span className="mono">{draftId}</span> },
        { key: 'phase', title: say('standards.phase'), cell: ({ phase }) => <Mark tone={PHASES[phase]}>{code('phase', phase)}</Mark> },
        { key: 'consultation', title: say('standards.consultation'), cell: ({ consultation }) => consultation && <span className="figure">{consultation.since.slice(0, 10)} – {consultation.until.slice(0, 10)}</span> },
        { key: 'comments', title: say('standards.comments'), figure: true, cell: ({ comments }) => `${comments.total} (${comments.open})` },
        { key: 'approvals', title: say('standards.approvals'), figure: true, cell: ({ approvals }) => approvals.length },
        { key: 'artefacts', title: say('standards.artefactCount'), figure: true, cell: ({ artefacts }) => artefacts.length },
        { key: 'from', title: say('standards.effectiveFrom'), cell: ({ effectiveFrom }) => <Instant at={effectiveFrom} /> },
        { key: 'drafter', title: say('standards.drafter'), cell: ({ drafter }) => <Actor actor={drafter} /> },
        { key: 'reason', title: say('standards.reason'), wraps: true, cell: ({ reason }) => reason },
        { key: 'owner', title: say('standards.owner'), cell: ({ owner }) => <span className="mono">{owner}</span> },
      ]}
    />
  );
}

/** What one person asked for and a second has to confirm. */
export function PendingActions() {
  const { say, code } = useWords();
  return (
    <StandardsSection<PendingActionRow>
      section="actions" label={say('standards.actions')} rowKey={({ owner, actionId }) => `${owner}-${actionId}`} empty={say('standards.noActions')}
      columns={[
        { key: 'action', title: say('standards.action'), cell: ({ action, scope }) => <span className="marks"><Mark tone="warn">{code('action', action)}</Mark>{scope && <span className="quiet">{code('reach', scope)}</span>}</span> },
        { key: 'of', title: say('standards.targetsOf'), wraps: true, cell: ({ targets, setting, erasure }) => <span>{targets.map(({ kind, id, version }) => <div key={`${kind}-${id}-${version}`}>{code('artefact', kind)} <span className="mono">{id} {version}</span></div>)}{setting && <span><SwitchScope scope={setting.scope} /> <Mark tone="warn">{code('position', setting.position)}</Mark></span>}{erasure && <span className="mono">{erasure.caseNo} {erasure.basis.document}</span>}</span> },
        { key: 'reason', title: say('standards.reason'), wraps: true, cell: ({ reason }) => reason },
        { key: 'proposer', title: say('standards.proposer'), cell: ({ proposer }) => <Actor actor={proposer} /> },
        { key: 'status', title: say('standards.status'), cell: () => <span className="quiet">{say('standards.waitsSecond')}</span> },
        { key: 'owner', title: say('standards.owner'), cell: ({ owner }) => <span className="mono">{owner}</span> },
      ]}
    />
  );
}

export function Gaps() {
  const { say, code } = useWords();
  const { participantName } = useSession();
  return (
    <StandardsSection<GapRow>
      section="gaps" label={say('standards.gaps')} rowKey={({ gap, id, region = '' }) => `${gap}-${id}-${region}`} empty={say('standards.noGaps')}
      columns={[
        { key: 'gap', title: say('standards.gap'), cell: ({ gap }) => code('gap', gap) },
        { key: 'id', title: say('standards.id'), cell: ({ id }) => <span className="mono">{id}</span> },
        { key: 'region', title: say('standards.region'), cell: ({ region }) => <span className="mono">{region}</span> },
        { key: 'missing', title: say('standards.missing'), wraps: true, cell: ({ missing = [] }) => missing.map(participantName).join(', ') },
      ]}
    />
  );
}

export function Targets() {
  const { say, code } = useWords();
  return (
    <StandardsSection<TargetRow>
      section="targets" label={say('standards.targets')} rowKey={(row) => `${row.owner}-${row.region}-${row.kind}-${row.id}-${row.version}-${row.by}`} headedBy="id" rowClass={({ late }) => (late ? 'row-late' : '')}
      columns={[
        { key: 'region', title: say('standards.region'), cell: ({ region }) => <span className="mono">{region}</span> },
        { key: 'id', title: say('standards.id'), cell: (row) => <span>{code('artefact', row.kind)} <span className="mono">{row.id} {row.version}</span></span> },
        { key: 'by', title: say('standards.by'), figure: true, cell: ({ by }) => by.slice(0, 10) },
        { key: 'wanted', title: say('standards.wanted'), figure: true, cell: ({ wanted }) => wanted },
        { key: 'adopted', title: say('standards.adopted'), figure: true, cell: ({ adopted }) => adopted },
        { key: 'reached', title: say('standards.reached'), cell: ({ reached, late }) => <Mark tone={reached ? 'ok' : late ? 'bad' : 'plain'}>{reached ? say('app.yes') : late ? say('standards.late') : say('app.no')}</Mark> },
        { key: 'reason', title: say('standards.reason'), wraps: true, cell: ({ reason }) => reason },
      ]}
    />
  );
}

export function Disclosures() {
  const { say, code, wording } = useWords();
  return (
    <StandardsSection<DisclosureRow>
      section="disclosure" label={say('standards.disclosure')} rowKey={(row) => `${row.owner}-${row.kind}-${row.id}-${row.version}`} headedBy="title" rowClass={({ status }) => (status === 'late' ? 'row-late' : '')}
      columns={[
        { key: 'title', title: say('standards.title'), wraps: 'wide', cell: ({ title }) => wording(title) },
        { key: 'id', title: say('standards.id'), cell: ({ id, version }) => <span className="mono">{id} {version}</span> },
        { key: 'status', title: say('standards.status'), cell: ({ status }) => <Mark tone={status === 'disclosed' ? 'ok' : status === 'waiting' ? 'info' : status === 'late' ? 'bad' : 'warn'}>{code('disclosure', status)}</Mark> },
        { key: 'due', title: say('standards.dueOn'), figure: true, cell: ({ dueOn }) => dueOn },
        { key: 'on', title: say('standards.disclosedOn'), figure: true, cell: ({ disclosedOn }) => disclosedOn },
        { key: 'owner', title: say('standards.owner'), cell: ({ owner }) => <span className="mono">{owner}</span> },
      ]}
    />
  );
}

export function Profiles() {
  const { say, wording } = useWords();
  const { itemName, participantName } = useSession();
  return (
    <StandardsSection<ProfileRow>
      section="profiles" label={say('standards.profiles')} rowKey={({ owner, profileId, version }) => `${owner}-${profileId}-${version}`} headedBy="title"
      columns={[
        { key: 'region', title: say('standards.region'), cell: ({ region }) => <span className="mono">{region}</span> },
        { key: 'title', title: say('standards.title'), wraps: 'wide', cell: ({ title }) => wording(title) },
        { key: 'item', title: say('standards.item'), wraps: true, cell: ({ itemCode }) => <span title={itemCode}>{itemName(itemCode)}</span> },
        { key: 'version', title: say('standards.version'), figure: true, cell: ({ version }) => version },
        { key: 'limit', title: say('standards.limit'), figure: true, cell: ({ limit }) => limit && `${limit.value} ${limit.unit}` },
        { key: 'from', title: say('standards.validFrom'), figure: true, cell: ({ validFrom }) => validFrom.slice(0, 10) },
        { key: 'binds', title: say('standards.binds'), wraps: true, cell: ({ binds }) => binds.map(participantName).join(', ') },
      ]}
    />
  );
}
