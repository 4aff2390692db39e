import type { StreamFacts } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { streamNames } from './published-names';
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
  for (const stream of streams.values()) checkFront(stream, findings);
  for (const stream of streams.values()) checkGaps(ledger, stream, findings);
  for (const { where, what } of unreadable) findings.add('unexplained', where, { zh: `内容无法读作 ${what}`, en: `the content cannot be read as ${what}` });
  for (const failure of failures) {
    const submission = ledger.submissions.get(`${failure.ofStream}#${failure.ofSeq}`);
    if (submission && submission.digest !== failure.digest) {
      findings.add('unexplained', failure, { zh: `留存的内容与 ${failure.ofStream}#${failure.ofSeq} 不同`, en: `keeps other bytes than ${failure.ofStream}#${failure.ofSeq} has` });
    }
  }
}

function checkFront(stream: StreamFacts, findings: Findings): void {
  const goneTo = stream.firstSeq - 1;
  if (goneTo < 1 || frontMayBeExpired(stream)) return;
  findings.add('lost', `${stream.stream}#1`, {
    zh: `序号 1 至 ${goneTo} 的消息已不在，而保留期限不能解释`, en: `messages 1 to ${goneTo} are gone, and the stream's retention does not explain it`,
  });
}

function checkGaps(ledger: Ledger, { stream, region, gaps, perSubjectMax }: StreamFacts, findings: Findings): void {
  const mayMakeRoom = gaps.length > 0 && perSubjectMax > 0 && ledger.facts.participants.some((participant) => ledger.isRejectionListFull(region, participant));
  if (mayMakeRoom) return;
  for (const { from, to } of gaps) {
    const which = from === to ? `${from}` : `${from}–${to}`;
    findings.add('lost', `${stream}#${from}`, { zh: `序号 ${which} 的消息被删除`, en: `message ${which} was deleted` });
  }
}
