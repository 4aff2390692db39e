import { Button } from 'antd';
import type { FailureGroup } from '../../api/failure-documents';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { EmptyNote } from '../../parts/empty-note';
import { formatCount } from '../../parts/figures';
import { DataTable } from '../../parts/table/data-table';
import { Instant } from '../../parts/time/instant';

export interface GroupKey { readonly region: string | undefined; readonly code: string | undefined; readonly consumer: string | undefined }

const regionsOf = ({ region, regions }: FailureGroup): readonly string[] => regions ?? (region === undefined ? [] : [region]);

/** What failed by cause: a hundred messages with one cause are one thing to do. */
export function FailureGroups({ groups, onChoose, onBatch }: { readonly groups: readonly FailureGroup[]; readonly onChoose: (key: GroupKey) => void; readonly onBatch: ((group: FailureGroup) => void) | undefined }) {
  const { say, code, wording } = useWords();
  const { regionName } = useSession();
  return (
    <DataTable
      label={say('failures.groups')} rows={groups} rowKey={(group) => `${regionsOf(group).join('+')}-${group.code}-${group.consumer}`} empty={<EmptyNote title={say('failures.noGroups')} next={say('failures.noGroupsNext')} />} headedBy="code"
      columns={[
        { key: 'count', title: say('failures.count'), figure: true, cell: ({ count }) => <strong className="tone-bad">{formatCount(count)}</strong> },
        { key: 'code', title: say('failures.code'), wraps: 'wide', cell: (group) => <span>{wording(group.wording)} <span className="quiet mono">{group.code}</span></span> },
        { key: 'side', title: say('failures.side'), cell: ({ side }) => code('side', side) },
        { key: 'region', title: say('failures.region'), wraps: true, cell: (group) => regionsOf(group).map(regionName).join(', ') },
        { key: 'consumer', title: say('failures.consumer'), cell: ({ consumer }) => <span className="mono">{consumer}</span> },
        { key: 'first', title: say('failures.first'), cell: ({ firstAt }) => <Instant at={firstAt} /> },
        { key: 'last', title: say('failures.last'), cell: ({ lastAt }) => <Instant at={lastAt} /> },
        { key: 'act', title: say('app.actions'), cell: (group) => <span className="buttons"><Button size="small" onClick={() => onChoose({ region: group.region, code: group.code, consumer: group.consumer })}>{say('failures.select')}</Button>{onBatch && <Button size="small" onClick={() => onBatch(group)}>{say('failures.batch')}</Button>}</span> },
      ]}
    />
  );
}
