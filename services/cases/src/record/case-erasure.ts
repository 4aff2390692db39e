import type { v1 } from '@tongban/contracts';
import type { CaseRecord } from './case-record';

/** A lawful erasure as the log of the case has it. */
export interface CaseErasure {
  readonly actionId: string;
  readonly logIndex: number;
  /** Business instants. */
  readonly orderedAt: string;
  readonly at: string;
  readonly basis: { readonly code: string; readonly document: string };
  readonly proposedBy: string;
  readonly confirmedBy: string;
  readonly messages: readonly { readonly messageId: string; readonly digestHex: string }[];
  readonly regions: readonly string[];
  /** Regions that have destroyed what they kept, with when. */
  readonly confirmed: ReadonlyMap<string, string>;
}

export const erasureIn = (entry: v1.CaseEntry, body: v1.CaseErased.$Properties): CaseErasure => ({
  actionId: body.actionId ?? '', logIndex: entry.logIndex, orderedAt: body.orderedAt ?? '', at: entry.registeredAt, basis: { code: body.basis?.code ?? '', document: body.basis?.document ?? '' },
  proposedBy: body.proposedBy ?? '', confirmedBy: body.confirmedBy ?? '', regions: body.regions ?? [], confirmed: new Map(),
  messages: (body.messages ?? []).map(({ messageId, digest }) => ({ messageId: messageId ?? '', digestHex: Buffer.from(digest ?? []).toString('hex') })),
});

/** Regions whose word an erasure still waits for. */
export const pendingRegions = ({ regions, confirmed }: CaseErasure): string[] => regions.filter((region) => !confirmed.has(region));

/** The erasures after a region's word. */
export const withConfirmation = (erasures: readonly CaseErasure[], { actionId, region }: v1.ErasureConfirmed.$Properties, at: string): CaseErasure[] =>
  erasures.map((one) => (one.actionId === actionId && region ? { ...one, confirmed: new Map(one.confirmed).set(region, at) } : one));

/** The erasure of a registered message; undefined while its keys may be there. */
export const erasureOfMessage = ({ erasures }: Pick<CaseRecord, 'erasures'>, digestHex: string): CaseErasure | undefined => erasures.find(({ messages }) => messages.some((one) => one.digestHex === digestHex));
