import { alarmsFromProto, decode, headers, v1 } from '@tongban/contracts';
import type { AlarmHandler, ProvinceLogger } from '../options';

/**
 * What the home of a case says in the header of a batch: that one of its clocks raised alarms for this side (催办, 预警, 督办). Told before the hub may forget
 * it, and again when the handler failed. Nothing of it is kept here: the case itself says at any time what was raised.
 */
export class Alarms {
  private handler: AlarmHandler | undefined;
  constructor(private readonly logger: ProvinceLogger) {}

  use(handler: AlarmHandler): void {
    this.handler = handler;
  }

  /** @throws what the handler threw, and TongbanError `message.malformed` for a header that holds no alarms. */
  async take(header: Readonly<Record<string, string>>): Promise<void> {
    const text = header[headers.alarms];
    if (text === undefined) return;
    const caseNo = header[headers.ceSubject] ?? '';
    const alarms = alarmsFromProto(decode(v1.AlarmsRaised, Buffer.from(text, 'base64'))).map(({ run: _run, ...alarm }) => alarm);
    this.logger.info({ caseNo, stages: alarms.map(({ stage }) => stage) }, 'the clocks of a case raised alarms');
    if (alarms.length > 0) await this.handler?.({ caseNo, logIndex: Number(header[headers.logIndex] ?? 0), alarms });
  }
}
