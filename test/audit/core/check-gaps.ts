import type { SequenceRun, StreamFacts } from './facts';
import type { Findings, Words } from './findings';
import { goneAtFront, without } from './gone-numbers';
import type { Ledger } from './ledger';
import { type StreamKind, messageIds, streamKindOf, streamNames } from './published-names';

/** Nothing was taken out of a stream that its own limits, or an erasure, do not explain. After the other checks: they know what should be there. */
export function checkGaps(ledger: Ledger, findings: Findings): void {
  for (const stream of ledger.facts.streams.values()) checkFront(ledger, stream, findings);
  for (const stream of ledger.facts.streams.values()) checkInside(ledger, stream, findings);
}

function checkFront(ledger: Ledger, stream: StreamFacts, findings: Findings): void {
  for (const run of without(goneAtFront(stream), findings.excusedIn(stream.stream))) {
    judge(ledger, findings, stream, run, {
      zh: `序号 ${run.from} 至 ${run.to} 的消息已不在，而保留期限不能解释`, en: `messages ${run.from} to ${run.to} are gone, and the stream's retention does not explain it`,
    });
  }
}

function checkInside(ledger: Ledger, stream: StreamFacts, findings: Findings): void {
  const { region, gaps, perSubjectMax } = stream;
  const mayMakeRoom = gaps.length > 0 && perSubjectMax > 0 && ledger.facts.participants.some((participant) => ledger.isRejectionListFull(region, participant));
  if (mayMakeRoom) return;
  for (const run of without(gaps, findings.excusedIn(stream.stream))) judge(ledger, findings, stream, run, { zh: `序号 ${rangeOf(run)} 的消息被删除`, en: `message ${rangeOf(run)} was deleted` });
}

function judge(ledger: Ledger, findings: Findings, { stream, region }: StreamFacts, run: SequenceRun, words: Words): void {
  const where = `${stream}#${run.from}`;
  if (!neverStored(ledger, findings, stream, run)) findings.add('lost', where, words);
  else if (isOfErasure(ledger, findings, stream, region, run)) for (let seq = run.from; seq <= run.to; seq++) findings.erase(stream, seq);
  else findings.add('unused', where, { zh: `序号 ${rangeOf(run)} 从未存过消息`, en: `number ${rangeOf(run)} never had a message` });
}

const rangeOf = ({ from, to }: SequenceRun): string => (from === to ? `${from}` : `${from}–${to}`);
const TRACED_MAX = 1_000;
const SUBMIT = streamNames.submit('');

/**
 * A server that cannot write a message (a full disk) may use up its number; nobody was told that it is stored. In a submission stream
 * that is so when nothing anywhere follows from the number: no answer, no forward, no failure; had it been received, its RECEIVED would be held.
 * In an OUTBOX or INBOX it is so when everything is there that submissions, logs, links and answers say must be. In a stream that records
 * (a log, what was rejected or set aside) only when nothing whatsoever is lost: there a doubt is a defect.
 */
function neverStored(ledger: Ledger, findings: Findings, stream: string, { from, to }: SequenceRun): boolean {
  const region = ledger.stream(stream)?.region;
  if (region === undefined || to - from >= TRACED_MAX) return false;
  const sequences = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  if (sequences.some((seq) => ledger.isSetAside({ stream, seq }))) return false;
  const kind = streamKindOf(stream);
  if (kind === 'OUTBOX' || kind === 'INBOX') return !findings.isHoled(stream);
  if (kind !== 'SUBMIT') return findings.nothingLost;
  const participant = stream.slice(SUBMIT.length);
  return sequences.every((seq) => [messageIds.forward(participant, seq), messageIds.received(participant, seq)].every((id) => ledger.outbox(region, id).length === 0));
}

const ERASED_IN: ReadonlySet<StreamKind | undefined> = new Set(['SUBMIT', 'OUTBOX', 'INBOX', 'FAILED']);

/**
 * Nothing is missing, and the region says to have deleted more than what was found so: what was set aside, stored twice or sent again has no other trace. What it says also counts what was in HELD, and
 * of the keeper of the copies those of all regions; so this tells numbers apart that are no defect either way, and excuses none.
 */
function isOfErasure(ledger: Ledger, findings: Findings, stream: string, region: string, { from, to }: SequenceRun): boolean {
  const stated = ledger.erasures.deletedBy(region);
  if (stated === 0 || !ERASED_IN.has(streamKindOf(stream))) return false;
  const found = [...ledger.facts.streams.values()].reduce((sum, other) => sum + (other.region === region ? findings.excusedIn(other.stream).size : 0), 0);
  return found + to - from + 1 <= stated;
}
