import { Module } from '@nestjs/common';
import { consumers, headers, streams } from '@tongban/contracts';
import { AheadOfPace } from '@tongban/domain';
import { type DurableBinding, type DurableMessage, FairTurns, Pace, type PaceLimits } from '@tongban/messaging';
import { type RegionService, submissionLimits } from '@tongban/service-kit';
import { BorderController, SUBMISSIONS } from './border.controller';
import { ANNOUNCED_FILES, FilesController } from './files/files.controller';
import { SecurityController } from './security/security.controller';
import { SecurityWatch } from './security/security-watch';
import { StandardsController } from './standards.controller';
import { WatermarkIssuer } from './watermark-issuer';
import { WatermarksController } from './watermarks.controller';

const bySubject = (message: DurableMessage): string => message.headers[headers.ceSubject] ?? '';

@Module({ controllers: [BorderController, StandardsController, FilesController, WatermarksController, SecurityController], providers: [WatermarkIssuer, SecurityWatch] })
export class BorderModule {}

/** A batch of receipts is a fifth of the work of a message, and what it confirms others wait for. */
const RECEIPTS_COST = 0.2;

/** Whoever submits so far ahead of its pace is listed. It is refused nothing: what is too fast waits. */
const FLOOD_AHEAD_MS = 2_000;

/** The region's edge for its participants: admission, RECEIVED, limits, and the files of cases. Each participant has a stream and a lane per case; each file that is announced has a lane. */
export const borderService: RegionService = {
  name: 'border',
  module: BorderModule,
  bindings: ({ region, topology, config, security }) => {
    const turns = new FairTurns(config.TONGBAN_BORDER_PARALLEL);
    const limitsOf = submissionLimits(config);
    return [
      ...topology.participants.map((participant) => inTurns(participant, limitsOf(participant), turns, () => security.note({ kind: 'message-flood', by: participant, seenBy: 'border' }))),
      // Two at a time: what is fetched takes the link from nobody else for long.
      { pattern: ANNOUNCED_FILES, stream: streams.inbox(region), consumer: consumers.files, lane: bySubject, parallelMax: 2 },
    ];
  },
  begin: async (app) => {
    app.get(WatermarkIssuer).start();
    await app.get(SecurityWatch).start();
  },
};

/** Each participant at its own pace, and all of them in turns (G3-C2): what comes faster stays in its stream and holds up nobody else. */
function inTurns(participant: string, limits: PaceLimits, turns: FairTurns, onFlood: () => void): DurableBinding {
  const [pace, submitted] = [new Pace(limits), new AheadOfPace(limits)];
  return {
    pattern: SUBMISSIONS, stream: streams.submit(participant), consumer: consumers.border,
    // A hint from the sender: a wrong one disturbs nobody but its own order.
    lane: bySubject,
    turn: async (message, work, signal) => {
      const cost = message.subject.endsWith('.receipts') ? RECEIPTS_COST : 1;
      if (submitted.took(Date.parse(message.storedAt), cost) > FLOOD_AHEAD_MS) onFlood();
      return (await pace.turn(cost, signal)) && turns.use(participant, work);
    },
  };
}
