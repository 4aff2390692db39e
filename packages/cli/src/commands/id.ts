import { Argument, type Command } from 'commander';
import { IDENTIFIER_REASONS, type IdentifierCheck, beijingDateOf, checkCitizenId, checkDivisionCode, checkUscc, isSyntheticIdentity } from '@tongban/domain';
import { reference } from '@tongban/operator';
import { type Session, handle } from '../command-action';
import { type CommandResult, EXIT } from '../outcome';
import type { Worded } from '../view';
import { codeWords } from '../wording';

const KINDS = ['citizen-id', 'uscc', 'division-code'] as const;
type Kind = (typeof KINDS)[number];

/** `id check KIND VALUE`: exit 1 when the value is no such identifier. The value itself is not repeated in the answer. */
export function registerId(program: Command, session: Session): void {
  const id = program.command('id').description('标识号码校验 / check identifiers');
  const check = id.command('check').description('GB 11643、GB 32100、GB/T 2260')
    .addArgument(new Argument('<kind>', '种类 / kind').choices(KINDS)).argument('<value>', '号码 / value');
  handle(check, session, ([kind, value]) => checked(kind as Kind, value ?? ''));
}

function checked(kind: Kind, value: string): CommandResult {
  const answer = ANSWERS[kind](value);
  if (!answer.valid) {
    const words = IDENTIFIER_REASONS[answer.reason];
    return {
      document: { kind, valid: false, reason: answer.reason, ...words }, exit: EXIT.negative,
      human: (view) => `${view.colours.red(view.say('不通过', 'not valid'))}  ${answer.reason}  ${view.words(words)}`,
    };
  }
  const { facts, ...document } = answer;
  return { document: { kind, ...document }, human: (view) => `${view.colours.green(view.say('通过', 'valid'))}\n${view.facts(facts.map(([name, worded]) => [name, view.words(worded)]))}` };
}

type Answer = { valid: false; reason: keyof typeof IDENTIFIER_REASONS } | { valid: true; facts: [Worded, Worded][]; [fact: string]: unknown };
const same = (text: string): Worded => ({ zh: text, en: text });
const yesNo = (yes: boolean): Worded => (yes ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' });

/** The facts of a check beside the words people read. */
function answer<Facts>(check: IdentifierCheck<Facts>, facts: (found: Facts) => [Worded, Worded][], more: object = {}): Answer {
  return check.valid ? { ...check, ...more, facts: facts(check) } : check;
}

const ANSWERS: Record<Kind, (value: string) => Answer> = {
  'citizen-id': (value) => {
    const synthetic = isSyntheticIdentity('citizen-id', value);
    return answer(checkCitizenId(value, { todayDate: beijingDateOf(new Date().toISOString()) }), ({ addressCode, birthDate, gender }) => [
      [{ zh: '地址码', en: 'address code' }, same(addressCode)], [{ zh: '出生日期', en: 'birth date' }, same(birthDate)],
      [{ zh: '性别', en: 'gender' }, gender === 'M' ? { zh: '男', en: 'male' } : { zh: '女', en: 'female' }], [{ zh: '合成身份', en: 'synthetic' }, yesNo(synthetic)],
    ], { synthetic });
  },
  uscc: (value) => {
    const synthetic = isSyntheticIdentity('uscc', value);
    return answer(checkUscc(value), ({ authorityClass, entityCategory, divisionCode, organisationCode, warnings }) => [
      [{ zh: '登记管理部门', en: 'authority class' }, same(authorityClass)], [{ zh: '机构类别', en: 'entity category' }, same(entityCategory)],
      [{ zh: '登记机关区划', en: 'division of the authority' }, same(divisionCode)], [{ zh: '主体标识码', en: 'organisation code' }, same(organisationCode)],
      [{ zh: '合成身份', en: 'synthetic' }, yesNo(synthetic)],
      ...warnings.map((warning): [Worded, Worded] => [{ zh: '提示', en: 'warning' }, { zh: `${warning} 主体标识码自身校验码不符，不影响有效性`, en: `${warning} the organisation code fails its own check, which does not make it invalid` }]),
    ], { synthetic });
  },
  'division-code': (value) => {
    const { divisions } = reference();
    const check = checkDivisionCode(value, divisions);
    if (!check.valid) return check;
    const { level, provinceCode, participant } = check;
    const region = participant && divisions.regionOf(participant);
    return {
      valid: true, level, provinceCode, addressable: participant !== undefined, ...(participant && { participant: participant.code, region, zh: participant.zh, en: participant.en }),
      facts: [
        [{ zh: '层级', en: 'level' }, codeWords(level)], [{ zh: '省级代码', en: 'province code' }, same(provinceCode)],
        [{ zh: '参与方', en: 'participant' }, participant ?? { zh: '没有接入枢纽的参与方', en: 'no participant of the hub serves it' }],
        [{ zh: '区域枢纽', en: 'regional hub' }, same(region ?? '')],
      ],
    };
  },
};
