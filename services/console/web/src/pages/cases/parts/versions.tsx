import type { CaseDocument, VersionDocument } from '@tongban/contracts';
import { useWords } from '../../../i18n/use-words';
import { EmptyNote } from '../../../parts/empty-note';
import { Mark, type Tone } from '../../../parts/mark';
import { DataTable } from '../../../parts/table/data-table';

interface Row extends VersionDocument { readonly kind: string; readonly id: string }
const TONES: Readonly<Record<VersionDocument['status'], Tone>> = { published: 'info', effective: 'ok', superseded: 'plain', suspended: 'warn', withdrawn: 'bad' };

/** A running case keeps the versions it began with: which they are, and which of them are others today. */
export function Versions({ document }: { readonly document: CaseDocument }) {
  const { say, code } = useWords();
  const { versions } = document;
  const rows: readonly Row[] = versions === undefined ? [] : [
    { kind: 'item', id: document.itemCode, ...versions.item }, { kind: 'flow', id: document.flowId, ...versions.flow }, ...versions.standards.map((standard) => ({ kind: 'standard', ...standard })),
  ];
  return (
    <DataTable
      label={say('casePage.versions')} rows={rows} rowKey={({ kind, id }) => `${kind}-${id}`} empty={<EmptyNote title={say('app.empty')} />} headedBy="id"
      columns={[
        { key: 'kind', title: say('standards.kind'), cell: ({ kind }) => code('artefact', kind) },
        { key: 'id', title: say('casePage.artefact'), wraps: true, cell: ({ id }) => <span className="mono">{id}</span> },
        { key: 'used', title: say('casePage.versionUsed'), figure: true, cell: ({ version }) => version },
        { key: 'status', title: say('casePage.status'), cell: ({ status }) => <Mark tone={TONES[status]}>{code('versionStatus', status)}</Mark> },
        { key: 'now', title: say('casePage.versionNow'), cell: ({ newest }) => (newest === undefined ? <span className="quiet">{say('casePage.versionSame')}</span> : <><span className="figure">{newest}</span> <Mark tone="warn">{say('casePage.versionDiffers')}</Mark></>) },
      ]}
    />
  );
}
