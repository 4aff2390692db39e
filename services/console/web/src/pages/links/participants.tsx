import type { MaintenanceRow, ParticipantRow, StandardsPage } from '@tongban/contracts';
import { useId, useState } from 'react';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { Choice } from '../../parts/choice';
import { EmptyNote } from '../../parts/empty-note';
import { Facts } from '../../parts/facts';
import { formatCount } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { namedOptions } from '../../parts/names';
import { DataTable } from '../../parts/table/data-table';
import { Instant } from '../../parts/time/instant';
import { firstToEnd } from './stall';

/** Who can be addressed, with keys and duty desks by the record in force, and who declared maintenance. */
export function Participants() {
  const { say, code, wording } = useWords();
  const { session } = useSession();
  const id = useId();
  const [region, setRegion] = useState<string>();
  const query = useDocument<StandardsPage<ParticipantRow>>('/standards/participants', { region, limit: 500 }, { keep: true });
  const maintenance = useDocument<StandardsPage<MaintenanceRow>>('/standards/maintenance', { limit: 500 });
  const held = new Map((maintenance.data?.rows ?? []).flatMap(({ participant, heldUntil }) => (heldUntil === undefined ? [] : [[participant, heldUntil]])));
  return (
    <>
      <div className="tab-head"><label className="inline-field" htmlFor={id}>{say('links.region')}<Choice id={id} width={220} value={region} onChange={setRegion} placeholder={say('app.all')} options={namedOptions(session.regions, wording)} /></label></div>
      <Answer query={query} rows={12}>
        {({ rows }) => (
          <DataTable
            label={say('links.participants')} rows={rows} rowKey={({ participant }) => participant} busy={query.isPlaceholderData} empty={<EmptyNote title={say('links.noParticipants')} />} expanded={(row) => <Record row={row} />}
            columns={[
              { key: 'name', title: say('links.name'), cell: (row) => <span>{wording(row.name)} <span className="quiet figure">{row.participant}</span></span> },
              { key: 'region', title: say('links.region'), cell: (row) => <span className="mono">{row.region}</span> },
              { key: 'type', title: say('links.type'), cell: ({ type }) => code('division', type) },
              { key: 'items', title: say('links.items'), figure: true, cell: ({ enabledItems }) => formatCount(enabledItems.length) },
              { key: 'keys', title: say('links.keys'), figure: true, cell: ({ record }) => formatCount(record?.keys.length) },
              { key: 'until', title: say('links.keyUntil'), figure: true, cell: ({ record }) => firstToEnd(record?.keys ?? [])?.slice(0, 10) },
              { key: 'desks', title: say('links.desks'), figure: true, cell: ({ record }) => formatCount(record?.desks.length) },
              { key: 'record', title: say('links.record'), cell: ({ record, faults }) => <span className="marks">{record === undefined ? <Mark>{say('links.noRecord')}</Mark> : record.ended ? <Mark tone="bad">{say('links.recordEnded')}</Mark> : <span className="figure">{record.version}</span>}{faults !== undefined && <Mark tone="bad">{say('links.faults')}</Mark>}</span> },
              { key: 'held', title: say('links.maintenanceUntil'), cell: ({ participant }) => <Instant at={held.get(participant)} /> },
            ]}
          />
        )}
      </Answer>
    </>
  );
}

function Record({ row: { department, enabledItems, record, faults, subScope } }: { readonly row: ParticipantRow }) {
  const { say, wording } = useWords();
  const { itemName } = useSession();
  return (
    <div className="entry-detail stack">
      <Facts facts={[
        [say('links.name'), wording(department)], [say('links.items'), enabledItems.map(itemName).join(', ')], [say('cases.participant'), subScope.length > 0 && subScope.join(' ')], [say('links.faults'), faults && <span className="tone-bad">{faults.join('; ')}</span>],
        [say('links.desks'), record && record.desks.length > 0 && record.desks.map((desk, index) => <div key={index}>{wording(desk)} <span className="quiet">{desk.hours} {desk.contact}</span></div>)],
        [say('links.keys'), record && record.keys.map(({ keyId, use, algorithm, validTo }) => <div key={keyId} className="mono wrap">{keyId} <span className="quiet">{use} {algorithm} {validTo?.slice(0, 10)}</span></div>)],
      ]} />
    </div>
  );
}
