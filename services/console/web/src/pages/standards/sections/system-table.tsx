import type { SystemTableDocumentRow } from '@tongban/contracts';
import { useId, useState } from 'react';
import { useWords } from '../../../i18n/use-words';
import { Choice } from '../../../parts/choice';
import { codeOptions } from '../../../parts/names';
import { StandardsSection } from '../section';
import { VersionMark } from '../version-mark';

/** The standard system table: every standard by tier, field and item. */
export function SystemTable() {
  const { say, code, wording } = useWords();
  const id = useId();
  const [tier, setTier] = useState<string>();
  const [category, setCategory] = useState<string>();
  return (
    <StandardsSection<SystemTableDocumentRow>
      section="table" label={say('standards.table')} filters={{ tier, category }} rowKey={({ standardId, itemCode, field, version }) => `${standardId}-${itemCode ?? ''}-${field ?? ''}-${version}`} headedBy="title"
      controls={<>
        <label className="inline-field" htmlFor={`${id}-t`}>{say('standards.tier')}<Choice id={`${id}-t`} width={120} value={tier} onChange={setTier} placeholder={say('app.all')} options={codeOptions('tier', code)} /></label>
        <label className="inline-field" htmlFor={`${id}-c`}>{say('standards.field')}<Choice id={`${id}-c`} width={150} value={category} onChange={setCategory} placeholder={say('app.all')} options={codeOptions('category', code)} /></label>
      </>}
      columns={[
        { key: 'tier', title: say('standards.tier'), cell: (row) => code('tier', row.tier) },
        { key: 'field', title: say('standards.field'), cell: ({ field }) => code('category', field ?? '') },
        { key: 'number', title: say('standards.number'), cell: ({ number }) => <span className="figure">{number}</span> },
        { key: 'title', title: say('standards.title'), wraps: 'wide', cell: ({ title }) => wording(title) },
        { key: 'item', title: say('standards.item'), wraps: true, cell: ({ item, itemCode }) => <span title={itemCode ?? ''}>{item === null ? itemCode : wording(item)}</span> },
        { key: 'kind', title: say('standards.kind'), cell: ({ kind }) => code('artefact', kind) },
        { key: 'version', title: say('standards.version'), figure: true, cell: ({ version }) => version },
        { key: 'status', title: say('standards.status'), cell: ({ status }) => <VersionMark status={status} /> },
        { key: 'replaces', title: say('standards.replaces'), wraps: true, cell: ({ replaces }) => replaces.join(' ') },
      ]}
    />
  );
}
