import { type AlertRow, type AuditClient, type RegionCode, encode, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

export interface AlertActor {
  /** `person:<id>` or `operator:<login>`. */
  readonly by: string;
  readonly client: AuditClient;
  readonly roles?: readonly string[];
  readonly reason?: string;
}

/** Takes an alert in hand, so that it is not told again; its hub puts that on its audit trail. @throws TongbanError `query.invalid`, `reason.personal-data`, `find.nothing`, `alert.over`, `region.unreachable`. */
export const acknowledgeAlert = (desk: OperatorDesk, { region, number }: { readonly region: RegionCode; readonly number: number }, { by, client, roles = [], reason = '' }: AlertActor): Promise<AlertRow> =>
  desk.askJson<AlertRow>(region, 'alerts.acknowledge', encode(v1.AlertAcknowledge, { alert: number, by, client, roles: [...roles], reason }));
