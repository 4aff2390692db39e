import type { Wording } from '@tongban/contracts';

/** What a stream was last seen to hold. It is kept outside the store it tells of. */
export interface StreamMark {
  /** When the server made the stream: another one of the same name has another. */
  readonly created: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** Sequences inside without a message. */
  readonly absent: number;
  /** The first loss that was noticed; it stays until somebody removes the mark. */
  readonly loss?: StreamLoss;
}

/** `gone`: no such stream. `made-anew`: another stream has its name. `cut`: it ends earlier. `front`: it begins later. `holes`: messages inside are gone. */
export type LossKind = 'gone' | 'made-anew' | 'cut' | 'front' | 'holes';
export interface StreamLoss {
  readonly kind: LossKind;
  /** The last sequence it was known to have. */
  readonly had: number;
  /** `made-anew`, `cut`: the last sequence it had when that was noticed. `front`: the first. `holes`: how many are gone. `gone`: 0. */
  readonly has: number;
  /** RFC 3339, real time. */
  readonly foundAt: string;
}

/** A stream as the server shows it now. */
export interface SeenStream extends Omit<StreamMark, 'loss'> {
  /** Of `absent`, those up to the mark's last sequence: what is above may be a number the server used up without storing anything (a full disk). */
  readonly absentUpToMark: number;
  /** Its limits take old messages away. */
  readonly expires: boolean;
  /** Its limits take messages away inside. */
  readonly deletesInside: boolean;
}

/** The next mark of a stream; `seen` is undefined when it does not exist. A stream that never held anything can lose nothing. */
export function nextMark(mark: StreamMark | undefined, seen: SeenStream | undefined, now: string): StreamMark | undefined {
  const loss = mark && (mark.loss ?? lossOf(mark, seen, now));
  if (seen === undefined) return mark && { ...mark, ...(loss && { loss }) };
  const { created, firstSequence, lastSequence, absent } = seen;
  return { created, firstSequence, lastSequence, absent, ...(loss && { loss }) };
}

function lossOf(mark: StreamMark, seen: SeenStream | undefined, foundAt: string): StreamLoss | undefined {
  const loss = (kind: LossKind, has: number): StreamLoss => ({ kind, had: mark.lastSequence, has, foundAt });
  if (mark.lastSequence === 0) return undefined;
  if (seen === undefined) return loss('gone', 0);
  if (seen.created !== mark.created) return loss('made-anew', seen.lastSequence);
  if (seen.lastSequence < mark.lastSequence) return loss('cut', seen.lastSequence);
  if (!seen.expires && !seen.deletesInside && seen.firstSequence > mark.firstSequence) return loss('front', seen.firstSequence);
  if (!seen.deletesInside && seen.absentUpToMark > mark.absent) return loss('holes', seen.absentUpToMark - mark.absent);
  return undefined;
}

/** For a status: which stream, what it had, what became of it, and since when that is known. */
export function lossInWords(stream: string, { kind, had, has, foundAt }: StreamLoss): Wording {
  const what: Readonly<Record<LossKind, Wording>> = {
    gone: { zh: `曾到序号 ${had}，发现时不存在`, en: `reached sequence ${had} and did not exist` },
    'made-anew': { zh: `曾到序号 ${had}，已被重新建立，发现时到 ${has}`, en: `reached sequence ${had} and was made anew, at ${has} when noticed` },
    cut: { zh: `曾到序号 ${had}，发现时止于 ${has}`, en: `reached sequence ${had} and ended at ${has}` },
    front: { zh: `序号 ${has} 之前的消息已不存在`, en: `began before sequence ${has} and does not any more` },
    holes: { zh: `序号 ${had} 及之前有 ${has} 条消息已不存在`, en: `${has} of the messages up to ${had} are gone` },
  };
  return { zh: `${stream} ${what[kind].zh}（${foundAt} 发现）`, en: `${stream} ${what[kind].en}, noticed ${foundAt}` };
}
