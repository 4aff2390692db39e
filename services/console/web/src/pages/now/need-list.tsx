import { CheckCircleOutlined, CloseCircleFilled, ExclamationCircleFilled, InfoCircleFilled } from '@ant-design/icons';
import type { Need } from '@console/documents';
import { useEffect, useMemo, useRef } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Card } from '../../parts/card';
import { formatCount } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { orderNeeds } from './need-order';

const ICONS = { critical: <CloseCircleFilled />, warning: <ExclamationCircleFilled />, info: <InfoCircleFilled /> } as const;
const TONES = { critical: 'bad', warning: 'warn', info: 'info' } as const;

/** What needs a person, most urgent first, with who acts and the way there. Its box has the same height whatever is in it. */
export function NeedList({ needs }: { readonly needs: readonly Need[] }) {
  const { say, code, wording } = useWords();
  const { regionName } = useSession();
  const before = useRef<readonly string[]>([]);
  const ordered = useMemo(() => orderNeeds(needs, before.current), [needs]);
  useEffect(() => { before.current = ordered.map(({ id }) => id); }, [ordered]);
  return (
    <Card title={say('now.needs')} aside={<span className="quiet figure">{formatCount(needs.length)}</span>} pad={false}>
      {ordered.length === 0
        ? <div className="needs needs-none"><CheckCircleOutlined aria-hidden="true" /><strong>{say('now.noNeeds')}</strong><span className="quiet">{say('now.noNeedsHint')}</span></div>
        : (
          <ul className="needs" aria-label={say('now.needs')} tabIndex={0}>
            {ordered.map((need) => (
              <li key={need.id} className="need">
                <span className={`need-icon tone-${TONES[need.severity]}`} aria-hidden="true">{ICONS[need.severity]}</span>
                <div className="need-text">
                  <div className="need-line">
                    <span className="hidden-words">{code('severity', need.severity)}: </span><strong>{wording(need.wording)}</strong>
                    {need.count !== undefined && <Mark tone={TONES[need.severity]}>{formatCount(need.count)}</Mark>}
                    {need.region !== undefined && <span className="quiet">{regionName(need.region)}</span>}
                  </div>
                  {need.detail && <div className="wrap">{wording(need.detail)}</div>}
                  {need.next && <div className="quiet wrap">{say('now.nextBy')}: {wording(need.next)}</div>}
                  {need.code && <div className="quiet mono wrap">{need.code}</div>}
                </div>
                <Link to={need.path} className="need-go" aria-label={say('now.look_at', { what: wording(need.wording) })}>{say('now.look')}</Link>
              </li>
            ))}
          </ul>
        )}
    </Card>
  );
}
