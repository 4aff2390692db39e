import { type DraftTrial, type VersionedCatalogue, draftTrial } from '@tongban/catalogue';
import { type DryRunDraft, TongbanError, isRegionCode } from '@tongban/contracts';
import { type DivisionDirectory, Replay, type TrialSurroundings } from '@tongban/domain';
import type { StandardsBook } from '@tongban/registry';

export interface TrialPorts {
  /** Region of this hub. */
  readonly region: string;
  readonly standards: Pick<StandardsBook, 'catalogue' | 'copy'>;
  readonly divisions: DivisionDirectory;
  readonly environment: string;
}
/** A draft made ready to judge past cases. */
export interface DraftOnTrial { readonly items: readonly string[]; readonly replayOf: (itemCode: string) => Replay | undefined }

/** Makes drafts ready, and keeps the latest: the pages of one dry run follow each other. */
export class DraftsOnTrial {
  private latest: { readonly digest: string; readonly upon: VersionedCatalogue; readonly ready: DraftOnTrial } | undefined;

  constructor(private readonly ports: TrialPorts) {}

  /**
   * The draft as this hub's copy of its owner's log has it. @throws TongbanError `draft.unknown` at its owner, `standard.not-current` when the copy has not this text of it
   * yet, or as `draftTrial`.
   */
  ready({ owner, draftId, digest }: DryRunDraft): DraftOnTrial {
    const { standards, region } = this.ports;
    const draft = isRegionCode(owner) ? standards.copy(owner).state?.drafts.get(draftId) : undefined;
    if (draft === undefined && owner === region) throw new TongbanError('draft.unknown', `the registry of ${owner} has no draft ${draftId}`);
    if (draft?.digest !== digest) throw new TongbanError('standard.not-current', `the copy of the registry of ${owner} has ${draft === undefined ? 'no such draft' : `the draft with digest ${draft.digest}`}`);
    const { catalogue } = standards;
    if (this.latest?.digest !== digest || this.latest.upon !== catalogue) this.latest = { digest, upon: catalogue, ready: this.made(draftTrial(catalogue, draft.text)) };
    return this.latest.ready;
  }

  private made({ catalogue, items }: DraftTrial): DraftOnTrial {
    const { divisions, environment } = this.ports;
    const surroundings: TrialSurroundings = {
      validation: { environment, syntheticOnly: environment === 'sandbox', divisions }, participantOf: (division) => divisions.participantOf(division)?.code,
      calendarOf: (participant) => catalogue.calendarOf(divisions.requireParticipant(participant)),
    };
    const replays = new Map([...items].map(([itemCode, trial]) => [itemCode, new Replay(itemCode, trial, surroundings)]));
    return { items: [...items.keys()].sort(), replayOf: (itemCode) => replays.get(itemCode) };
  }
}
