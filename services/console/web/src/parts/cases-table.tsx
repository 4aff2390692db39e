import type { CaseRow } from '@tongban/contracts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useSession } from '../app/session';
import { useWords } from '../i18n/use-words';
import { formatCount } from './figures';
import { Mark } from './mark';
import { PartyName } from './party';
import { type Column, DataTable } from './table/data-table';
import { Instant } from './time/instant';

export const casePath = (caseNo: string): string => `/cases/${encodeURIComponent(caseNo)}`;

/** Cases as lists show them: which, between whom, where it stands, whose turn it is and by when. */
export function CasesTable({ label, rows, empty, busy }: { readonly label: string; readonly rows: readonly CaseRow[]; readonly empty: ReactNode; readonly busy?: boolean }) {
  const { say, code } = useWords();
  const { itemName } = useSession();
  const columns: readonly Column<CaseRow>[] = [
    { key: 'caseNo', title: say('cases.caseNo'), cell: ({ caseNo }) => <Link to={casePath(caseNo)} className="mono">{caseNo}</Link> },
    { key: 'item', title: say('cases.item'), wraps: 'wide', cell: ({ itemCode }) => <span title={itemCode}>{itemName(itemCode)}</span> },
    { key: 'opener', title: say('cases.opener'), wraps: true, cell: ({ opener }) => <PartyName code={opener} /> },
    { key: 'counterpart', title: say('cases.counterpart'), wraps: true, cell: ({ counterpart }) => <PartyName code={counterpart} /> },
    { key: 'due', title: say('cases.nextDue'), cell: (row) => <NextDue row={row} /> },
    { key: 'turn', title: say('cases.turn'), cell: ({ holders = [] }) => [...new Set(holders.map(({ side }) => code('side', side)))].join(' / ') },
    { key: 'state', title: say('cases.state'), cell: (row) => <CaseState row={row} /> },
    { key: 'messages', title: say('cases.messages'), figure: true, cell: ({ messages }) => formatCount(messages) },
    { key: 'rejected', title: say('cases.rejected'), figure: true, cell: ({ rejected, returned = 0 }) => <span className={rejected + returned > 0 ? 'tone-warn' : ''}>{formatCount(rejected)}{returned > 0 && <> · {say('cases.returned')} {formatCount(returned)}</>}</span> },
    { key: 'opened', title: say('cases.opened'), cell: ({ openedAt }) => <Instant at={openedAt} dayOnly /> },
    { key: 'updated', title: say('cases.updated'), cell: ({ updatedAt }) => <Instant at={updatedAt} /> },
  ];
  return <DataTable label={label} columns={columns} rows={rows} rowKey={({ caseNo }) => caseNo} empty={empty} {...(busy !== undefined && { busy })} rowClass={({ pastDue }) => (pastDue === 'overdue' ? 'row-late' : '')} />;
}

function CaseState({ row: { closed, outcome, states, timeliness } }: { readonly row: CaseRow }) {
  const { code } = useWords();
  if (closed) return <span className="marks"><Mark tone={outcome === 'completed' ? 'ok' : 'plain'}>{code('outcome', outcome) || outcome}</Mark>{timeliness && <Mark tone={timeliness === 'late' ? 'warn' : 'ok'}>{code('timeliness', timeliness)}</Mark>}</span>;
  return <span className="mono">{Object.values(states).join(' ')}</span>;
}

function NextDue({ row: { nextDue, pastDue, dueNotBefore } }: { readonly row: CaseRow }) {
  const { say, code } = useWords();
  if (nextDue === undefined) return dueNotBefore === undefined ? null : <span className="quiet figure">{say('cases.notBefore', { date: dueNotBefore })}</span>;
  return <span className="figure">{nextDue.on} {pastDue !== undefined && <Mark tone={pastDue === 'overdue' ? 'bad' : 'warn'}>{code('timeliness', pastDue)}</Mark>}</span>;
}
