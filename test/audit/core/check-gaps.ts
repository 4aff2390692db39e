import type { StreamFacts } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { messageIds, streamKindOf, streamNames } from './published-names';
import { frontMayBeExpired } from './retention';

/** Nothing was taken out of a stream that its own limits do not explain. After the other checks: they know what should be there. */
export function checkGaps(ledger: Ledger, findings: Findings): void {
  for (const stream of ledger.facts.streams.values()) checkFront(ledger, stream, findings);
  for (const stream of ledger.facts.streams.values()) checkInside(ledger, stream, findings);
}

function checkFront(ledger: Ledger, stream: StreamFacts, findings: Findings): void {
  const goneTo = stream.firstSeq - 1;
  if (goneTo < 1 || frontMayBeExpired(stream)) return;
  if (neverStored(ledger, findings, stream.stream, 1, goneTo)) return addUnused(findings, stream.stream, 1, goneTo);
  findings.add('lost', `${stream.stream}#1`, {
    zh: `序号 1 至 ${goneTo} 的消息已不在，而保留期限不能解释`, en: `messages 1 to ${goneTo} are gone, and the stream's retention does not explain it`,
  });
}

function checkInside(ledger: Ledger, { stream, region, gaps, perSubjectMax }: StreamFacts, findings: Findings): void {
  const mayMakeRoom = gaps.length > 0 && perSubjectMax > 0 && ledger.facts.participants.some((participant) => ledger.isRejectionListFull(region, participant));
  if (mayMakeRoom) return;
  for (const { from, to } of gaps) {
    if (neverStored(ledger, findings, stream, from, to)) {
      addUnused(findings, stream, from, to);
      continue;
    }
    const which = rangeOf(from, to);
    findings.add('lost', `${stream}#${from}`, { zh: `序号 ${which} 的消息被删除`, en: `message ${which} was deleted` });
  }
}

const rangeOf = (from: number, to: number): string => (from === to ? `${from}` : `${from}–${to}`);
const TRACED_MAX = 1_000;
const SUBMIT = streamNames.submit('');

/**
 * A server that cannot write a message (a full disk) may use up its number; nobody was told that it is stored. In a submission stream
 * that is so when nothing anywhere follows from the number: no forward, no failure; had it been received, its RECEIVED would be held.
 * In an OUTBOX or INBOX it is so when everything is there that submissions, logs, links and answers say must be. In a stream that records
 * (a log, what was rejected or set aside) only when nothing whatsoever is lost: there a doubt is a defect.
 */
function neverStored(ledger: Ledger, findings: Findings, stream: string, from: number, to: number): boolean {
  const region = ledger.stream(stream)?.region;
  if (region === undefined || to - from >= TRACED_MAX) return false;
  const sequences = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  if (sequences.some((seq) => ledger.isSetAside({ stream, seq }))) return false;
  const kind = streamKindOf(stream);
  if (kind === 'OUTBOX' || kind === 'INBOX') return !findings.isHoled(stream);
  if (kind !== 'SUBMIT') return findings.nothingLost;
  const participant = stream.slice(SUBMIT.length);
  return sequences.every((seq) => ledger.outbox(region, messageIds.forward(participant, seq)).length === 0);
}

const addUnused = (findings: Findings, stream: string, from: number, to: number): void => findings.add('unused', `${stream}#${from}`, {
  zh: `序号 ${rangeOf(from, to)} 从未存过消息`, en: `number ${rangeOf(from, to)} never had a message`,
});
