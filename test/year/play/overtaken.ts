import type { Story } from '../expected/story';
import { beijingDay } from '../expected/work-days';
import type { SentMessage } from './case-book';

/** A message that was sent without knowing what the other side had done. */
export interface Overtaken {
  readonly message: SentMessage;
  /** What the home of the case said of it. */
  readonly code: string;
}

/** @returns those that nothing had overtaken: no message of somebody else is in the log of the case from the day on which the message was decided upon. */
export function notOvertaken(overtaken: readonly Overtaken[], stories: readonly Story[]): string[] {
  const storyOf = new Map(stories.map((story) => [story.caseNo, story]));
  return overtaken.flatMap(({ message: { caseNo, messageId, side, drawnOn }, code }) => {
    const isProven = storyOf.get(caseNo)?.events.some((event) => event.kind === 'message' && event.side !== side && beijingDay(event.at) >= drawnOn);
    return isProven ? [] : [`${caseNo} ${messageId} ${code}`];
  });
}

export function byCode(overtaken: readonly Overtaken[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of overtaken) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
