import type { DivisionDirectory, DivisionRecord, HomeRegion, Participant } from '../identifiers/divisions';

/** Region of regions.json: whose members it lists. */
export interface MemberRegion { readonly id: string; readonly memberCodes: readonly string[]; readonly subScope: readonly { readonly code: string; readonly parent: string }[] }

export interface RegisteredParticipant {
  readonly participant: Participant;
  readonly region: HomeRegion;
  /** Divisions of the participant that the region's own rules bind; empty: all of it. */
  readonly subScope: readonly string[];
}
export type RegisterFault =
  /** A code does not resolve to the one division it is of. */
  | { readonly fault: 'division-unresolved'; readonly participant: string }
  /** A region counts somebody as its member who is no participant, or a participant of another region. */
  | { readonly fault: 'member-missing'; readonly region: string; readonly participant: string }
  /** A participant says to be of a region that does not count it as its member. */
  | { readonly fault: 'member-unlisted'; readonly region: string; readonly participant: string }
  /** A special administrative region, and only such a one, has a class of its own and is not bound by mainland rules. */
  | { readonly fault: 'class-wrong'; readonly participant: string };

/** Everybody who can be addressed, with region and class, in the order of the records. */
export const registerOf = (divisions: DivisionDirectory, regions: readonly MemberRegion[]): readonly RegisteredParticipant[] => divisions.participants().map((participant) => {
  const region = divisions.regionOf(participant);
  const scope = regions.find(({ id }) => id === region)?.subScope ?? [];
  return { participant, region, subScope: scope.filter(({ parent }) => parent === participant.code).map(({ code }) => code) };
});

/** What is wrong with the register of regions and participants; nothing where every participant is one division and every member is there (T1-C1). */
export function registerFaults(divisions: DivisionDirectory, regions: readonly MemberRegion[]): readonly RegisterFault[] {
  return [
    ...divisions.participants().flatMap((participant): RegisterFault[] => {
      const { code: own } = participant;
      const listed = regions.filter(({ memberCodes }) => memberCodes.includes(own)).map(({ id }) => id);
      const region = divisions.regionOf(participant);
      return [
        ...(divisions.participantOf(own) === participant ? [] : [{ fault: 'division-unresolved' as const, participant: own }]),
        ...(region !== 'nat' && !listed.includes(region) ? [{ fault: 'member-unlisted' as const, region, participant: own }] : []),
        ...(hasOwnClass(participant) ? [] : [{ fault: 'class-wrong' as const, participant: own }]),
      ];
    }),
    ...regions.flatMap(({ id, memberCodes }) => memberCodes
      .filter((code) => divisions.participantOf(code)?.code !== code || divisions.regionOf(code) !== id)
      .map((participant): RegisterFault => ({ fault: 'member-missing', region: id, participant }))),
  ];
}

const hasOwnClass = ({ type, participantClass, mainlandHrssRulesApply }: DivisionRecord): boolean =>
  (type === 'sar' ? participantClass === 'sar' && !mainlandHrssRulesApply : participantClass === 'mainland' && mainlandHrssRulesApply);
