import type { DueCalendarDocument, DueDay } from '@console/documents';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useDocument } from '../../api/use-document';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { MissingRegions } from '../../parts/missing-regions';
import { useIsNarrow } from '../../parts/use-narrow';
import { beijingDay } from '../../parts/time/instants';
import { type MonthCell, firstDay, lastDay, monthAfter, monthOf, weeksOf } from './month';

/** The working days of a month by the State Council's calendar, with what falls due on each. */
export function DueCalendar({ today }: { readonly today: string | undefined }) {
  const { say, code } = useWords();
  const here = monthOf(today ?? beijingDay(Date.now()));
  const [chosen, choose] = useState<string>();
  const month = chosen ?? here;
  const query = useDocument<DueCalendarDocument>('/deadlines/calendar', { from: firstDay(month), to: lastDay(month) }, { keep: true });
  return (
    <>
      <div className="tab-head">
        <Button size="small" icon={<LeftOutlined />} aria-label={say('deadlines.previousMonth')} onClick={() => choose(monthAfter(month, -1))} />
        <strong className="figure month-name" aria-live="polite">{month}</strong>
        <Button size="small" icon={<RightOutlined />} aria-label={say('deadlines.nextMonth')} onClick={() => choose(monthAfter(month, 1))} />
        <Button size="small" disabled={month === here} onClick={() => choose(undefined)}>{say('deadlines.thisMonth')}</Button>
        <span className="heading-space" />
        {query.data && <span className="quiet figure">{say('deadlines.total', { overdue: query.data.overdue, undetermined: query.data.undetermined })}</span>}
      </div>
      <Answer query={query} rows={10}>
        {({ days, notCoveredFrom, unreachableRegions, today: businessToday }) => {
          const byDay = new Map(days.map((day) => [day.date, day]));
          return (
            <div className={`pad stack${query.isPlaceholderData ? ' table-busy' : ''}`}>
              <MissingRegions regions={unreachableRegions} />
              {notCoveredFrom !== undefined && notCoveredFrom <= lastDay(month) && <div className="notice notice-warn">{say('deadlines.notCovered', { date: notCoveredFrom })}</div>}
              <table className="month">
                <caption className="hidden-words">{say('deadlines.calendar')} {month}</caption>
                <thead><tr>{['1', '2', '3', '4', '5', '6', '7'].map((weekday) => <th key={weekday} scope="col">{code('weekday', weekday)}</th>)}</tr></thead>
                <tbody>{weeksOf(month).map((week, index) => <tr key={index}>{week.map((cell, place) => <Day key={place} cell={cell} known={cell && byDay.get(cell.day)} today={businessToday} uncovered={cell !== undefined && notCoveredFrom !== undefined && cell.day >= notCoveredFrom} />)}</tr>)}</tbody>
              </table>
            </div>
          );
        }}
      </Answer>
    </>
  );
}

function Day({ cell, known, today, uncovered }: { readonly cell: MonthCell | undefined; readonly known: DueDay | undefined; readonly today: string; readonly uncovered: boolean }) {
  const { say } = useWords();
  const narrow = useIsNarrow(700);
  if (cell === undefined) return <td className="day day-none" />;
  const kind = uncovered || known === undefined ? 'day-unknown' : known.working ? '' : 'day-off';
  return (
    <td className={`day ${kind}${cell.day === today ? ' day-today' : ''}`}>
      <div className="day-head">
        <span className="figure day-number">{cell.number}{cell.day === today && <span className="hidden-words"> {say('deadlines.today')}</span>}</span>
        {known !== undefined && !uncovered && <span className="day-note" title={known.note}>{known.note ?? (known.working ? '' : say('deadlines.off'))}</span>}
      </div>
      {known !== undefined && known.due > 0 && <Link className={`day-due figure${cell.day < today ? ' tone-bad' : ''}`} to={`/cases?closed=false&dueFrom=${cell.day}&dueTo=${cell.day}&order=due`} aria-label={`${cell.day} ${say('deadlines.dueCount', { n: known.due })}`}>{narrow ? known.due : say('deadlines.dueCount', { n: known.due })}</Link>}
    </td>
  );
}
