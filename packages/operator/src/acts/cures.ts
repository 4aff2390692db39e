import { type AuditClient, type RegionCode, encode, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';
import { audited } from './audited';

export const CURES = ['attach-source', 'ask-anew', 'rebuild-views'] as const;
export type CureName = (typeof CURES)[number];
const KINDS: Readonly<Record<CureName, v1.CureKind>> = { 'attach-source': v1.CureKind.CURE_KIND_ATTACH_SOURCE, 'ask-anew': v1.CureKind.CURE_KIND_ASK_ANEW, 'rebuild-views': v1.CureKind.CURE_KIND_REBUILD_VIEWS };
/** A view of a hundred thousand cases takes a while to drop. */
const CURED_WITHIN_MS = 120_000;

export interface CureActor {
  /** `person:<id>` or `operator:<login>`. */
  readonly by: string;
  readonly client: AuditClient;
  readonly roles?: readonly string[];
  readonly reason?: string;
}
export interface Cure {
  readonly region: RegionCode;
  readonly cure: CureName;
  /** Of `attach-source` the other region; of `ask-anew` stream and consumer, with a slash between. */
  readonly target?: string;
}

/** Has a hub do about a stall what it does by itself, now; on its audit trail. @throws TongbanError `query.invalid`, `reason.personal-data`, `cure.not-stalled`, `failure.handler-elsewhere`, `region.unreachable`. */
export const cureHub = (desk: OperatorDesk, { region, cure, target = '' }: Cure, { by, client, roles = [], reason = '' }: CureActor): Promise<void> =>
  audited(desk, { regions: [region], actor: by, client, roles, action: `cure.${cure}`, target, reason }, async () => void (await desk.ask(region, 'hub.cure', encode(v1.CureCommand, { kind: KINDS[cure], target }), CURED_WITHIN_MS)));
