import { Button } from 'antd';
import { useId, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { FailureGroup, FailureListDocument, FailureRow } from '../../api/failure-documents';
import { queryString } from '../../api/query-string';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { Card } from '../../parts/card';
import { Choice } from '../../parts/choice';
import { EmptyNote } from '../../parts/empty-note';
import { formatCount } from '../../parts/figures';
import { Heading } from '../../parts/heading';
import { Mark } from '../../parts/mark';
import { MissingRegions } from '../../parts/missing-regions';
import { codeOptions, namedOptions } from '../../parts/names';
import { Refresh } from '../../parts/refresh';
import { cursorOf } from '../../parts/table/cursor';
import { DataTable } from '../../parts/table/data-table';
import { Pager, usePages } from '../../parts/table/pager';
import { Instant } from '../../parts/time/instant';
import { BatchDialog, BatchProgress } from './batch';
import { FailureMark } from './failure-mark';
import { FailureDrawer } from './failure-detail';
import { FailureGroups, type GroupKey } from './failure-groups';
import './failures.css';

/** What failed, by cause; one message; and what is done about it. */
export default function FailuresPage() {
  const { say, code, wording } = useWords();
  const { session, may } = useSession();
  const id = useId();
  const navigate = useNavigate();
  const { region: openRegion, sequence } = useParams();
  const [address, setAddress] = useSearchParams();
  const [group, setGroup] = useState<FailureGroup>();
  const [batch, setBatch] = useState<string>();
  const given = (name: string): string | undefined => address.get(name) ?? undefined;
  const filters = { region: given('region'), code: given('code'), consumer: given('consumer'), state: given('state') ?? 'open' };
  const [pages, turn] = usePages(queryString(filters));
  const query = useDocument<FailureListDocument>('/failures', { ...filters, limit: 50, after: cursorOf(pages) }, { keep: true, every: 20_000 });
  const show = (next: Partial<GroupKey & { readonly state: string | undefined }>) => {
    const all = { ...filters, ...next };
    setAddress(Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined || (name === 'state' && value === 'open') ? [] : [[name, value]]))));
  };
  const chosen = openRegion !== undefined && /^\d+$/.test(sequence ?? '') ? { region: openRegion, sequence: Number(sequence) } : undefined;
  const again = () => void query.refetch();
  return (
    <>
      <Heading title={say('app.failures')} asOf={query.dataUpdatedAt} aside={<Refresh askedAt={query.dataUpdatedAt} busy={query.isFetching} onClick={again} />} />
      {batch !== undefined && <BatchProgress id={batch} onGone={() => { setBatch(undefined); again(); }} />}
      <Card title={say('failures.groups')} pad={false}>
        <Answer query={query} rows={4}>{({ groups = [], unreachableRegions }) => <><MissingRegions regions={unreachableRegions} /><FailureGroups groups={groups} onChoose={show} onBatch={may('failures.act') ? setGroup : undefined} /></>}</Answer>
      </Card>
      <Card title={say('failures.rows')} pad={false}>
        <div className="tab-head">
          <label className="inline-field" htmlFor={`${id}-s`}>{say('failures.state')}<Choice id={`${id}-s`} width={110} clearable={false} value={filters.state} onChange={(state) => show({ state })} options={codeOptions('failureState', code)} /></label>
          <label className="inline-field" htmlFor={`${id}-r`}>{say('failures.region')}<Choice id={`${id}-r`} width={170} value={filters.region} onChange={(region) => show({ region })} placeholder={say('failures.any')} options={namedOptions(session.regions, wording)} /></label>
          {filters.code !== undefined && <span className="marks"><Mark tone="info">{filters.code}</Mark>{filters.consumer !== undefined && <Mark>{filters.consumer}</Mark>}<Button size="small" onClick={() => show({ code: undefined, consumer: undefined, region: undefined })}>{say('cases.clear')}</Button></span>}
        </div>
        <Answer query={query} rows={8}>
          {({ rows = [], next, total }) => (
            <>
              <DataTable<FailureRow>
                label={say('failures.rows')} rows={rows} rowKey={(row) => `${row.region}-${row.sequence}`} busy={query.isPlaceholderData} empty={<EmptyNote title={say('failures.noGroups')} next={say('failures.noGroupsNext')} />} headedBy="code"
                columns={[
                  { key: 'at', title: say('failures.failedAt'), cell: ({ failedAt }) => <Instant at={failedAt} /> },
                  { key: 'code', title: say('failures.code'), wraps: 'wide', cell: (row) => <span>{wording(row.wording)} <span className="quiet mono">{row.code}</span></span> },
                  { key: 'case', title: say('cases.caseNo'), cell: ({ caseNo }) => caseNo && <span className="mono">{caseNo}</span> },
                  { key: 'sender', title: say('failures.sender'), cell: ({ sender }) => sender },
                  { key: 'region', title: say('failures.region'), cell: ({ region }) => <span className="mono">{region}</span> },
                  { key: 'consumer', title: say('failures.consumer'), cell: ({ consumer }) => <span className="mono">{consumer}</span> },
                  { key: 'sequence', title: say('failures.sequence'), figure: true, cell: (row) => formatCount(row.sequence) },
                  { key: 'attempts', title: say('failures.attempts'), figure: true, cell: ({ attempts }) => formatCount(attempts) },
                  { key: 'state', title: say('failures.state'), cell: ({ state, inHand, editWaits }) => <FailureMark state={state} inHand={inHand} editWaits={editWaits} /> },
                  { key: 'open', title: say('app.actions'), cell: (row) => <Button size="small" onClick={() => void navigate(`/failures/${row.region}/${row.sequence}${location.search}`)}>{say('failures.detail')}</Button> },
                ]}
              />
              <Pager pages={pages} next={next} rows={rows.length} total={total} onChange={turn} />
            </>
          )}
        </Answer>
      </Card>
      <BatchDialog group={group} onClose={() => setGroup(undefined)} onStarted={setBatch} />
      <FailureDrawer chosen={chosen} onClose={() => void navigate(`/failures${location.search}`)} onActed={again} />
    </>
  );
}
