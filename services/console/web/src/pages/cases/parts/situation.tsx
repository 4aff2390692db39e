import type { AwaitedDocument, DeadlineDocument, ExplainingMessageDocument, StandstillDocument } from '@tongban/contracts';
import { useWords } from '../../../i18n/use-words';
import { LegalMark } from '../../../parts/legal-mark';
import { Mark } from '../../../parts/mark';
import { Instant } from '../../../parts/time/instant';

/** Why time does not count: since when, by which message, for which reasons. */
export function Standstills({ standstills, deadlines }: { readonly standstills: readonly StandstillDocument[]; readonly deadlines: readonly DeadlineDocument[] }) {
  const { say, code, wording } = useWords();
  return (
    <ul className="plain-list stack">
      {standstills.map(({ track, why, wording: state, since, deadlines: standing, by }) => (
        <li key={`${track}-${since}`} className="notice notice-warn">
          <span><strong>{code('deadlineStatus', why)}</strong> · {wording(state)} · <span className="figure">{say('casePage.standsSince', { date: since })}</span></span>
          <span>{why === 'suspended' ? say('casePage.whySuspended') : say('casePage.whyStopped')}</span>
          {standing.length > 0 && <span>{say('casePage.deadlines')}: {standing.map((id) => wording(deadlines.find((one) => one.id === id)?.wording) || id).join(', ')}</span>}
          {by && <span>{say('casePage.standsBy')}: <Explained message={by} /></span>}
        </li>
      ))}
    </ul>
  );
}

export function Explained({ message: { wording: name, side, receivedAt, reasons, dates } }: { readonly message: ExplainingMessageDocument }) {
  const { say, code, wording } = useWords();
  return (
    <span>{wording(name)} ({code('side', side)}, <Instant at={receivedAt} />)
      {reasons.length > 0 && <> · {say('casePage.reason')}: {reasons.map((reason) => wording(reason.wording)).join(', ')}</>}
      {dates.map(({ field, fieldWording, on }) => <span key={field}> · {wording(fieldWording)} <span className="figure">{on}</span></span>)}
    </span>
  );
}

/** What the case goes on with, and who has to send it. */
export function Awaited({ awaited }: { readonly awaited: readonly AwaitedDocument[] }) {
  const { say, code, wording } = useWords();
  return (
    <ul className="plain-list stack">
      {awaited.map(({ track, wording: state, actorWording, side, messages, by }) => (
        <li key={track} className="awaited">
          <div><strong>{say('casePage.waitsFor', { who: wording(actorWording), side: code('side', side) })}</strong> <span className="quiet">{wording(state)}</span></div>
          <ul className="awaited-ways">
            {messages.map((message) => (
              <li key={message.type}>{wording(message)} <span className="quiet mono">{message.type}</span>
                {message.dueOn !== undefined && <> <span className={`figure ${message.overdue && !message.undetermined ? 'tone-bad' : ''}`}>{say('casePage.byDate', { date: message.dueOn })}</span> {message.undetermined ? <Mark tone="warn">{code('timeliness', 'undetermined')}</Mark> : message.overdue && <Mark tone="bad">{code('timeliness', 'overdue')}</Mark>} {message.dueKind !== undefined && <LegalMark kind={message.dueKind} legal={message.legal === true} />}</>}
              </li>
            ))}
          </ul>
          {by && <div className="quiet"><Explained message={by} /></div>}
        </li>
      ))}
    </ul>
  );
}
