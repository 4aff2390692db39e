import { decode, headers, v1 } from '@tongban/contracts';
import type { CaseLapse, LapseHandler, ProvinceLogger } from '../options';

/**
 * What the home of a case says in the header of a batch: that the case, or a track of it, ended because nobody met a deadline (逾期终结). Told before the hub may forget it,
 * and again when the handler failed. Nothing of it is kept here: `show` has it, and says when a message that was received in time took it back.
 */
export class Lapses {
  private handler: LapseHandler | undefined;
  constructor(private readonly logger: ProvinceLogger) {}

  use(handler: LapseHandler): void {
    this.handler = handler;
  }

  /** @throws what the handler threw, and TongbanError `message.malformed` for a header that holds no lapse. */
  async take(header: Readonly<Record<string, string>>): Promise<void> {
    const text = header[headers.lapsed];
    if (text === undefined) return;
    const { deadlineId, dueOn, escalatedOn, afterWorkingDays, responsible, side, deadlineKind, legal, sourceStandardIds, tracks } = decode(v1.CaseLapsed, Buffer.from(text, 'base64'));
    const lapse: CaseLapse = {
      caseNo: header[headers.ceSubject] ?? '', logIndex: Number(header[headers.logIndex] ?? 0), deadlineId, dueOn, escalatedOn, afterWorkingDays, responsible, ...((side === 'opener' || side === 'counterpart') && { side }),
      deadlineKind, legal, sourceStandardIds, states: Object.fromEntries(tracks.map(({ track, state }) => [track ?? '', state ?? ''])),
    };
    this.logger.info({ caseNo: lapse.caseNo, deadlineId, dueOn }, 'a case ended because nobody met a deadline');
    await this.handler?.(lapse);
  }
}
