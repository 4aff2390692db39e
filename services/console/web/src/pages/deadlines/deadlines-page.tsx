import type { DueCalendarDocument } from '@console/documents';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useDocument } from '../../api/use-document';
import { useWords } from '../../i18n/use-words';
import { CaseList } from '../../parts/case-list';
import { Heading } from '../../parts/heading';
import { PageTabs } from '../../parts/tabs';
import { beijingDay, dayAfter } from '../../parts/time/instants';
import { AlarmList } from './alarm-list';
import { DueCalendar } from './due-calendar';
import './deadlines.css';

const SPANS = [3, 7, 15, 30] as const;

/** By when. Days are business days of the hubs, which a sandbox may have moved: they come from the calendar and not from the browser. */
export default function DeadlinesPage() {
  const { say } = useWords();
  const realToday = beijingDay(Date.now());
  const calendar = useDocument<DueCalendarDocument>('/deadlines/calendar', { from: realToday, to: realToday });
  const today = calendar.data?.today;
  const day = today ?? realToday;
  const open = { closed: 'false', order: 'due' } as const;
  return (
    <>
      <Heading title={say('app.deadlines')}>{today !== undefined && <span className="quiet figure">{say('deadlines.today')} {today}</span>}</Heading>
      <section className="card" aria-label={say('deadlines.tabs')}>
        <PageTabs label={say('deadlines.tabs')} tabs={[
          { key: 'soon', label: say('deadlines.soon'), content: () => <DueSoon today={day} /> },
          { key: 'overdue', label: say('deadlines.overdue'), content: () => <CaseList label={say('deadlines.overdue')} query={{ ...open, overdue: 'true' }} empty={say('deadlines.noneOverdue')} emptyNext={say('deadlines.noneNext')} /> },
          { key: 'suspended', label: say('deadlines.suspended'), content: () => <CaseList label={say('deadlines.suspended')} query={{ closed: 'false', order: 'opening' }} only={({ nextDue, dueNotBefore }) => nextDue === undefined && dueNotBefore === undefined} hint={say('deadlines.suspendedHint')} empty={say('deadlines.noneSuspended')} emptyNext={say('deadlines.noneNext')} /> },
          { key: 'undetermined', label: say('deadlines.undetermined'), content: () => <CaseList label={say('deadlines.undetermined')} query={{ ...open, dueTo: dayAfter(day, -1) }} only={({ pastDue }) => pastDue === 'undetermined'} hint={say('deadlines.undeterminedHint')} empty={say('deadlines.noneUndetermined')} emptyNext={say('deadlines.noneNext')} /> },
          { key: 'alarms', label: say('deadlines.alarms'), content: () => <AlarmList /> },
          { key: 'calendar', label: say('deadlines.calendar'), content: () => <DueCalendar today={today} /> },
        ]} />
      </section>
    </>
  );
}

function DueSoon({ today }: { readonly today: string }) {
  const { say } = useWords();
  const [span, setSpan] = useState<number>(7);
  return (
    <>
      <div className="tab-head"><Segmented<number> className="spans" value={span} onChange={setSpan} aria-label={say('deadlines.soon')} options={SPANS.map((value) => ({ value, label: say('deadlines.soonDays', { n: value }) }))} /></div>
      <CaseList label={say('deadlines.soon')} query={{ closed: 'false', order: 'due', dueFrom: today, dueTo: dayAfter(today, span) }} empty={say('deadlines.noneSoon')} emptyNext={say('deadlines.noneNext')} />
    </>
  );
}
