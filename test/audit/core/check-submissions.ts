import { type Exchange, type Submission, placeOf } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { consumerNames, hubOwner, messageIds, parseMessageId, sentInto, streamNames } from './published-names';
import { copyMayBeExpired } from './retention';

/** Every submission is answered by its border, and forwarded, kept as rejected, or set aside as failed. */
export function checkSubmissions(ledger: Ledger, findings: Findings): void {
  for (const submission of ledger.facts.submissions) {
    if (ledger.isSetAside(submission)) continue;
    if (copyMayBeExpired(ledger.stream(streamNames.outbox(submission.region)), submission.storedMs)) continue;
    if (submission.kind === 'receipts') checkForward(ledger, findings, submission);
    else checkAnswer(ledger, findings, submission);
  }
  for (const rows of ledger.facts.outbox.values()) checkLanes(ledger, findings, rows);
}

function checkAnswer(ledger: Ledger, findings: Findings, submission: Submission): void {
  const { region, participant, seq, digest } = submission;
  const [answer] = ledger.outbox(region, messageIds.received(participant, seq));
  const [receipt] = answer?.batch?.receipts ?? [];
  if (!answer || !receipt) {
    findings.missing(isDealtWith(ledger, submission), submission, { zh: '边界没有以 RECEIVED 或 REJECTED 答复', en: 'the border answered neither RECEIVED nor REJECTED' }, undefined, streamNames.inbox(region));
    return;
  }
  if (receipt.about !== digest || receipt.issuer !== hubOwner(region) || answer.to !== participant || (receipt.level !== 'RECEIVED' && receipt.level !== 'REJECTED')) {
    findings.add('unexplained', answer, { zh: `不是对 ${placeOf(submission)} 的答复`, en: `is no answer to ${placeOf(submission)}` }, receipt.caseNo);
    return;
  }
  if (receipt.level === 'RECEIVED') checkForward(ledger, findings, submission, receipt.caseNo);
  else if (!ledger.rejection(region, digest) && !ledger.isRejectionListFull(region, participant)) {
    findings.missing(isDealtWith(ledger, submission), submission, { zh: `已拒收，却没有留存在 ${streamNames.rejected(region)}`, en: `was rejected and is not kept in ${streamNames.rejected(region)}` }, receipt.caseNo);
  }
}

function checkForward(ledger: Ledger, findings: Findings, submission: Submission, caseNo?: string): void {
  const { region, participant, seq, digest, homeRegion, kind } = submission;
  const [forward] = ledger.outbox(region, messageIds.forward(participant, seq));
  if (!forward) {
    if (ledger.erasures.of(digest)) return; // looked for there
    const stream = sentInto(region, homeRegion);
    findings.missing(isDealtWith(ledger, submission), submission, { zh: `已接收，却没有转发到 ${stream}`, en: `was received and is not forwarded in ${stream}` }, caseNo, stream);
  } else if (forward.digest !== digest || forward.toRegion !== homeRegion || forward.kind !== kind) {
    findings.add('unexplained', forward, { zh: `与所转发的 ${placeOf(submission)} 不同`, en: `differs from ${placeOf(submission)}, which it forwards` }, caseNo);
  }
}

const isDealtWith = (ledger: Ledger, { stream, seq }: Submission): boolean => ledger.isDealtWith(stream, consumerNames.border, seq);

/** A border forwards the submissions of one lane in the order they came; one that it set aside may follow when an operator has it retried. */
function checkLanes(ledger: Ledger, findings: Findings, rows: readonly Exchange[]): void {
  const last = new Map<string, number>();
  const seen = new Set<string>();
  for (const row of rows) {
    const id = parseMessageId(row.msgId);
    if (id?.kind !== 'forward' || seen.has(row.msgId)) continue;
    seen.add(row.msgId);
    const submission = ledger.submissions.get(`${streamNames.submit(id.participant)}#${id.seq}`);
    if (!submission || ledger.isSetAside(submission)) continue;
    const lane = `${id.participant}|${submission.lane}`;
    const before = last.get(lane) ?? 0;
    if (id.seq < before) {
      findings.add('out-of-order', row, {
        zh: `${placeOf(submission)} 在 ${submission.stream}#${before} 之后转发`, en: `forwards ${placeOf(submission)} after ${submission.stream}#${before}`,
      }, row.message?.caseNo);
    }
    last.set(lane, id.seq);
  }
}
