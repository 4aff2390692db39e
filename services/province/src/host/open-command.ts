import { randomBytes } from 'node:crypto';
import { type NextActionDocument, TongbanError } from '@tongban/contracts';
import { CASE_NUMBER_RANDOM_BYTES, type Fields, beijingDateOf, makeCaseNumber } from '@tongban/domain';
import { z } from 'zod';
import { fillMessage } from '../fields/fill-message';
import { Seed } from '../fields/seed';
import { invalidOpening } from './invalid-opening';

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
  /** Sends the first message once without a required field before it sends it right: the hub must reject the first one. */
  invalidFirst: z.boolean().optional(),
});
export type OpenCommand = z.infer<typeof OpenCommandSchema>;

/** The part of the SDK that opening a case needs. */
export interface OpeningPort {
  /** First messages of the item's flow. @throws TongbanError `item.*`. */
  openings(item: string, divisions: { opener: string; counterpart: string }): readonly NextActionDocument[];
  open(opening: Opening): Promise<Opened>;
  /** Resolves with the code the hub rejected the message with; undefined when it took it. */
  rejection(messageId: string): Promise<string | undefined>;
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
  readonly messageId: string;
  readonly fields: Fields;
  /** Sent although its fields are wrong. */
  readonly unchecked?: boolean;
}
export interface Opened { readonly caseNo: string; readonly messageId: string }

/**
 * Fills the first message where the command does not. The same command with the same case number again opens nothing
 * twice. @throws TongbanError when it cannot be opened.
 */
export async function openCase(port: OpeningPort, command: OpenCommand): Promise<Opened> {
  const { item, opener, counterpart, localCaseNo } = command;
  const action = openingOf(port, command);
  const [outcome] = action.outcomes;
  if (outcome === undefined) throw new TongbanError('entry.not-found', `item ${item} has no entry`);
  const now = port.now();
  const caseNo = command.caseNo ?? makeCaseNumber({ division: opener, date: beijingDateOf(now), random: randomBytes(CASE_NUMBER_RANDOM_BYTES) });
  const fields = (command.fields as Fields | undefined) ?? fillMessage(action, outcome, { caseNo, now, ownDivision: opener });
  const { onBehalfOf, message: { type: message } } = action;
  const named = { caseNo, item, opener, counterpart, message, ...(onBehalfOf && { onBehalfOf }), ...(localCaseNo && { localCaseNo }), fields };
  const messageId = (label: string): string => new Seed(caseNo).uuid(`${command.participant}.${label}`);
  if (command.invalidFirst) {
    const invalid = await openOnce(port, invalidOpening({ ...named, messageId: messageId('invalid opening') }, action));
    if ((await port.rejection(invalid.messageId)) === undefined) throw new TongbanError('hub.internal', `${invalid.messageId} without a required field was registered`);
  }
  return openOnce(port, { ...named, messageId: messageId('opening') });
}

function openingOf(port: OpeningPort, { item, opener, counterpart, entry, message }: OpenCommand): NextActionDocument {
  const action = port.openings(item, { opener, counterpart }).find(({ message: { type }, outcomes }) =>
    (message === undefined || type === message) && (entry === undefined || outcomes.some(({ transitionId }) => transitionId === entry)));
  if (action === undefined) throw new TongbanError('entry.not-found', `item ${item} has no such entry`);
  return action;
}

/** The id says which case it opens, so an id that is known already was made by an earlier run of the same command. */
async function openOnce(port: OpeningPort, opening: Opening): Promise<Opened> {
  const { caseNo, messageId } = opening;
  return port.open(opening).catch((cause: unknown) => {
    if (TongbanError.from(cause).code === 'message.id-reused') return { caseNo, messageId };
    throw cause;
  });
}
