import { type CaseAlarm, alarmsFromProto, decode, headers, v1 } from '@tongban/contracts';
import { RUN_STAGES, beijingDateOf } from '@tongban/domain';
import type { AlarmHandler, CaseAlarms, ProvinceLogger } from '../options';

export interface AlarmPorts {
  readonly logger: ProvinceLogger;
  /** Business instant. */
  readonly now: () => string;
  /** Whether a message of this participant in the case has no verdict yet. */
  readonly isUnderWay: (caseNo: string) => boolean;
}
type Superseded = CaseAlarms['alarms'][number]['superseded'];

/**
 * What the home of a case says in the header of a batch: that one of its clocks raised alarms for this side (催办, 预警, 督办). Told before the hub may forget
 * it, and again when the handler failed. Nothing of it is kept here: the case itself says at any time what was raised. What a link held back is told with what it is
 * worth now, because home could not know: it urges to nothing when its day is over or what it urges to may have been sent.
 */
export class Alarms {
  private handler: AlarmHandler | undefined;
  constructor(private readonly ports: AlarmPorts) {}

  use(handler: AlarmHandler): void {
    this.handler = handler;
  }

  /** @throws what the handler threw, and TongbanError `message.malformed` for a header that holds no alarms. */
  async take(header: Readonly<Record<string, string>>): Promise<void> {
    const text = header[headers.alarms];
    if (text === undefined) return;
    const caseNo = header[headers.ceSubject] ?? '';
    const raised = alarmsFromProto(decode(v1.AlarmsRaised, Buffer.from(text, 'base64')));
    const { logger, now, isUnderWay } = this.ports;
    const worth = { today: beijingDateOf(now()), underWay: isUnderWay(caseNo) };
    const alarms = raised.map(({ run: _run, ...alarm }) => {
      const superseded = supersededBy(alarm, worth);
      return { ...alarm, ...(superseded && { superseded }) };
    });
    logger.info({ caseNo, stages: alarms.map(({ stage }) => stage), superseded: alarms.flatMap((alarm) => alarm.superseded ?? []) }, 'the clocks of a case raised alarms');
    if (alarms.length > 0) await this.handler?.({ caseNo, logIndex: Number(header[headers.logIndex] ?? 0), alarms });
  }
}

/** The verdict on a message that home had before it raised the alarm would have come before the alarm: of one without a verdict home did not know. */
function supersededBy({ stage, dueOn }: Pick<CaseAlarm, 'stage' | 'dueOn'>, { today, underWay }: { readonly today: string; readonly underWay: boolean }): Superseded {
  if ((stage === 'reminder' || stage === 'warning') && dueOn !== undefined && today > dueOn) return 'due-day-over';
  return underWay && (RUN_STAGES as readonly string[]).includes(stage) ? 'message-under-way' : undefined;
}
