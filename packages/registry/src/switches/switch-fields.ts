import { v1 } from '@tongban/contracts';
import type { RegistryAction, SwitchPosition, SwitchScope, SwitchSetting } from '@tongban/domain';
import { words } from '../kinds';

const POSITIONS = words<SwitchPosition, v1.SwitchPosition>({
  on: v1.SwitchPosition.SWITCH_POSITION_ON, hold: v1.SwitchPosition.SWITCH_POSITION_HOLD, off: v1.SwitchPosition.SWITCH_POSITION_OFF,
});

/** A setting as commands and entries carry it. */
export const sentSwitch = ({ scope: { itemCode, mode, participant, pair, region, subject }, position, from, until, releasePerMinute }: SwitchSetting): v1.SetSwitch.$Properties => ({
  scope: { itemCode: itemCode ?? '', mode: mode ?? '', participant: participant ?? '', opener: pair?.opener ?? '', counterpart: pair?.counterpart ?? '', region: region ?? '', subject: subject ?? '' },
  position: POSITIONS.numberOf(position), from: from ?? '', until: until ?? '', releasePerMinute: releasePerMinute ?? 0,
});

/** The same as the rules read it: what is empty was not said. Values the contract does not know become empty words, which the rules refuse by path. */
export function switchActionOf(sent: v1.SetSwitch.$Properties | null | undefined): Extract<RegistryAction, { action: 'switch' }> {
  const { position, from, until, releasePerMinute } = sent ?? {};
  return {
    action: 'switch', scope: scopeOf(sent?.scope ?? {}), position: POSITIONS.wordOf(position),
    ...(from && { from }), ...(until && { until }), ...(releasePerMinute && { releasePerMinute }),
  };
}

function scopeOf({ itemCode, mode, participant, opener, counterpart, region, subject }: v1.SwitchScope.$Properties): SwitchScope {
  return {
    ...(itemCode && { itemCode }), ...(mode && { mode }), ...(participant && { participant }),
    ...((opener || counterpart) && { pair: { opener: opener ?? '', counterpart: counterpart ?? '' } }), ...(region && { region: region as NonNullable<SwitchScope['region']> }),
    ...(subject && { subject: subject as NonNullable<SwitchScope['subject']> }),
  };
}
