import { TongbanError, givenCode } from '@tongban/contracts';
import type { Worded } from '../flow/model';

/** The regional hubs; `nat` serves every participant that belongs to no coordination region. */
export const HOME_REGIONS = ['jjj', 'yrd', 'gba', 'ccec', 'nat'] as const;
export type HomeRegion = (typeof HOME_REGIONS)[number];
const isHomeRegion = (value: string): value is HomeRegion => (HOME_REGIONS as readonly string[]).includes(value);

/** One province-level division, as the reference data (divisions.json) gives it; other keys are ignored. */
export interface DivisionRecord extends Worded {
  /** Six digits ending in 0000: GB/T 2260-2007, or 660000, the customary code of the XPCC. */
  readonly code: string;
  readonly abbrZh: string;
  readonly type: string;
  readonly regionId: string | null;
  /** Whether a participant of the hub serves the division. */
  readonly hubParticipant: boolean;
  readonly participantClass: string;
  /** Whether mainland limits and the State Council's calendar bind it. */
  readonly mainlandHrssRulesApply: boolean;
  readonly hrssDepartment: Worded | null;
}

/** A division that can be addressed; its code is the participant id. */
export interface Participant extends DivisionRecord { readonly hubParticipant: true }

export type DivisionStatus =
  | { readonly status: 'addressable'; readonly participant: Participant }
  /** The province exists but no participant serves it. */
  | { readonly status: 'not-addressable'; readonly province: DivisionRecord }
  | { readonly status: 'unknown' };

export type DivisionLevel = 'province' | 'prefecture' | 'county';

/** Level of a six-digit code by its form, GB/T 2260-2007: `31 00 00`, `51 01 00`, `31 01 15`. */
export function divisionLevel(code: string): DivisionLevel {
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'prefecture' : 'county';
}

/** Participant id of a division of any level, by form alone: the province code. Says nothing about its existence. */
export const provinceCodeOf = (divisionCode: string): string => `${divisionCode.slice(0, 2)}0000`;

/**
 * The divisions and participants of the country. Divisions below the province are resolved by prefix, because counties
 * come and go and an old code must still find its province; 6590xx therefore belongs to 650000 and not to the XPCC.
 */
export class DivisionDirectory {
  private readonly provinces: ReadonlyMap<string, DivisionRecord>;
  private readonly addressable: readonly Participant[];

  /** @throws TongbanError `hub.internal` when the records contradict themselves. */
  constructor(records: readonly DivisionRecord[]) {
    const provinces = new Map<string, DivisionRecord>();
    for (const record of records) {
      if (!/^[1-9]\d0000$/.test(record.code)) throw new TongbanError('hub.internal', `divisions: ${record.code} is no province-level code`);
      if (provinces.has(record.code)) throw new TongbanError('hub.internal', `divisions: ${record.code} is given twice`);
      if (record.regionId !== null && !isHomeRegion(record.regionId)) throw new TongbanError('hub.internal', `divisions: ${record.code} names an unknown region ${record.regionId}`);
      provinces.set(record.code, record);
    }
    this.provinces = provinces;
    this.addressable = Object.freeze([...provinces.values()].filter((record): record is Participant => record.hubParticipant));
  }

  /** What a division code of any level resolves to. */
  resolve(code: string): DivisionStatus {
    const province = /^[1-9]\d{5}$/.test(code) ? this.provinces.get(provinceCodeOf(code)) : undefined;
    if (province === undefined) return { status: 'unknown' };
    return province.hubParticipant
      ? { status: 'addressable', participant: province as Participant }
      : { status: 'not-addressable', province };
  }

  /** Six digits whose province exists, addressable or not. */
  isKnown(code: string): boolean {
    return this.resolve(code).status !== 'unknown';
  }

  /** The participant that serves a division of any level; undefined when unknown or not addressable. */
  participantOf(code: string): Participant | undefined {
    const resolved = this.resolve(code);
    return resolved.status === 'addressable' ? resolved.participant : undefined;
  }

  /** As `participantOf`, for callers that cannot go on without one. @throws TongbanError `division.unknown` or `division.not-addressable`. */
  requireParticipant(code: string): Participant {
    const resolved = this.resolve(code);
    if (resolved.status === 'addressable') return resolved.participant;
    throw new TongbanError(resolved.status === 'unknown' ? 'division.unknown' : 'division.not-addressable', `division ${givenCode(code)}`);
  }

  /**
   * The home region of a participant, or of the participant that serves the division of the given code.
   * @throws TongbanError `division.unknown` or `division.not-addressable`.
   */
  regionOf(participant: Participant | string): HomeRegion {
    const { regionId } = typeof participant === 'string' ? this.requireParticipant(participant) : participant;
    return regionId !== null && isHomeRegion(regionId) ? regionId : 'nat';
  }

  /** All participants, in the order of the records. */
  participants(): readonly Participant[] {
    return this.addressable;
  }
}
