import type { Worded } from '../flow/model';

export const KEY_USES = ['signing', 'sealing'] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** Public half of a key. It holds between its own bounds, while the version of the record that names it is in force. */
export interface RegisteredKey {
  /** `participant:310000#2`: the number tells the keys of a participant apart over the years and is used once. */
  readonly keyId: string;
  readonly use: KeyUse;
  /** Of signatures `ed25519` or `sm2-sm3`, of seals `x25519` or `sm2`. */
  readonly algorithm: string;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
  /** Business instants, RFC 3339, both inclusive; without one it is open. Two keys overlap while one takes over from the other. */
  readonly validFrom?: string;
  readonly validTo?: string;
}

/** Where somebody answers for items: an office, never a person. */
export interface DutyDesk extends Worded {
  /** Absent: all that no other desk is for. */
  readonly itemCodes?: readonly string[];
  readonly hours: string;
  readonly contact: string;
  /** Who is told when the desk does not answer. */
  readonly escalation: string;
}

/** Who a participant is to all others. Owned by its region; changed, like everything in a registry, by two persons (DESIGN §7). */
export interface ParticipantRecord extends Worded {
  /** Six digits; also the id of the record. */
  readonly participant: string;
  readonly keys: readonly RegisteredKey[];
  /** Items of which it may open and handle cases; absent: all. */
  readonly itemCodes?: readonly string[];
  /** See `HANDLING_MODES`; absent: all. */
  readonly modes?: readonly string[];
  readonly desks: readonly DutyDesk[];
}

/** Whether a participant is enabled for an item in at least one of the item's modes. Without a record of its own nobody has restricted it. */
export const isEnabledFor = (record: Pick<ParticipantRecord, 'itemCodes' | 'modes'> | undefined, { itemCode, modes }: { readonly itemCode: string; readonly modes: readonly string[] }): boolean =>
  (record?.itemCodes?.includes(itemCode) ?? true) && (record?.modes === undefined || modes.some((mode) => record.modes!.includes(mode)));
