import type { ArtefactRow } from '@tongban/contracts';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { useWords } from '../../../i18n/use-words';
import { Choice } from '../../../parts/choice';
import { codeOptions } from '../../../parts/names';
import { Instant } from '../../../parts/time/instant';
import { StandardsSection } from '../section';
import { VersionMark } from '../version-mark';

const KINDS = ['standard', 'item', 'flow', 'code-list', 'calendar', 'common-messages', 'code-mapping', 'participant', 'profile'];

/** What is published. One of each, the one in force; of one artefact all its versions. */
export function Artefacts() {
  const { say, code, wording } = useWords();
  const id = useId();
  const [kind, setKind] = useState<string>();
  const [status, setStatus] = useState<string>();
  const [one, setOne] = useState<{ readonly kind: string; readonly id: string }>();
  return (
    <StandardsSection<ArtefactRow>
      section="artefacts" label={say('standards.artefacts')} filters={one ? { ...one } : { kind, status }} rowKey={(row) => `${row.owner}-${row.kind}-${row.id}-${row.version}`} headedBy="title"
      controls={one ? <><strong className="mono">{one.id}</strong><Button size="small" onClick={() => setOne(undefined)}>{say('app.all')}</Button></> : <>
        <label className="inline-field" htmlFor={`${id}-k`}>{say('standards.kind')}<Choice id={`${id}-k`} width={150} value={kind} onChange={setKind} placeholder={say('app.all')} options={codeOptions('artefact', code, KINDS)} /></label>
        <label className="inline-field" htmlFor={`${id}-s`}>{say('standards.status')}<Choice id={`${id}-s`} width={130} value={status} onChange={setStatus} placeholder={say('app.all')} options={codeOptions('versionStatus', code)} /></label>
      </>}
      columns={[
        { key: 'kind', title: say('standards.kind'), cell: (row) => code('artefact', row.kind) },
        { key: 'id', title: say('standards.id'), cell: (row) => <span className="mono">{row.id}</span> },
        { key: 'title', title: say('standards.title'), wraps: 'wide', cell: (row) => wording(row.title) || row.id },
        { key: 'version', title: say('standards.version'), figure: true, cell: ({ version }) => version },
        { key: 'status', title: say('standards.status'), cell: (row) => <span className="marks"><VersionMark status={row.status} />{row.suspended && <span className="quiet">{code('reach', row.suspended)}</span>}</span> },
        { key: 'from', title: say('standards.effectiveFrom'), cell: ({ effectiveFrom }) => <Instant at={effectiveFrom} /> },
        { key: 'transition', title: say('standards.transition'), cell: ({ transitionEndsAt }) => <Instant at={transitionEndsAt} /> },
        { key: 'review', title: say('standards.review'), figure: true, cell: ({ reviewDue }) => reviewDue?.slice(0, 10) },
        { key: 'owner', title: say('standards.owner'), cell: ({ owner }) => <span className="mono">{owner}</span> },
        { key: 'digest', title: say('standards.digest'), cell: ({ digest }) => <span className="mono quiet" title={digest}>{digest.replace(/^sha256:/, '').slice(0, 10)}</span> },
        { key: 'all', title: say('app.actions'), cell: (row) => (one ? null : <Button type="link" size="small" aria-label={say('standards.showVersions', { id: row.id })} onClick={() => setOne({ kind: row.kind, id: row.id })}>{say('standards.allVersions')}</Button>) },
      ]}
    />
  );
}
