import { type Catalogue, catalogueFlows } from '@tongban/catalogue';
import type { FlowRelease, FlowReleases } from './record/flow-releases';

/** The installed catalogue as the cases service asks it. One version of each flow is installed. */
export function catalogueReleases(catalogue: Catalogue): FlowReleases {
  const flows = catalogueFlows(catalogue);
  const byDigest = new Map<string, FlowRelease>(
    flows.all().map(({ compiled, messages }) => [messages.digest, { flow: compiled, types: messages, version: catalogue.version }]),
  );
  const participant = (division: string) => catalogue.divisions.participantOf(division);
  return {
    byDigest: (digest) => byDigest.get(digest),
    ofItem: (itemCode) => {
      const found = flows.ofItem(itemCode);
      if (typeof found === 'string') return { kind: found };
      const release = byDigest.get(found.messages.digest);
      return release ? { kind: 'flow', release } : { kind: 'no-flow' };
    },
    itemWording: (itemCode) => {
      const item = catalogue.items.get(itemCode);
      return { zh: item?.zh ?? itemCode, en: item?.en ?? itemCode };
    },
    participantOf: (division) => participant(division)?.code,
    partyOf: ({ participant: code, division }) => {
      const party = catalogue.divisions.requireParticipant(code ?? '');
      return { participant: party.code, division: division || party.code, region: catalogue.divisions.regionOf(party), zh: party.zh, en: party.en };
    },
    calendarOf: (code) => catalogue.calendarOf(catalogue.divisions.requireParticipant(code)),
  };
}
