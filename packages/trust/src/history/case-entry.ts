import { TongbanError, decode, v1 } from '@tongban/contracts';
import { type Upcast, upcasting } from './upcast';

/** From the first format of case log entries to the present one: there was only one so far. A change that older readers would misread adds a step here, and never rewrites a log. */
const STEPS: readonly Upcast<v1.CaseEntry>[] = [];
const present = upcasting('an entry of a case log', STEPS);

/**
 * An entry of a case log as the present release sees it, whichever wrote it. The only place that decodes one: all that fold, show, dispatch or prove a case read it here.
 * @throws TongbanError `message.malformed`, `log.newer-format` for what a later release wrote: another format, or something that happened and is not known here.
 */
export function readCaseEntry(bytes: Uint8Array): v1.CaseEntry {
  const entry = decode(v1.CaseEntry, bytes);
  if (entry.body === undefined) throw new TongbanError('log.newer-format', `entry ${entry.logIndex} of ${entry.caseNo} says nothing that this build knows`);
  return present(entry);
}
