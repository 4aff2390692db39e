import type { ResponsibilityDocument } from '@tongban/contracts';
import { useWords } from '../../../i18n/use-words';
import { EmptyNote } from '../../../parts/empty-note';
import { Party } from '../../../parts/party';
import { DataTable } from '../../../parts/table/data-table';
import { Instant } from '../../../parts/time/instant';

/** Who answered for the case, from when to when, and what handed it on. */
export function Responsibility({ rows }: { readonly rows: readonly ResponsibilityDocument[] }) {
  const { say, code, wording } = useWords();
  return (
    <DataTable
      label={say('casePage.responsibility')} rows={rows} rowKey={({ track, from, state = '' }) => `${track}-${from}-${state}`} empty={<EmptyNote title={say('app.empty')} />}
      columns={[
        { key: 'who', title: say('casePage.agency'), cell: ({ participant, side }) => <span><Party code={participant} /> <span className="quiet">{code('side', side)}</span></span> },
        { key: 'state', title: say('cases.state'), wraps: true, cell: ({ wording: name, state }) => wording(name) || state },
        { key: 'holder', title: say('cases.turn'), cell: ({ holder }) => wording(holder.wording) },
        { key: 'from', title: say('casePage.period'), cell: ({ from, to }) => <span><Instant at={from} /> – {to === undefined ? say('casePage.upToNow') : <Instant at={to} />}</span> },
        { key: 'by', title: say('casePage.begunBy'), wraps: true, cell: ({ begunBy, handedOver }) => <span>{begunBy && <>{begunBy.logIndex} · {wording(begunBy.wording) || begunBy.messageType}</>}{handedOver && <span className="quiet"> {say('casePage.handedOver', { side: code('side', handedOver.by) })}</span>}</span> },
      ]}
    />
  );
}
