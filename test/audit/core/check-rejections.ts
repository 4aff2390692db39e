import { type Rejection } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { PASSING_CODES, hubOwner, streamNames } from './published-names';
import { causeMayBeExpired } from './retention';

/** Every message kept as rejected was sent by somebody, and its receipt is by this hub about these bytes. */
export function checkRejections(ledger: Ledger, findings: Findings): void {
  const first = new Map<string, Rejection>();
  for (const rejection of ledger.facts.rejections) {
    const { region, digest, rejected, submittedBy, storedMs } = rejection;
    const wrong = (zh: string, en: string): void => findings.add('unexplained', rejection, { zh, en }, rejected?.caseNo);
    if (rejected?.level !== 'REJECTED' || rejected.about !== digest || rejected.issuer !== hubOwner(region) || rejected.sender !== submittedBy) {
      wrong('没有本枢纽关于这些字节的 REJECTED', 'has no REJECTED of this hub about these bytes');
    }
    const isFromSomewhere = ledger.submittedDigests.has(digest) || ledger.hubMailOf(region, digest).length > 0 || ledger.forwardedDigests.has(digest) || ledger.tracesOf(digest).length > 0;
    if (!isFromSomewhere && !causeMayBeExpired(ledger.stream(streamNames.submit(submittedBy)), storedMs)) wrong('被拒收的消息从未提交', 'keeps a message that nobody submitted');
    // The same bytes of another participant are another submission.
    const key = `${region}|${submittedBy}|${digest}`;
    const same = first.get(key);
    if (same && same.rejected?.id !== rejected?.id && !isPassing(same)) {
      findings.add('doubled', rejection, { zh: `与 ${same.stream}#${same.seq} 是同一消息，回执却不同`, en: `is the message of ${same.stream}#${same.seq} with another receipt` }, rejected?.caseNo);
    }
    first.set(key, same ?? rejection);
  }
}

/** Given anew each time the message comes. */
export const isPassing = ({ rejected }: Rejection): boolean => PASSING_CODES.has(rejected?.code ?? '');
