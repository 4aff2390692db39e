import { type Catalogue, type FlowRelease as PublishedRelease, type ServiceItem, participantInForce, profileInForce } from '@tongban/catalogue';
import { type NewCase, type PlacedParty, decidingSwitch, exemptMaterials, heldFate, heldUntil, isCrossingOn, isEnabledFor, isSensitive, latestHold, leavesMainland, legalBasisFaults } from '@tongban/domain';
import type { StandardsBook } from '@tongban/registry';
import { caseVersions, followedReleases, haltedBy } from './case-versions';
import type { AskedCase, FlowRelease, FlowReleases } from './record/flow-releases';
import { ordersFor } from './migration/case-orders';
import { type StaleCopies, staleRefusal, staleStandings } from './stale-copies';

export interface BookReader {
  /** What the build ships with. */
  readonly base: Pick<Catalogue, 'divisions' | 'regions' | 'legalBases'>;
  /** Business time for which an owner's word that nothing else is published holds. */
  readonly leaseHours: number;
  /** How copies degrade that their owners do not confirm; absent: they do not. */
  readonly stale?: StaleCopies;
}

/** The published standards as the cases service asks them. What is published while it runs is in the next answer. */
export function releasesFromBook(standards: Pick<StandardsBook, 'catalogue' | 'lateness' | 'switches' | 'migrations' | 'maintenance'> & Partial<Pick<StandardsBook, 'standing'>>, { base: { divisions, regions, legalBases }, leaseHours, stale }: BookReader): FlowReleases {
  // The same object for the same release, however often the catalogue is replaced: a case compares and keeps it.
  const known = new WeakMap<PublishedRelease, FlowRelease>();
  const released = (release: PublishedRelease): FlowRelease => {
    const found = known.get(release) ?? Object.freeze({ flow: release.compiled, types: release.messages, version: release.version });
    known.set(release, found);
    return found;
  };
  const placed = (division: string): PlacedParty => {
    const found = divisions.participantOf(division);
    return { participant: found?.code ?? division, ...(found && { region: divisions.regionOf(found) }) };
  };
  const newCase = ({ itemCode, opener, counterpart }: AskedCase, at: string): NewCase =>
    ({ itemCode, modes: standards.catalogue.asOf(at).items.get(itemCode)?.crossProvince.modes ?? [], opener: placed(opener), counterpart: placed(counterpart) });
  return {
    switched: (asked, at) => (standards.switches.length === 0 ? undefined : decidingSwitch(standards.switches, newCase(asked, at), at)),
    heldBy: (asked, at) => (standards.switches.length === 0 ? undefined : latestHold(standards.switches, newCase(asked, at), at)),
    heldFate: (now, holder, at) => heldFate(standards.switches, now, holder, at),
    switchesKnown: () => standards.switches.length,
    byDigest: (digest) => {
      const release = standards.catalogue.releaseByDigest(digest);
      return release && released(release);
    },
    accepted: (itemCode, at) => {
      const newest = standards.catalogue.releaseOfItem(itemCode, at);
      return typeof newest === 'string' ? { kind: newest } : { kind: 'accepted', releases: standards.catalogue.releasesAccepted(itemCode, at).map(released) };
    },
    lateness: (itemCode, at) => {
      const late = standards.lateness(itemCode, at, leaseHours);
      if (!late) return undefined;
      // The same words for the same reason, however often it is judged: numbers and ages are in the status of the hub.
      return `the copy of the registry of ${late.owner} cannot be proven to be whole at ${at} (${late.reason})`;
    },
    copyStale: ({ itemCode, opener, counterpart }, isOpening, at) => {
      const standings = stale && standards.standing && staleStandings(standards.standing(), stale);
      if (standings === undefined) return undefined;
      const item = standards.catalogue.asOf(at).items.get(itemCode);
      // Standards are national; who the two sides are stands in the registries of their regions.
      const owners = new Set(['nat', placed(opener).region ?? 'nat', placed(counterpart).region ?? 'nat']);
      return staleRefusal(standings, [...owners], { opening: isOpening, sensitive: item === undefined || isSensitive(stale!.policy, item) });
    },
    halted: (pinned, at) => haltedBy(standards.catalogue, pinned, at),
    versionsOf: (pinned, at) => caseVersions(standards.catalogue, pinned, at),
    exemptMaterials: (pinned) => exemptMaterials((followedReleases(standards.catalogue, pinned).item?.content as ServiceItem | undefined)?.materials ?? []),
    materialsOf: (pinned) => ((followedReleases(standards.catalogue, pinned).item?.content as ServiceItem | undefined)?.materials ?? [])
      .map(({ code, zh, en, required, shareable }) => ({ code, zh, en, required, shareable })),
    ordersFor: (pinned, at) => ordersFor(standards, pinned, at).map(({ target, ...order }) => ({ ...order, target: released(target) })),
    itemWording: (pinned) => {
      const item = followedReleases(standards.catalogue, pinned).item?.content as ServiceItem | undefined;
      return { zh: item?.zh ?? pinned.itemCode, en: item?.en ?? pinned.itemCode };
    },
    profileOf: (opened, division) => profileInForce(standards.catalogue, divisions, { ...opened, division }),
    crossing: (itemCode, sides, at) => {
      const mainland = leavesMainland(divisions, sides.opener, sides.counterpart) ? 'opener' : leavesMainland(divisions, sides.counterpart, sides.opener) ? 'counterpart' : undefined;
      if (mainland === undefined) return undefined;
      const sar = mainland === 'opener' ? 'counterpart' : 'opener';
      const pair = { mainland: placed(sides[mainland]), sar: placed(sides[sar]), itemCode };
      return { mainland, isOn: isCrossingOn(standards.switches, pair, at), faultsOf: (basis) => legalBasisFaults(basis, legalBases, regions, sides) };
    },
    notEnabled: ({ itemCode, opener, counterpart }, at) => [opener, counterpart].filter((participant) => {
      const record = participantInForce(standards.catalogue, participant, at);
      return record === 'ended' || !isEnabledFor(record, { itemCode, modes: standards.catalogue.asOf(at).items.get(itemCode)?.crossProvince.modes ?? [] });
    }),
    heldUntil: (participant, at) => {
      const declared = standards.maintenance.get(participant);
      return declared && heldUntil(declared.windows, at);
    },
    legalBasisWording: (code) => {
      const rule = legalBases.find((one) => one.code === code);
      return rule && { zh: rule.zh, en: rule.en };
    },
    participantOf: (division) => divisions.participantOf(division)?.code,
    partyOf: ({ participant, division }) => {
      const party = divisions.requireParticipant(participant ?? '');
      return { participant: party.code, division: division || party.code, region: divisions.regionOf(party), zh: party.zh, en: party.en };
    },
    calendarOf: (code) => standards.catalogue.calendarOf(divisions.requireParticipant(code)),
  };
}
