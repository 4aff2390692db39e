import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { streamNames } from './published-names';

/** Every stream is there, and what it holds can be read. */
export function checkStreams(ledger: Ledger, findings: Findings): void {
  const { regions, participants, streams, unreadable, failures } = ledger.facts;
  const expected = [
    ...regions.flatMap((region) => [streamNames.outbox(region), streamNames.inbox(region), streamNames.rejected(region), streamNames.failed(region)]),
    ...participants.map(streamNames.submit),
  ];
  for (const name of expected) {
    if (!streams.has(name)) findings.add('lost', name, { zh: '整个流不存在', en: 'the whole stream is not there' });
  }
  for (const { where, what } of unreadable) findings.add('unexplained', where, { zh: `内容无法读作 ${what}`, en: `the content cannot be read as ${what}` });
  for (const failure of failures) {
    const submission = ledger.submissions.get(`${failure.ofStream}#${failure.ofSeq}`);
    if (submission && submission.digest !== failure.digest) {
      findings.add('unexplained', failure, { zh: `留存的内容与 ${failure.ofStream}#${failure.ofSeq} 不同`, en: `keeps other bytes than ${failure.ofStream}#${failure.ofSeq} has` });
    }
  }
}
