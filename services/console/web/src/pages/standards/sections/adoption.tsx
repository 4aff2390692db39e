import type { AdoptionMatrixRow } from '@tongban/contracts';
import { Checkbox } from 'antd';
import { useId, useMemo, useState } from 'react';
import { useSession } from '../../../app/session';
import { useWords } from '../../../i18n/use-words';
import { Choice } from '../../../parts/choice';
import { Mark } from '../../../parts/mark';
import { namedOptions } from '../../../parts/names';
import { matrixOf, standingOf } from '../adoption-matrix';
import { StandardsSection } from '../section';

const TONES = { adopted: 'ok', late: 'bad', ready: 'info', deferred: 'warn', none: 'plain' } as const;

/** Who follows which version, and who is late. */
export function Adoption() {
  const { say, wording } = useWords();
  const { session } = useSession();
  const id = useId();
  const [region, setRegion] = useState<string>();
  const [late, setLate] = useState(false);
  return (
    <StandardsSection<AdoptionMatrixRow>
      section="adoption" label={say('standards.adoption')} filters={{ region, late: late ? 'true' : undefined }} limit={500} columns={[]} rowKey={(row) => `${row.participant}-${row.kind}-${row.id}-${row.version}`}
      controls={<>
        <label className="inline-field" htmlFor={id}>{say('standards.region')}<Choice id={id} width={180} value={region} onChange={setRegion} placeholder={say('app.all')} options={namedOptions(session.regions, wording)} /></label>
        <Checkbox checked={late} onChange={({ target }) => setLate(target.checked)}>{say('standards.lateOnly')}</Checkbox>
      </>}
      show={(rows) => <Matrix rows={rows} />}
    />
  );
}

function Matrix({ rows }: { readonly rows: readonly AdoptionMatrixRow[] }) {
  const { say, code } = useWords();
  const { participantName } = useSession();
  const { versions, participants } = useMemo(() => matrixOf(rows), [rows]);
  return (
    <div className="lean-box" role="group" aria-label={say('standards.matrix')} tabIndex={0}>
      <table className="lean matrix">
        <caption className="hidden-words">{say('standards.matrix')}</caption>
        <thead><tr><th scope="col">{say('standards.participant')}</th>{versions.map(({ key, kind, id, version }) => <th key={key} scope="col"><span className="matrix-head">{code('artefact', kind)} <span className="mono">{id}</span> {version}</span></th>)}</tr></thead>
        <tbody>
          {participants.map(({ participant, region, cells }) => (
            <tr key={participant}><th scope="row">{participantName(participant)} <span className="quiet mono">{region}</span></th>
              {cells.map((cell, index) => <td key={index}>{cell === undefined ? <span className="quiet">–</span> : <Mark tone={TONES[standingOf(cell)]} {...(cell.declared && { title: [cell.declared.on ?? cell.declared.until, cell.declared.reason].filter(Boolean).join(' ') })}>{standingOf(cell) === 'late' ? say('standards.late') : code('adoption', standingOf(cell))}</Mark>}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
