import type { StreamFacts } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { messageIds, streamNames } from './published-names';
import { frontMayBeExpired } from './retention';

/** Every stream is there, and nothing was taken out of it that its own limits do not explain. */
export function checkStreams(ledger: Ledger, findings: Findings): void {
  const { regions, participants, streams, unreadable, failures } = ledger.facts;
  const expected = [
    ...regions.flatMap((region) => [streamNames.outbox(region), streamNames.inbox(region), streamNames.rejected(region), streamNames.failed(region)]),
    ...participants.map(streamNames.submit),
  ];
  for (const name of expected) {
    if (!streams.has(name)) findings.add('lost', name, { zh: '整个流不存在', en: 'the whole stream is not there' });
  }
  for (const stream of streams.values()) checkFront(ledger, stream, findings);
  for (const stream of streams.values()) checkGaps(ledger, stream, findings);
  for (const { where, what } of unreadable) findings.add('unexplained', where, { zh: `内容无法读作 ${what}`, en: `the content cannot be read as ${what}` });
  for (const failure of failures) {
    const submission = ledger.submissions.get(`${failure.ofStream}#${failure.ofSeq}`);
    if (submission && submission.digest !== failure.digest) {
      findings.add('unexplained', failure, { zh: `留存的内容与 ${failure.ofStream}#${failure.ofSeq} 不同`, en: `keeps other bytes than ${failure.ofStream}#${failure.ofSeq} has` });
    }
  }
}

function checkFront(ledger: Ledger, stream: StreamFacts, findings: Findings): void {
  const goneTo = stream.firstSeq - 1;
  if (goneTo < 1 || frontMayBeExpired(stream)) return;
  if (neverStored(ledger, stream.stream, 1, goneTo)) return addUnused(findings, stream.stream, 1, goneTo);
  findings.add('lost', `${stream.stream}#1`, {
    zh: `序号 1 至 ${goneTo} 的消息已不在，而保留期限不能解释`, en: `messages 1 to ${goneTo} are gone, and the stream's retention does not explain it`,
  });
}

function checkGaps(ledger: Ledger, { stream, region, gaps, perSubjectMax }: StreamFacts, findings: Findings): void {
  const mayMakeRoom = gaps.length > 0 && perSubjectMax > 0 && ledger.facts.participants.some((participant) => ledger.isRejectionListFull(region, participant));
  if (mayMakeRoom) return;
  for (const { from, to } of gaps) {
    if (neverStored(ledger, stream, from, to)) {
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
 * A server that cannot write a message may use up its number; nobody was told that it is stored. In a submission stream that is
 * so when nothing anywhere follows from the number: no forward, no failure. Had it been received, its RECEIVED would be held.
 */
function neverStored(ledger: Ledger, stream: string, from: number, to: number): boolean {
  const region = ledger.stream(stream)?.region;
  if (!stream.startsWith(SUBMIT) || region === undefined || to - from >= TRACED_MAX) return false;
  const participant = stream.slice(SUBMIT.length);
  for (let seq = from; seq <= to; seq++) if (ledger.outbox(region, messageIds.forward(participant, seq)).length > 0 || ledger.isSetAside({ stream, seq })) return false;
  return true;
}

const addUnused = (findings: Findings, stream: string, from: number, to: number): void => findings.add('unused', `${stream}#${from}`, {
  zh: `序号 ${rangeOf(from, to)} 从未存过消息`, en: `number ${rangeOf(from, to)} never had a message`,
});
