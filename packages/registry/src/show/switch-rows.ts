import type { PendingActionRow, StandardsActor, SwitchRow, SwitchSettingDocument } from '@tongban/contracts';
import { type PendingAction, type RegistryActor, type SwitchScope, type SwitchSetting, standingOfSwitch } from '@tongban/domain';
import type { Filters } from './standards-query';
import { type StandardsView, fits, registriesOf } from './standards-view';

const actor = ({ personId: person, unit }: RegistryActor, at: string): StandardsActor => ({ person, unit, at });

/** Every setting of a switch there ever was, newest first, with what holds of it at the moment asked about. */
export function switchRows(view: StandardsView, filters: Filters): SwitchRow[] {
  const rows = registriesOf(view, filters).flatMap(({ state: { switches } }) => switches
    .filter(({ scope, switchId }) => fits(filters.id, switchId) && isAbout(view, scope, filters))
    .map((one): SwitchRow => ({
      owner: one.owner, switchId: one.switchId, standing: standingOfSwitch(switches, one, view.at), ...settingDocument(one), since: one.since, reason: one.reason,
      proposer: actor(one.proposer, one.setAt), confirmer: actor(one.confirmer, one.setAt),
    })));
  return rows.filter(({ standing }) => fits(filters.status, standing)).sort((a, b) => Date.parse(b.confirmer.at) - Date.parse(a.confirmer.at) || (a.switchId < b.switchId ? -1 : 1));
}

export const settingDocument = ({ scope, position, from, until, releasePerMinute }: SwitchSetting): SwitchSettingDocument =>
  ({ scope, position, ...(from && { from }), ...(until && { until }), ...(releasePerMinute && { releasePerMinute }) });

/** A proposed switch, which has no versions; undefined for any other action, and when the filters ask for something else. */
export function pendingSwitchRow(view: StandardsView, owner: string, { actionId, action, digest, proposer, reason, at }: PendingAction, filters: Filters): PendingActionRow | undefined {
  if (action.action !== 'switch' || filters.kind !== undefined || filters.tier !== undefined || filters.category !== undefined || !isAbout(view, action.scope, filters)) return undefined;
  return { owner, actionId, action: 'switch', targets: [], setting: settingDocument(action), digest, proposer: actor(proposer, at), reason };
}

/** A scope that does not name an item concerns every item, but who asks for an item wants what names it; so it is with participants and regions. */
function isAbout({ book }: StandardsView, { itemCode, participant, pair, region }: SwitchScope, filters: Filters): boolean {
  const participants = [participant, pair?.opener, pair?.counterpart].flatMap((code) => code ?? []);
  const regions = [...participants.flatMap((code) => book.regionOfDivision(code) ?? []), ...(region === undefined ? [] : [region])];
  return fits(filters.item, itemCode ?? '') && (filters.participant === undefined || participants.includes(filters.participant))
    && (filters.region === undefined || regions.some((one) => one === filters.region));
}
