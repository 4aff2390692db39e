import type { AlarmListDocument } from '@tongban/contracts';
import { useId, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { queryString } from '../../api/query-string';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { casePath } from '../../parts/cases-table';
import { Choice } from '../../parts/choice';
import { EmptyNote } from '../../parts/empty-note';
import { LegalMark } from '../../parts/legal-mark';
import { Mark } from '../../parts/mark';
import { MissingRegions } from '../../parts/missing-regions';
import { codeOptions, namedOptions } from '../../parts/names';
import { Party } from '../../parts/party';
import { Refresh } from '../../parts/refresh';
import { cursorOf } from '../../parts/table/cursor';
import { DataTable } from '../../parts/table/data-table';
import { Pager, usePages } from '../../parts/table/pager';
import { Instant } from '../../parts/time/instant';

const STAGES = ['reminder', 'warning', 'escalation', 'dispute', 'calendar-not-covered'];

/** What stands open before the duty desks, newest first. */
export function AlarmList() {
  const { say, code, wording } = useWords();
  const { session, itemName } = useSession();
  const id = useId();
  const [address] = useSearchParams();
  const { scope } = session;
  const [to, setTo] = useState<string | undefined>(scope?.[0] ?? address.get('to') ?? undefined);
  const [stage, setStage] = useState<string>();
  // Who has provinces of their own asks for one of them.
  const receivers = [...(scope === null ? [{ value: 'hub', label: say('deadlines.toHub') }] : []), ...namedOptions(session.participants.filter((one) => scope === null || scope.includes(one.code)), wording)];
  const [pages, turn] = usePages(queryString({ to, stage }));
  const query = useDocument<AlarmListDocument>('/alarms', { to, stage, limit: 50, count: true, after: cursorOf(pages) }, { keep: true });
  return (
    <>
      <div className="tab-head">
        <label className="inline-field" htmlFor={`${id}-stage`}>{say('deadlines.stage')}<Choice id={`${id}-stage`} width={140} value={stage} onChange={setStage} placeholder={say('app.all')} options={codeOptions('alarmStage', code, STAGES)} /></label>
        <label className="inline-field" htmlFor={`${id}-to`}>{say('deadlines.to')}<Choice id={`${id}-to`} width={200} value={to} onChange={setTo} placeholder={say('app.all')} clearable={scope === null} options={receivers} /></label>
        <span className="heading-space" />
        <Refresh follows askedAt={query.dataUpdatedAt} busy={query.isFetching} onClick={() => void query.refetch()} />
      </div>
      <Answer query={query} rows={10}>
        {({ rows, next, total, unreachableRegions }) => (
          <>
            <MissingRegions regions={unreachableRegions} />
            <DataTable
              label={say('deadlines.alarms')} rows={rows} rowKey={({ caseNo, logIndex, position }) => `${caseNo}-${logIndex}-${position}`} busy={query.isPlaceholderData} empty={<EmptyNote title={say('deadlines.noAlarms')} next={say('deadlines.noneNext')} />} headedBy="wording"
              columns={[
                { key: 'stage', title: say('deadlines.stage'), cell: ({ stage: one }) => <Mark tone={one === 'escalation' || one === 'dispute' ? 'bad' : 'warn'}>{code('alarmStage', one)}</Mark> },
                { key: 'wording', title: say('deadlines.wording'), wraps: 'wide', cell: (row) => wording(row.wording) },
                { key: 'case', title: say('cases.caseNo'), cell: ({ caseNo }) => <Link className="mono" to={casePath(caseNo)}>{caseNo}</Link> },
                { key: 'item', title: say('cases.item'), wraps: true, cell: ({ itemCode }) => <span title={itemCode}>{itemName(itemCode)}</span> },
                { key: 'due', title: say('casePage.dueOn'), figure: true, cell: ({ dueOn, notBefore }) => dueOn ?? (notBefore && say('cases.notBefore', { date: notBefore })) },
                { key: 'nature', title: say('casePage.nature'), cell: ({ deadlineKind, legal }) => <LegalMark kind={deadlineKind} legal={legal} /> },
                { key: 'to', title: say('deadlines.to'), wraps: true, cell: ({ receivers }) => receivers.map((one) => <div key={one}>{one === 'hub' ? say('deadlines.toHub') : <Party code={one} />}</div>) },
                { key: 'raised', title: say('deadlines.raised'), cell: ({ raisedAt }) => <Instant at={raisedAt} /> },
              ]}
            />
            <Pager pages={pages} next={next} rows={rows.length} total={total} onChange={turn} />
          </>
        )}
      </Answer>
    </>
  );
}
