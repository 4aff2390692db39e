import type { ResponsibilityActDocument, ResponsibilityDocument } from '@tongban/contracts';
import { reference } from '@tongban/operator';
import { readInstant } from '../instant';
import type { View } from '../view';
import { codeWords, named } from '../wording';

/** The chain of responsibility: who answered when, by what it began, and when it was handed over (T6-C4). */
export const responsibilityTable = (chain: readonly ResponsibilityDocument[], view: View): string =>
  view.table(
    [named('自', 'from'), named('至', 'to'), named('轨道', 'track'), named('状态', 'state'), named('当值', 'turn of'), named('负责机构', 'accountable agency'), named('一方', 'side'), named('参与方', 'participant'), named('区划', 'division'), named('经由', 'by'), named('移交', 'handed over')],
    chain.map((one) => [
      readInstant(one.from), readInstant(one.to), one.track, one.wording && view.words(one.wording), view.words(one.holder.wording), view.words(one.agency.wording), view.words(codeWords(one.side)),
      participantName(one.participant, view), one.division, one.begunBy && actWords(one.begunBy, view), handoverWords(one, view),
    ]));

/** What was done, at which entry of the log, by which agency and person in charge, for whom. */
function actWords({ logIndex, wording, messageType, agencyCode, handlerId, onBehalfOf }: ResponsibilityActDocument, view: View): string {
  const what = wording ? view.words(wording) : messageType ?? view.say('系统记录', 'recorded by the hub');
  const who = [agencyCode, handlerId, onBehalfOf && view.say(`代 ${onBehalfOf}`, `on behalf of ${onBehalfOf}`)].filter(Boolean).join(' ');
  return `${view.say(`第${logIndex}条`, `entry ${logIndex}`)} ${what}${who && ` (${who})`}`;
}

/** The instant of handing over, and when it had come to who took over: the limits of the latter start there. */
function handoverWords({ handedOver }: ResponsibilityDocument, view: View): string {
  if (handedOver === undefined) return '';
  const { participant, at, logIndex, deliveredAt } = handedOver;
  const delivered = deliveredAt === undefined ? view.say('未投递', 'not delivered') : view.say(`${readInstant(deliveredAt)}投递`, `delivered ${readInstant(deliveredAt)}`);
  return view.say(`${readInstant(at)}由${participantName(participant, view)}移交（第${logIndex}条，${delivered}）`, `${readInstant(at)} by ${participantName(participant, view)} (entry ${logIndex}, ${delivered})`);
}

const participantName = (participant: string, view: View): string => {
  const known = reference().divisions.participantOf(participant);
  return known === undefined ? participant : `${view.words(known)} ${participant}`;
};
