import { participantOfQuery, streams } from '@tongban/contracts';
import type { ObservedQuery, Settlement } from '@tongban/messaging';
import { type SecurityLog, byHub } from './security-log';

const SUBMIT = streams.submit('');

/** What was set aside because it does not verify: by the participant whose stream it came through, or by the hub of the region that sent it. */
export function noteSettlement(security: Pick<SecurityLog, 'noteError'>, { outcome, code, message: { stream, subject } }: Settlement): void {
  if (outcome !== 'parked') return;
  if (stream.startsWith(SUBMIT)) security.noteError(code, stream.slice(SUBMIT.length), 'border');
  // xr.<env>.<region>.<from>.…: what a participant submitted was judged by its border, so what does not verify behind it is that border's; whether it is a party of the case only its home can say.
  const [kind, , region = '', from = ''] = subject.split('.');
  if (kind === 'xr') security.noteError(code, code === 'sender.not-party' ? from : byHub(region), 'home');
}

/** What a participant was refused as an answer. */
export function noteQuery(security: Pick<SecurityLog, 'note' | 'noteError'>, { subject, error }: Pick<ObservedQuery, 'subject' | 'error'>): void {
  const participant = participantOfQuery(subject);
  if (participant === undefined || error === undefined) return;
  if (error.code === 'hub.busy') security.note({ kind: 'query-flood', by: participant, seenBy: 'border', code: error.code });
  else security.noteError(error.code, participant, 'border');
}
