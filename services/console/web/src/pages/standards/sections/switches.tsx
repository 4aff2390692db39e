import type { SwitchRow } from '@tongban/contracts';
import { useId, useState } from 'react';
import { useWords } from '../../../i18n/use-words';
import { Choice } from '../../../parts/choice';
import { Mark } from '../../../parts/mark';
import { codeOptions } from '../../../parts/names';
import { Instant } from '../../../parts/time/instant';
import { StandardsSection } from '../section';
import { SwitchScope } from '../switch-scope-words';

const STANDINGS = { 'in-force': 'ok', 'to-come': 'info', over: 'plain', replaced: 'plain' } as const;
const POSITIONS = { on: 'ok', hold: 'warn', off: 'bad' } as const;

/** What new cases may be opened, by region, pair, item and mode. */
export function Switches() {
  const { say, code } = useWords();
  const id = useId();
  const [status, setStatus] = useState<string | undefined>('in-force');
  return (
    <StandardsSection<SwitchRow>
      section="switches" label={say('standards.switches')} filters={{ status }} rowKey={({ owner, switchId }) => `${owner}-${switchId}`}
      controls={<label className="inline-field" htmlFor={id}>{say('standards.standing')}<Choice id={id} width={130} value={status} onChange={setStatus} placeholder={say('app.all')} options={codeOptions('standing', code)} /></label>}
      columns={[
        { key: 'scope', title: say('standards.scope'), wraps: true, cell: ({ scope }) => <SwitchScope scope={scope} /> },
        { key: 'position', title: say('standards.position'), cell: ({ position }) => <Mark tone={POSITIONS[position]}>{code('position', position)}</Mark> },
        { key: 'standing', title: say('standards.standing'), cell: ({ standing }) => <Mark tone={STANDINGS[standing]}>{code('standing', standing)}</Mark> },
        { key: 'since', title: say('standards.since'), cell: ({ since }) => <Instant at={since} /> },
        { key: 'until', title: say('standards.until'), cell: ({ until }) => (until === undefined ? <span className="quiet">{say('standards.untilReset')}</span> : <Instant at={until} />) },
        { key: 'release', title: say('standards.release'), figure: true, cell: ({ releasePerMinute }) => releasePerMinute },
        { key: 'reason', title: say('standards.reason'), wraps: true, cell: ({ reason }) => reason },
        { key: 'by', title: say('standards.proposer'), cell: ({ proposer, confirmer }) => <span className="mono quiet">{proposer.person} + {confirmer.person}</span> },
        { key: 'owner', title: say('standards.owner'), cell: ({ owner }) => <span className="mono">{owner}</span> },
      ]}
    />
  );
}
