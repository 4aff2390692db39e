import type { NowDocument } from '@console/documents';
import { useState } from 'react';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Card } from '../../parts/card';
import { formatCount, formatMs, formatRate } from '../../parts/figures';
import { PairTable } from './map/pair-table';
import { RegionRing } from './map/region-ring';
import { pairId } from './map/ring';

/** The messages between regions, drawn and as a table: what is pointed at in one is shown in the other. */
export function FlowMap({ document }: { readonly document: NowDocument }) {
  const { say, code } = useWords();
  const { regionName } = useSession();
  const [chosen, choose] = useState<string>();
  const flow = document.pairs.find((one) => pairId(one) === chosen);
  const window = say('now.window', { seconds: document.windowSeconds });
  return (
    <div className="grid grid-2">
      <Card title={say('now.map')} aside={<span className="quiet">{say('now.mapLegend')} · {window}</span>}>
        <RegionRing document={document} chosen={chosen} onChoose={choose} />
        <div className="ring-detail">
          {flow === undefined ? <span className="quiet">{say('now.mapHint')}</span> : (
            <>
              <strong>{flow.from === flow.to ? regionName(flow.from) : `${regionName(flow.from)} → ${regionName(flow.to)}`}</strong>{'  '}
              {formatRate(flow.perSecond)} {say('now.rate')} · {say('now.p50')} {formatMs(flow.latencyMs?.p50)} · {say('now.p99')} {formatMs(flow.latencyMs?.p99)} · {say('now.pairBacklog')} {formatCount(flow.backlog)} · {say('now.pairRejected')} {formatCount(flow.rejected)} · {code('link', flow.link)}
            </>
          )}
        </div>
      </Card>
      <Card title={say('now.pairs')} aside={<span className="quiet">{window}</span>} pad={false}><PairTable pairs={document.pairs} chosen={chosen} onChoose={choose} /></Card>
    </div>
  );
}
