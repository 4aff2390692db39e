import type { ProvinceSettings } from './province-settings';

/** The side that attaches: sends one file with the first message of a case. */
export interface AttachQuestion { readonly path: string }
export interface AttachAnswer {
  readonly caseNo: string;
  /** Until the own region had it whole and had signed for it: read for its digest, then sent in chunks. */
  readonly attachedMs: number;
  /** From then until the message was TAKEN: registered, copied to the other region, delivered, saved and its digest right. */
  readonly takenMs: number;
}
/** The side that gets it: where it is saved. */
export interface SavingSettings extends ProvinceSettings { readonly folder: string }
export interface SavedQuestion { readonly caseNo: string }
export interface SavedAnswer { readonly digest: string; readonly size: number; readonly savedMs: number }
