import { createRequire } from 'node:module';
import { type CaseEntryDocument, type FailureDocument, TongbanError } from '@tongban/contracts';
import type { Correction } from '@tongban/domain';
import type { OperatorDesk } from '../operator-desk';
import { findEverywhere, showCase } from '../reads/cases';
import { reference } from '../reference';
import type { Setup } from '../setup';

export interface SentCorrection { readonly caseNo: string; readonly messageId: string }
const load = createRequire(__filename);
const CONNECT_WITHIN_MS = 10_000;
const RECEIVED_WITHIN_MS = 30_000;

/**
 * Sends an approved correction as its sender would: through the SDK, with the sender's own key, the id that is on record and the original as its cause. The same again sends nothing twice.
 * @param personal fields of the personal part; they are sealed and stay nowhere else. @param store folder of an SDK's outbox that nobody else uses.
 * @throws TongbanError `failure.edit-none` unless it is approved, `failure.edit-needs-sender` where the set-up has no credentials of the sender or the personal part is lacking, and what the SDK refuses with.
 */
export async function sendCorrection(setup: Setup, { edit, sender }: FailureDocument, personal: Readonly<Record<string, unknown>>, store: (participant: string) => string): Promise<SentCorrection> {
  if (edit?.state !== 'approved' || sender === undefined) throw new TongbanError('failure.edit-none', 'no approved correction');
  const { message, division, caseNo, item, counterpart, onBehalfOf, fields } = JSON.parse(edit.correction) as Correction;
  const credentials = ((): ReturnType<Setup['participant']> => {
    try {
      return setup.participant(sender);
    } catch (cause) {
      throw new TongbanError('failure.edit-needs-sender', `this set-up has no credentials of ${sender}`, [], { cause });
    }
  })();
  // When it is needed: no other command of an operator sends anything.
  const { Province } = load('@tongban/client') as typeof import('@tongban/client');
  const province = await Province.connect({ credentials, trust: setup.trustFile, store: store(sender), inbox: false, catalogue: reference(), connectTimeoutMs: CONNECT_WITHIN_MS });
  try {
    const common = { messageId: edit.messageId, ...(edit.causationId !== undefined && { causationId: edit.causationId }), ...(onBehalfOf !== undefined && { onBehalfOf }), fields: { ...fields, ...personal } as never };
    const sent = caseNo !== undefined ? await province.send(caseNo, { ...common, message, division }) : await province.open({ ...common, message, item: item!, opener: division, counterpart: counterpart! });
    await province.settled(sent.messageId, 'RECEIVED', { timeoutMs: RECEIVED_WITHIN_MS });
    return { caseNo: sent.caseNo, messageId: sent.messageId };
  } catch (cause) {
    const error = TongbanError.from(cause);
    if (error.code === 'message.invalid-fields' && Object.keys(personal).length === 0) throw new TongbanError('failure.edit-needs-sender', `the message cannot be sent as it is: ${error.faults.map(({ path, en }) => `${path}: ${en}`).join('; ')}`, error.faults, { cause });
    throw error;
  } finally {
    await province.close();
  }
}

/** What became of the new message, from the log of its case; undefined while no log has it. */
export async function outcomeOfCorrection(desk: OperatorDesk, messageId: string): Promise<(Pick<CaseEntryDocument, 'kind' | 'code' | 'receipts' | 'registeredAt'> & { readonly caseNo: string }) | undefined> {
  const found = await findEverywhere(desk, messageId).catch((error: unknown) => {
    if (TongbanError.from(error).code === 'find.nothing') return undefined;
    throw error;
  });
  const caseNo = found?.matches.find((match) => match.caseNo)?.caseNo;
  if (caseNo === undefined) return undefined;
  const entry = (await showCase(desk, caseNo)).entries.find((one) => one.messageId === messageId && (one.kind === 'registered' || one.kind === 'rejected'));
  return entry && { caseNo, kind: entry.kind, registeredAt: entry.registeredAt, receipts: entry.receipts, ...(entry.code && { code: entry.code }) };
}
