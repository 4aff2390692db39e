import type { RegionStatus } from '@tongban/contracts';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { ActButton } from '../../parts/act-button';
import { formatCount } from '../../parts/figures';
import { Mark, type Tone } from '../../parts/mark';
import { useAge } from '../../parts/time/age';
import { type SourceState, regionOfSource, sourceState } from './stall';

/** A table of the status under its heading. */
export function Part({ name, title, aside, children }: { /** Of the tab in the address that leads here. */ readonly name: string; readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  const [address] = useSearchParams();
  const part = useRef<HTMLElement>(null);
  const asked = address.get('tab') === name;
  useEffect(() => { if (asked) part.current?.scrollIntoView({ block: 'start' }); }, [asked]);
  return <section ref={part} className="status-part" aria-labelledby={id}><div className="part-head"><h2 id={id}>{title}</h2>{aside}</div>{children}</section>;
}
export const Scroll = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => <div className="lean-box" role="group" aria-label={label} tabIndex={0}><table className="lean">{children}</table></div>;

/** Checks that fail first, then what cannot be seen wholly. */
export function Checks({ regions }: { readonly regions: readonly RegionStatus[] }) {
  const { say, wording } = useWords();
  const rows = regions.flatMap(({ region, checks }) => Object.entries(checks).map(([name, check]) => ({ region, name, check }))).sort((a, b) => Number(a.check.ok) - Number(b.check.ok) || Number(b.check.blind !== undefined) - Number(a.check.blind !== undefined));
  return (
    <Part name="checks" title={say('links.checks')}>
      <div className="tall"><Scroll label={say('links.checks')}>
        <thead><tr><th scope="col">{say('links.region')}</th><th scope="col">{say('links.result')}</th><th scope="col">{say('links.check')}</th><th scope="col">{say('links.detail')}</th></tr></thead>
        <tbody>
          {rows.map(({ region, name, check }) => (
            <tr key={`${region}-${name}`}><td className="mono">{region}</td><td><span className="marks">{check.ok ? <Mark tone="ok">{say('links.fine')}</Mark> : <Mark tone="bad">{say('links.wrong')}</Mark>}{check.blind && <Mark tone="warn">{say('links.blind')}</Mark>}</span></td>
              <td className="lean-wraps">{wording(check.wording)} <span className="quiet mono">{name}</span></td><td className="lean-wraps">{check.code && <span className="mono tone-bad">{check.code} </span>}{typeof check.detail === 'string' ? check.detail : wording(check.detail)} {check.blind && <span className="tone-warn">{wording(check.blind)}</span>}</td></tr>
          ))}
        </tbody>
      </Scroll></div>
    </Part>
  );
}

const SOURCE_TONES: Readonly<Record<SourceState, Tone>> = { error: 'bad', stalled: 'bad', unknown: 'warn', behind: 'info', level: 'ok' };

/** What brings messages from other regions, and which of it stands still. */
export function Sources({ regions }: { readonly regions: readonly RegionStatus[] }) {
  const { say, code } = useWords();
  const { may } = useSession();
  const age = useAge();
  const word = (state: SourceState): string => ({ error: say('links.error'), stalled: say('links.stalled'), unknown: code('link', 'unknown'), behind: code('mirror', 'behind'), level: code('mirror', 'level') })[state];
  return (
    <Part name="sources" title={say('links.sources')}>
      <Scroll label={say('links.sources')}>
        <thead><tr><th scope="col">{say('links.region')}</th><th scope="col">{say('links.source')}</th><th scope="col">{say('links.standing')}</th><th scope="col" className="num">{say('links.lag')}</th><th scope="col" className="num">{say('links.active')}</th><th scope="col">{say('links.error')}</th></tr></thead>
        <tbody>
          {regions.flatMap(({ region, sources }) => sources.map((source) => {
            const state = sourceState(source);
            return <tr key={`${region}-${source.name}`}><td className="mono">{region}</td><td className="mono">{source.name}</td><td><Mark tone={SOURCE_TONES[state]}>{word(state)}</Mark></td><td className="num">{formatCount(source.lag)}</td><td className="num">{source.activeMsAgo < 0 ? '–' : say('links.ago', { age: age(source.activeMsAgo) })}</td><td className="lean-wraps tone-bad">{source.error}{may('links.act') && (state === 'stalled' || state === 'unknown' || state === 'error') && <ActButton label={say('links.attach')} hint={say('links.attachHint')} path={`/hubs/${region}/cures`} body={{ cure: 'attach-source', target: regionOfSource(source.name) }} done={say('links.cured')} />}</td></tr>;
          }))}
        </tbody>
      </Scroll>
    </Part>
  );
}

const MIRROR_TONES = { level: 'ok', behind: 'info', stalled: 'bad', ahead: 'bad', apart: 'bad' } as const;

/** The copies on the backbone, told by the hub that keeps them. */
export function Mirrors({ regions }: { readonly regions: readonly RegionStatus[] }) {
  const { say, code } = useWords();
  const { regionName } = useSession();
  const age = useAge();
  const mirrors = regions.find((one) => one.mirrors !== undefined)?.mirrors;
  if (mirrors === undefined) return null;
  const { copies, messagesBehind, unwell, silentRegions } = mirrors;
  return (
    <Part name="mirrors" title={say('links.mirrors')} aside={<span className="quiet figure">{say('links.mirrorsLine', { copies: formatCount(copies), behind: formatCount(messagesBehind) })}</span>}>
      {silentRegions.length > 0 && <p className="tone-warn pad">{say('links.mirrorsSilent', { regions: silentRegions.map(regionName).join(', ') })}</p>}
      {unwell.length === 0 ? <p className="pad"><Mark tone="ok">{say('links.mirrorsWell')}</Mark></p> : (
        <Scroll label={say('links.mirrors')}>
          <thead><tr><th scope="col">{say('links.region')}</th><th scope="col">{say('links.stream')}</th><th scope="col">{say('links.standing')}</th><th scope="col" className="num">{say('links.lag')}</th><th scope="col" className="num">{say('links.compared')}</th><th scope="col" className="num">{say('links.differences')}</th><th scope="col" className="num">{say('links.active')}</th></tr></thead>
          <tbody>{unwell.map((one) => <tr key={one.stream}><td className="mono">{one.region}</td><td className="mono">{one.stream}</td><td><Mark tone={MIRROR_TONES[one.standing]}>{code('mirror', one.standing)}</Mark></td><td className="num">{formatCount(one.lag)}</td><td className="num">{formatCount(one.comparedThrough)}</td><td className="num">{formatCount(one.differences.length)}</td><td className="num">{say('links.ago', { age: age(one.idleForMs) })}</td></tr>)}</tbody>
        </Scroll>
      )}
    </Part>
  );
}
