import { randomBytes } from 'node:crypto';
import { type NextActionDocument, TongbanError } from '@tongban/contracts';
import { CASE_NUMBER_RANDOM_BYTES, type Fields, beijingDateOf, makeCaseNumber } from '@tongban/domain';
import { z } from 'zod';
import { fillMessage } from '../fields/fill-message';

/** "Open a case": which item between whom, and as much of the rest as the one who asks wants to say. */
export const OpenCommandSchema = z.strictObject({
  /** Participant that opens, one of this process. */
  participant: z.string().regex(/^\d{6}$/),
  item: z.string().min(1).max(40),
  /** Division codes of the two sides, any level. */
  opener: z.string().regex(/^\d{6}$/),
  counterpart: z.string().regex(/^\d{6}$/),
  /** Entry or first message, where the flow of the item has several; else its first entry. */
  entry: z.string().max(60).optional(),
  message: z.string().max(60).optional(),
  /** The opener's own number; `REF-<SCENARIO>-…` says how the reference provinces play the case. */
  localCaseNo: z.string().min(1).max(64).optional(),
  caseNo: z.string().max(40).optional(),
  /** Flat fields of the first message; without them they are made up. */
  fields: z.record(z.string(), z.unknown()).optional(),
});
export type OpenCommand = z.infer<typeof OpenCommandSchema>;

/** The part of the SDK that opening a case needs. */
export interface OpeningPort {
  /** First messages of the item's flow. @throws TongbanError `item.*`. */
  openings(item: string, divisions: { opener: string; counterpart: string }): readonly NextActionDocument[];
  open(opening: Opening): Promise<Opened>;
  now(): string;
}
export interface Opening {
  readonly caseNo: string;
  readonly item: string;
  readonly opener: string;
  readonly counterpart: string;
  readonly message: string;
  readonly onBehalfOf?: string;
  readonly localCaseNo?: string;
  readonly fields: Fields;
}
export interface Opened { readonly caseNo: string; readonly messageId: string }

/** Fills the first message where the command does not. @throws TongbanError when it cannot be opened. */
export async function openCase(port: OpeningPort, command: OpenCommand): Promise<Opened> {
  const { item, opener, counterpart, entry, message, localCaseNo } = command;
  const openings = port.openings(item, { opener, counterpart });
  const action = openings.find(({ message: { type }, outcomes }) =>
    (message === undefined || type === message) && (entry === undefined || outcomes.some(({ transitionId }) => transitionId === entry)));
  const [outcome] = action?.outcomes ?? [];
  if (action === undefined || outcome === undefined) throw new TongbanError('entry.not-found', `item ${item} has no such entry`);
  const now = port.now();
  const caseNo = command.caseNo ?? makeCaseNumber({ division: opener, date: beijingDateOf(now), random: randomBytes(CASE_NUMBER_RANDOM_BYTES) });
  const fields = (command.fields as Fields | undefined) ?? fillMessage(action, outcome, { caseNo, now, ownDivision: opener });
  const { onBehalfOf } = action;
  return port.open({ caseNo, item, opener, counterpart, message: action.message.type, ...(onBehalfOf && { onBehalfOf }), ...(localCaseNo && { localCaseNo }), fields });
}
