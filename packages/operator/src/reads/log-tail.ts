import { type LogTailDocument, type LogTailQuery, type RegionCode, encode, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

/** A hub that waits for the first entry answers later than it waits. */
const ANSWER_WITHIN_MS = 5_000;

/** What the case logs of one region have after the given places. @throws TongbanError `region.unreachable`. */
export const tailLogs = (desk: OperatorDesk, region: RegionCode, query: LogTailQuery): Promise<LogTailDocument> =>
  desk.askJson<LogTailDocument>(region, 'cases.tail', encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(query)) }), query.waitMs + ANSWER_WITHIN_MS);
