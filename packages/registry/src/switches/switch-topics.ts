import type { v1 } from '@tongban/contracts';
import type { RegistryEvent, RegistryState, SwitchScope } from '@tongban/domain';
import type { TopicsView } from '../topics';

interface ItemTopics { readonly itemCodes?: readonly string[]; readonly categories?: readonly string[] }

/** What the setting of a switch, or its proposal, is about: its item and the regions it names. Undefined for any other event. */
export function switchTopics(event: RegistryEvent, view: TopicsView, ofItem: (itemCode: string) => ItemTopics): v1.RegistryTopics.$Properties | undefined {
  const scope = scopeOf(event, view.state);
  if (scope === undefined) return undefined;
  const { itemCode, participant, pair, region } = scope;
  const named = [participant, pair?.opener, pair?.counterpart].flatMap((code) => (code === undefined ? [] : view.regionOfDivision(code) ?? []));
  const { itemCodes = [], categories = [] } = itemCode === undefined ? {} : ofItem(itemCode);
  return { tiers: [], categories: [...categories], itemCodes: [...itemCodes], regions: [...new Set([...named, ...(region === undefined ? [] : [region])])].sort() };
}

function scopeOf(event: RegistryEvent, { actions }: RegistryState): SwitchScope | undefined {
  if (event.type === 'switch-set') return event.scope;
  const action = event.type === 'action-proposed' ? event.action : event.type === 'action-dropped' ? actions.get(event.actionId)?.action : undefined;
  return action?.action === 'switch' ? action.scope : undefined;
}
