import { Suspense, lazy, useMemo } from 'react';
import { lineOf, perSecondNow } from '../../api/live-reducer';
import { useLive, useTick } from '../../api/use-live';
import { useWords } from '../../i18n/use-words';
import { Card } from '../../parts/card';
import { formatCount, formatRate } from '../../parts/figures';

const LineChart = lazy(() => import('../../parts/charts/line-chart'));
const HEIGHT = 216;

/** What the logs took on each of the last seconds, from the live stream itself. */
export function LiveLine() {
  const { say } = useWords();
  const { seconds, total, missed } = useLive();
  const now = useTick();
  const points = useMemo(() => lineOf(seconds, now), [seconds, now]);
  const most = points.reduce((highest, { entries }) => Math.max(highest, entries), 0);
  const figures = `${say('now.lineNow')} ${formatRate(perSecondNow(seconds, now))} · ${say('now.lineMost')} ${formatCount(most)} · ${say('now.lineTotal')} ${formatCount(total)}`;
  return (
    <Card title={say('now.line')} aside={<span className="quiet figure">{figures}</span>}>
      <div style={{ minHeight: HEIGHT }}>
        <Suspense fallback={null}><LineChart points={points} label={`${say('now.lineLabel')}. ${figures}`} height={HEIGHT} /></Suspense>
      </div>
      {missed > 0 && <p className="quiet">{say('now.missed', { n: formatCount(missed) })}</p>}
    </Card>
  );
}
