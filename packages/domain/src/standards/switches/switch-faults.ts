import { type FieldFault, fieldFault } from '@tongban/contracts';
import { HOME_REGIONS, type HomeRegion } from '../../identifiers/divisions';
import { isArtefactId } from '../artefact';
import { isBefore, isPlacedInstant } from '../business-order';
import { HANDLING_MODES } from '../handling-modes';
import type { RegionOfDivision } from '../owner';
import { SWITCH_POSITIONS, SWITCH_SUBJECTS, type SwitchScope, type SwitchSetting } from './switch';

/** Settings that one owner's registry keeps, past ones included. */
export const SWITCHES_MAX = 5_000;
export const RELEASE_PER_MINUTE_MAX = 60_000;
const PARTICIPANT_FORM = /^[1-9]\d0000$/;

export interface SwitchPlace {
  readonly owner: HomeRegion;
  /** Business instant of the decision. */
  readonly now: string;
  readonly regionOfDivision: RegionOfDivision;
  /** Settings the registry has already. */
  readonly count: number;
}

/** Everything wrong with a setting, by path in the command that proposes it. */
export function switchFaults(setting: SwitchSetting, place: SwitchPlace): FieldFault[] {
  const { scope, position, from, until, releasePerMinute } = setting;
  const faults = [...scopeFaults(scope, place), ...subjectFaults(setting), ...momentFaults(setting, place)];
  const add = (path: string, code: FieldFault['code'], zh?: string, en?: string): void => void faults.push(fieldFault(`action.${path}`, code, zh, en));
  if (!(SWITCH_POSITIONS as readonly string[]).includes(position)) add('position', 'field.not-in-list', `可用：${SWITCH_POSITIONS.join('、')}`, `one of ${SWITCH_POSITIONS.join(', ')}`);
  if (releasePerMinute !== undefined) {
    if (position === 'off') add('releasePerMinute', 'field.unknown', '关闭的开关不放行任何办件', 'a switch that is off releases nothing');
    else if (!Number.isInteger(releasePerMinute) || releasePerMinute < 1 || releasePerMinute > RELEASE_PER_MINUTE_MAX)
      add('releasePerMinute', 'field.range', `须为1至${RELEASE_PER_MINUTE_MAX}之间的整数`, `it must be an integer from 1 to ${RELEASE_PER_MINUTE_MAX}`);
  }
  for (const [path, instant] of [['from', from], ['until', until]] as const)
    if (instant !== undefined && !isPlacedInstant(instant)) add(path, 'field.date', '须为带时区的RFC 3339时间', 'it must be an RFC 3339 instant with offset');
  if (place.count >= SWITCHES_MAX) add('scope', 'field.too-many', `登记的开关已达${SWITCHES_MAX}个`, `the registry keeps ${SWITCHES_MAX} settings already`);
  return faults;
}

/** A switch with a subject is on or off between two named sides: it holds nothing and releases nothing. */
function subjectFaults({ scope: { subject, pair, mode, participant, region }, position, releasePerMinute }: SwitchSetting): FieldFault[] {
  if (subject === undefined) return [];
  if (!(SWITCH_SUBJECTS as readonly string[]).includes(subject)) return [fieldFault('action.scope.subject', 'field.not-in-list', `可用：${SWITCH_SUBJECTS.join('、')}`, `one of ${SWITCH_SUBJECTS.join(', ')}`)];
  const faults: FieldFault[] = [];
  if (pair === undefined) faults.push(fieldFault('action.scope.pair', 'field.required'));
  for (const [path, value] of [['mode', mode], ['participant', participant], ['region', region]] as const) if (value !== undefined) faults.push(fieldFault(`action.scope.${path}`, 'field.unknown'));
  if (position === 'hold') faults.push(fieldFault('action.position', 'field.not-in-list', '可用：on、off', 'on or off'));
  if (releasePerMinute !== undefined && position !== 'off') faults.push(fieldFault('action.releasePerMinute', 'field.unknown'));
  return faults;
}

function momentFaults({ from, until }: SwitchSetting, { now }: SwitchPlace): FieldFault[] {
  if (until === undefined || !isPlacedInstant(until)) return [];
  const begins = from !== undefined && isPlacedInstant(from) && isBefore(now, from) ? from : now;
  return isBefore(begins, until) ? [] : [fieldFault('action.until', 'field.date', '须晚于生效时间', 'it must be later than the beginning')];
}

function scopeFaults(scope: SwitchScope, place: SwitchPlace): FieldFault[] {
  const { itemCode, mode, participant, pair, region } = scope;
  const faults: FieldFault[] = [];
  const add = (path: string, code: FieldFault['code'], zh?: string, en?: string): void => void faults.push(fieldFault(`action.scope${path}`, code, zh, en));
  if ([itemCode, mode, participant, pair, region].every((one) => one === undefined)) add('', 'field.required', '须指明事项、方式、参与方、省份对或区域', 'it must name an item, a mode, a participant, a pair or a region');
  if (itemCode !== undefined && !isArtefactId(itemCode)) add('.itemCode', 'field.pattern', '编号只含字母、数字、点、下划线和连字符', 'an id has letters, digits, dots, underscores and hyphens only');
  if (mode !== undefined && !(HANDLING_MODES as readonly string[]).includes(mode)) add('.mode', 'field.not-in-list', `可用：${HANDLING_MODES.join('、')}`, `one of ${HANDLING_MODES.join(', ')}`);
  if (region !== undefined && !(HOME_REGIONS as readonly string[]).includes(region)) add('.region', 'field.not-in-list', `可用：${HOME_REGIONS.join('、')}`, `one of ${HOME_REGIONS.join(', ')}`);
  for (const [path, code] of [['.participant', participant], ['.pair.opener', pair?.opener], ['.pair.counterpart', pair?.counterpart]] as const)
    if (code !== undefined && (!PARTICIPANT_FORM.test(code) || place.regionOfDivision(code) === undefined)) add(path, 'division.not-addressable');
  if (pair !== undefined && pair.opener === pair.counterpart) add('.pair', 'parties.same-participant');
  if (faults.length === 0 && !maySet(scope, place)) add('', 'standard.wrong-owner', '区域枢纽只能设定涉及本区域参与方的开关', 'the hub of a region sets switches that name its region or a participant of it');
  return faults;
}

/**
 * Who governs a scope: `nat`, which owns every item, any; another region's hub those that are about its own participants only by what they name. Both sides of a
 * pair may therefore set one each, and the strictest counts.
 */
function maySet({ participant, pair, region }: SwitchScope, { owner, regionOfDivision }: SwitchPlace): boolean {
  if (owner === 'nat' || region === owner) return true;
  return [participant, pair?.opener, pair?.counterpart].some((code) => code !== undefined && regionOfDivision(code) === owner);
}
