import { participantRecordFaults } from '@tongban/domain';
import type { BundleFaults } from './bundle-faults';
import type { PlacedRecords } from './bundle-shape';
import type { Overlay } from './overlay';

/** A record is of a participant that is there, and names items that are. */
export function checkParticipants({ participants }: PlacedRecords, { base, known }: Overlay, { report }: BundleFaults): void {
  for (const { record, path, isSound } of participants) {
    if (!isSound) continue;
    if (base.divisions.participantOf(record.participant)?.code !== record.participant) report(`${path}.participant`, `没有参与方${record.participant}`, `there is no participant ${record.participant}`);
    for (const { path: at, zh, en } of participantRecordFaults(record, (code) => known.items.has(code))) report(`${path}.${at}`, zh, en);
  }
}
