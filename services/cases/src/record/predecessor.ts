import { type FieldFault, TongbanError, fieldFault, successorKindName, type v1 } from '@tongban/contracts';

/** Kinds of successors that a participant may open after a case. Rejects with `case.unknown`, `query.forbidden`, or a retryable code where the home of that case is out of reach. */
export type AskSuccessors = (caseNo: string, participant: string) => Promise<readonly string[]>;
/** What the home of the predecessor answered. */
export type Predecessor = { readonly kinds: readonly string[]; readonly fault?: undefined } | { readonly fault: TongbanError };

/** Asked beforehand, since a judgement cannot wait; undefined where no predecessor is named, or where it is the case itself. */
export async function predecessorOf({ caseNo, predecessorCaseNo, sender }: v1.Envelope, mayFollow: AskSuccessors): Promise<Predecessor | undefined> {
  if (predecessorCaseNo === '' || predecessorCaseNo === caseNo) return undefined;
  try {
    return { kinds: await mayFollow(predecessorCaseNo, sender?.participant ?? '') };
  } catch (cause) {
    return { fault: TongbanError.from(cause) };
  }
}

/**
 * An opening that follows another case does so by the rules of that case's flow: it is closed in a state, and the kind and the opener are ones, that its flow
 * names (FLOW-FORMAT §4). Any other opening names neither predecessor nor kind. @throws TongbanError `successor.not-allowed` with the attribute, or the retryable code
 * of a home that could not be asked: the same bytes may come again.
 */
export function requireMayFollow({ caseNo, predecessorCaseNo, successorKind }: v1.Envelope, predecessor: Predecessor | undefined): void {
  const kind = successorKindName(successorKind);
  if (predecessorCaseNo === '' && kind === '') return;
  if (predecessorCaseNo === '') refuse('predecessor_case_no', '后续办件须写明前序办件编号', 'a successor names the case that it follows');
  if (kind === '') refuse('successor_kind', '后续办件须写明类型', 'a successor says of which kind it is');
  if (predecessorCaseNo === caseNo) refuse('predecessor_case_no', '办件不能以自己为前序', 'no case follows itself');
  if (predecessor?.fault?.traits.retryable) throw predecessor.fault;
  if (predecessor === undefined || predecessor.fault) refuse('predecessor_case_no', '没有该办件，或发送方不是其当事方', 'there is no such case, or the sender is no party of it');
  const { kinds } = predecessor;
  if (kinds.includes(kind)) return;
  const [zh, en] = kinds.length === 0 ? ['该办件尚未结束，或该方不能为其打开后续办件', 'it is not closed, or this side may open no successor of it'] : [`可打开的类型：${kinds.join('、')}`, `kinds that may be opened: ${kinds.join(', ')}`];
  refuse('successor_kind', zh, en);
}

function refuse(path: string, zh: string, en: string): never {
  const fault: FieldFault = fieldFault(path, 'successor.not-allowed', zh, en);
  throw new TongbanError('successor.not-allowed', en, [fault]);
}
