import type { Worded } from '../flow/model';
import type { Disposition } from './commands';
import { csvOf } from './csv';
import type { DraftRecord } from './draft-record';

/** One row of the 意见汇总处理表; without the person, whose unit speaks. */
export interface CommentRow {
  readonly number: number;
  readonly clause: string;
  readonly comment: string;
  /** Participant code or hub of the commenter. */
  readonly unit: string;
  /** Null while the comment is open. */
  readonly disposition: Disposition | null;
  /** Why it was disposed so; empty while it is open. */
  readonly reason: string;
}

export const commentTable = ({ comments }: DraftRecord): readonly CommentRow[] => comments.map(({ number, clause, text, commenter, disposed }) =>
  ({ number, clause, comment: text, unit: commenter.unit, disposition: disposed?.disposition ?? null, reason: disposed?.reason ?? '' }));

export const DISPOSITION_WORDS: Readonly<Record<Disposition, Worded>> = {
  accepted: { zh: '采纳', en: 'accepted' }, 'partly-accepted': { zh: '部分采纳', en: 'partly accepted' }, 'not-accepted': { zh: '不采纳', en: 'not accepted' },
};
const OPEN_WORDS: Worded = { zh: '未处理', en: 'open' };
const HEADER: Readonly<Record<keyof Worded, readonly string[]>> = {
  zh: ['序号', '标准章条编号', '意见内容', '提出单位', '处理意见', '理由'], en: ['No.', 'Clause', 'Comment', 'Unit', 'Disposition', 'Reason'],
};

/** @param unitName name of a participant or hub in the language; its code by default. */
export const commentTableCsv = (rows: readonly CommentRow[], language: keyof Worded, unitName: (unit: string) => string = (unit) => unit): string =>
  csvOf(HEADER[language], rows.map(({ number, clause, comment, unit, disposition, reason }) =>
    [number, clause, comment, unitName(unit), (disposition === null ? OPEN_WORDS : DISPOSITION_WORDS[disposition])[language], reason]));
