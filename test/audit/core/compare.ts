import { checkCaseLogs } from './check-case-logs';
import { checkDecisions } from './check-decisions';
import { checkDispatch } from './check-dispatch';
import { checkErasures } from './check-erasures';
import { checkGaps } from './check-gaps';
import { checkHeldReceipts } from './check-held-receipts';
import { checkLinks } from './check-links';
import { checkOutbox } from './check-outbox';
import { checkRecordedReceipts } from './check-recorded-receipts';
import { checkRejections } from './check-rejections';
import { checkSignatures } from './check-signatures';
import { checkStreams } from './check-streams';
import { checkSubmissions } from './check-submissions';
import type { Facts } from './facts';
import { Findings } from './findings';
import { Ledger } from './ledger';

/** In the order of a message's way, so that a finding stands before those that follow from it. */
const CHECKS = [
  checkStreams, checkSubmissions, checkOutbox, checkLinks, checkDecisions, checkRejections, checkCaseLogs, checkDispatch, checkRecordedReceipts, checkHeldReceipts, checkSignatures, checkErasures, checkGaps,
];

/** Compares what is stored everywhere with what senders and recipients were promised. Pure: facts in, findings out. */
export function compare(facts: Facts): Findings {
  const ledger = new Ledger(facts);
  const findings = new Findings(facts.settled);
  for (const check of CHECKS) check(ledger, findings);
  return findings;
}
