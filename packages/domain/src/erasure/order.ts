import { type FieldFault, fieldFault } from '@tongban/contracts';
import { parseCaseNumber } from '../cases/case-number';
import type { Worded } from '../flow/model';
import { checkCitizenId } from '../identifiers/citizen-id';
import type { HomeRegion } from '../identifiers/divisions';
import type { Actor } from '../standards/commands';

/** A ground on which the personal content of a case is destroyed. `byOrder`: somebody entitled ordered it, and neither the end of the case nor its retention is waited for. */
export interface ErasureGround extends Worded { readonly code: string; readonly provision: string; readonly byOrder: boolean }

/** Grounds of the Personal Information Protection Law, article 47, and orders. Reference data, never advice of law: two persons answer for the choice, and the document shows it. */
export const ERASURE_GROUNDS: readonly ErasureGround[] = [
  { code: 'retention-over', zh: '保存期限已届满', en: 'the retention period is over', provision: '《个人信息保护法》第四十七条第一款第（二）项', byOrder: false },
  { code: 'purpose-achieved', zh: '处理目的已实现、无法实现或不再必要', en: 'the purpose is achieved, cannot be achieved or needs the data no more', provision: '《个人信息保护法》第四十七条第一款第（一）项', byOrder: false },
  { code: 'consent-withdrawn', zh: '个人撤回同意', en: 'the person withdrew consent', provision: '《个人信息保护法》第四十七条第一款第（三）项', byOrder: false },
  { code: 'unlawful-processing', zh: '违法或者违约处理，经认定', en: 'processing found to be unlawful or in breach of agreement', provision: '《个人信息保护法》第四十七条第一款第（四）项', byOrder: true },
  { code: 'court-order', zh: '人民法院生效裁判', en: 'a binding decision of a court', provision: '', byOrder: true },
  { code: 'authority-order', zh: '主管部门决定', en: 'a decision of the competent authority', provision: '', byOrder: true },
];
export const erasureGround = (code: string): ErasureGround | undefined => ERASURE_GROUNDS.find((ground) => ground.code === code);

/** What is to be erased, and on what ground: the legal basis with the number of the document that shows it, free of personal data. */
export interface ErasureScope {
  readonly caseNo: string;
  /** Registered messages of the case; none: all that it has when the order is carried out. */
  readonly messageIds: readonly string[];
  readonly basis: { readonly code: string; readonly document: string };
}
/** An order that two persons gave. It stands until the home of the case has carried it out. */
export interface ErasureOrder extends ErasureScope {
  readonly actionId: string;
  /** Business instant at which it was confirmed. */
  readonly at: string;
  readonly reason: string;
  readonly proposer: Actor;
  readonly confirmer: Actor;
}

/** Orders that one owner's registry keeps. */
export const ERASURES_MAX = 100_000;
export const ERASED_MESSAGES_MAX = 200;
const DOCUMENT_MAX = 200;
const MESSAGE_ID = /^[A-Za-z0-9-]{1,64}$/;

export interface ErasurePlace {
  readonly owner: HomeRegion;
  readonly regionOfDivision: (division: string) => HomeRegion | undefined;
  readonly ordered: readonly ErasureOrder[];
}

/** Everything wrong with what is asked for, by path in the command. Whether the case may be erased yet is judged at its home, when the order is carried out. */
export function erasureFaults({ caseNo, messageIds, basis }: ErasureScope, { owner, regionOfDivision, ordered }: ErasurePlace): FieldFault[] {
  const faults: FieldFault[] = [];
  const add = (path: string, code: FieldFault['code'], zh?: string, en?: string): void => void faults.push(fieldFault(`action.${path}`, code, zh, en));
  const number = parseCaseNumber(caseNo);
  if (number === undefined) add('caseNo', 'case.number-invalid');
  else if (regionOfDivision(number.division) !== owner) add('caseNo', 'standard.wrong-owner', '由办件所属枢纽办理', 'the home of the case decides');
  if (messageIds.length > ERASED_MESSAGES_MAX) add('messageIds', 'field.too-many', `最多${ERASED_MESSAGES_MAX}项`, `at most ${ERASED_MESSAGES_MAX} entries`);
  if (!messageIds.every((id) => MESSAGE_ID.test(id)) || new Set(messageIds).size < messageIds.length) add('messageIds', 'field.pattern', '须为互不相同的消息号', 'they must be different message ids');
  if (erasureGround(basis.code) === undefined) add('basis.code', 'field.not-in-list', `可用：${ERASURE_GROUNDS.map(({ code }) => code).join('、')}`, `one of ${ERASURE_GROUNDS.map(({ code }) => code).join(', ')}`);
  if (basis.document.trim() === '') add('basis.document', 'field.required');
  else if (basis.document.length > DOCUMENT_MAX) add('basis.document', 'field.length', `最多${DOCUMENT_MAX}个字符`, `at most ${DOCUMENT_MAX} characters`);
  else if (checkCitizenId(basis.document.toUpperCase()).valid) add('basis.document', 'field.pattern', '不得填写公民身份号码', "a person's number is no number of a document");
  const byOrder = erasureGround(basis.code)?.byOrder === true;
  // What waits for the end of a retention does not stand in the way of a court.
  const asStrong = (order: ErasureOrder): boolean => !byOrder || erasureGround(order.basis.code)?.byOrder === true;
  const covers = (order: ErasureOrder): boolean => order.messageIds.length === 0 || (messageIds.length > 0 && messageIds.every((id) => order.messageIds.includes(id)));
  if (ordered.some((order) => order.caseNo === caseNo && covers(order) && asStrong(order))) add('caseNo', 'erasure.ordered-already');
  if (ordered.length >= ERASURES_MAX) add('caseNo', 'field.too-many', `登记的删除决定已达${ERASURES_MAX}个`, `the registry keeps ${ERASURES_MAX} orders already`);
  return faults;
}

/** What a case says about whether it may be erased. */
export interface ErasureStanding {
  readonly closed: boolean;
  /** Until which date each message asks to be kept, `YYYY-MM-DD`; empty where it does not say. */
  readonly retainUntil: readonly string[];
  /** Beijing date. */
  readonly today: string;
}
export type ErasureHindrance = 'not-closed' | 'retention-not-stated' | 'retention-runs';

/** Why an order has to wait; undefined when it is carried out now. What no message states a retention of is erased by order only. */
export function erasureHindrance({ basis }: Pick<ErasureScope, 'basis'>, { closed, retainUntil, today }: ErasureStanding): ErasureHindrance | undefined {
  if (erasureGround(basis.code)?.byOrder === true) return undefined;
  if (!closed) return 'not-closed';
  if (retainUntil.length === 0 || retainUntil.includes('')) return 'retention-not-stated';
  return retainUntil.every((date) => date < today) ? undefined : 'retention-runs';
}
