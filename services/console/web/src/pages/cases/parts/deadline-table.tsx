import type { DeadlineDocument } from '@tongban/contracts';
import { useSettings } from '../../../app/settings';
import { useWords } from '../../../i18n/use-words';
import { EmptyNote } from '../../../parts/empty-note';
import { LegalMark } from '../../../parts/legal-mark';
import { Mark, type Tone } from '../../../parts/mark';
import { type Column, DataTable } from '../../../parts/table/data-table';
import { formatInstant } from '../../../parts/time/instants';
import { situationOf } from '../deadline-words';

const TONES: Readonly<Partial<Record<DeadlineDocument['status'], Tone>>> = { running: 'info', suspended: 'warn', stopped: 'warn', met: 'ok', 'calendar-not-covered': 'warn', undetermined: 'warn' };

export function DeadlineTable({ deadlines }: { readonly deadlines: readonly DeadlineDocument[] }) {
  const { say, code, wording } = useWords();
  const columns: readonly Column<DeadlineDocument>[] = [
    { key: 'wording', title: say('casePage.deadline'), wraps: 'wide', cell: (one) => wording(one.wording) },
    { key: 'status', title: say('casePage.status'), cell: ({ status }) => <Mark tone={TONES[status] ?? 'plain'}>{code('deadlineStatus', status)}</Mark> },
    { key: 'left', title: say('casePage.left'), wraps: true, cell: (one) => <Situation deadline={one} /> },
    { key: 'due', title: say('casePage.dueOn'), figure: true, cell: ({ dueOn, notBefore }) => dueOn ?? (notBefore === undefined ? null : say('cases.notBefore', { date: notBefore })) },
    { key: 'nature', title: say('casePage.nature'), cell: ({ deadlineKind, legal }) => <LegalMark kind={deadlineKind} legal={legal} /> },
    { key: 'started', title: say('casePage.startedOn'), figure: true, cell: ({ startedOn }) => startedOn ?? null },
    { key: 'responsible', title: say('casePage.responsible'), cell: ({ side, responsible }) => <span title={responsible}>{code('side', side) || responsible}</span> },
    { key: 'sources', title: say('casePage.sources'), wraps: true, cell: ({ sourceStandardIds, confidence }) => <span className="quiet" title={say('casePage.confidence', { level: confidence })}>{sourceStandardIds.join(' ') || '–'}</span> },
  ];
  return <DataTable label={say('casePage.deadlines')} columns={columns} rows={deadlines} rowKey={({ id, startedOn = '' }) => `${id}-${startedOn}`} empty={<EmptyNote title={say('casePage.noDeadlines')} />} rowClass={({ overdue, undetermined, status }) => (overdue === true && undetermined === undefined && status !== 'met' ? 'row-late' : '')} />;
}

function Situation({ deadline }: { readonly deadline: DeadlineDocument }) {
  const { say } = useWords();
  const { zone } = useSettings();
  const situation = situationOf(deadline);
  switch (situation.kind) {
    case 'silent': return <span className="tone-warn">{situation.since === undefined ? say('casePage.silentNever', { link: situation.link }) : say('casePage.silentLink', { link: situation.link, since: formatInstant(situation.since, zone) })}</span>;
    case 'met': return <span className="figure">{say('casePage.metOn', { date: situation.on })}</span>;
    case 'met-late': return <span className="figure tone-warn">{say('casePage.metLate', { date: situation.on })}</span>;
    case 'overdue': return <strong className="figure tone-bad">{situation.days === undefined ? say('casePage.overdueOnly') : say('casePage.daysOver', { n: situation.days })}</strong>;
    case 'left': return <span className={`figure${situation.days <= 2 ? ' tone-warn' : ''}`}>{situation.days === 0 ? say('casePage.dueToday') : say('casePage.daysLeft', { n: situation.days })}</span>;
    case 'none': return null;
  }
}
