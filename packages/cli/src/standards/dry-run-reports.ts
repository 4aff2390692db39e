import type { DryRunDraft, DryRunReport, DryRunRow } from '@tongban/contracts';
import { UsageError } from '../outcome';

/** What is known of the personal parts of one participant's messages. */
export interface PersonalPart {
  readonly participant: string;
  /** Messages whose personal part the draft judges by other rules. */
  readonly messages: number;
  /** Of these, judged by the participant's own SDK. */
  readonly evaluated: number;
  /** Of these, messages with a fault. */
  readonly returned: number;
  /** Nobody judged them: no report came, or its store has them no more. */
  readonly notEvaluated: number;
}

/** A report that a participant's SDK made, as `--as … --json` prints it. @throws UsageError when it is none, or of another draft or day. */
export function reportFrom(text: string, file: string, draft: DryRunDraft, since: string): DryRunReport {
  const report = parsed(text, file);
  const { owner, draftId, digest } = report.draft;
  if (owner !== draft.owner || draftId !== draft.draftId || digest !== draft.digest) throw new UsageError(`${file}是对另一草案或另一文本的评估`, `${file} is about another draft, or another text of it`);
  if (report.since !== since) throw new UsageError(`${file}自${report.since}起评估，与--since不同`, `${file} is since ${report.since}, not what --since says`);
  return report;
}

/**
 * What hubs could not read beside what participants reported. A participant without a report has nothing evaluated. @throws UsageError when two reports are of one participant.
 */
export function personalParts(rows: readonly DryRunRow[], reports: readonly DryRunReport[]): PersonalPart[] {
  const messages = new Map<string, number>();
  for (const { participant, reason, count } of rows) if (reason === 'personal-part') messages.set(participant, (messages.get(participant) ?? 0) + count);
  const byParticipant = new Map<string, DryRunReport>();
  for (const report of reports) {
    if (byParticipant.has(report.participant)) throw new UsageError(`${report.participant}有两份报告`, `there are two reports of ${report.participant}`);
    byParticipant.set(report.participant, report);
    // Of cases whose hub was out of reach.
    if (!messages.has(report.participant) && report.evaluated > 0) messages.set(report.participant, 0);
  }
  return [...messages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([participant, count]) => {
    const { evaluated = 0, returned = 0 } = byParticipant.get(participant) ?? {};
    return { participant, messages: Math.max(count, evaluated), evaluated, returned, notEvaluated: Math.max(0, count - evaluated) };
  });
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function parsed(text: string, file: string): DryRunReport {
  let value: Partial<DryRunReport> | null = null;
  try {
    value = JSON.parse(text) as Partial<DryRunReport> | null;
  } catch {
    // Told below.
  }
  const isReport = typeof value === 'object' && value !== null && typeof value.participant === 'string' && typeof value.since === 'string' && typeof value.draft === 'object' && value.draft !== null
    && [value.evaluated, value.returned, value.unreadable].every(isCount) && Array.isArray(value.rows) && value.rows.every((row) => row?.finding === 'returned' && row.participant === value.participant && typeof row.item === 'string' && typeof row.reason === 'string' && isCount(row.count));
  if (!isReport) throw new UsageError(`${file}不是dry-run --as --json输出的报告`, `${file} is no report as dry-run --as --json prints it`);
  return value as DryRunReport;
}
