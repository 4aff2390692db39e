import { citizenIdCheckCharacter } from '../identifiers/citizen-id';
import { holdsCitizenId, isOperatorActor, requireReason } from './action-words';

const BODY = '11010519491231002';
const ID = `${BODY}${citizenIdCheckCharacter(BODY)}`;

describe('a reason of an operator', () => {
  it.each<[string, string]>([
    ['alone', ID], ['in a sentence', `办件人${ID}已死亡`], ['with a small x', ID.toLowerCase()], ['in full-width digits', ID.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))],
    ['in groups', `${ID.slice(0, 6)} ${ID.slice(6, 14)}-${ID.slice(14)}`], ['inside a longer number', `7${ID}`],
  ])('is refused with a citizen id %s', (_how, reason) => {
    expect(() => requireReason(reason, { required: true })).toThrow(expect.objectContaining({ code: 'reason.personal-data' }));
  });
  it.each(['重复消息，原件已登记', 'duplicate of case 310115-20260302-AAAAAAA-0', '2026-03-02 09:00:00 to 2026-03-02 10:00:00', `${BODY}1`])('may say %s', (reason) => {
    expect(holdsCitizenId(reason)).toBe(false);
    expect(() => requireReason(reason, { required: true })).not.toThrow();
  });
  it.each<[string, string]>([['nothing', ''], ['blanks', '     '], ['too little', 'ok'], ['too much', 'x'.repeat(501)], ['two lines', 'first\nsecond']])('that says %s is refused where one is needed', (_what, reason) => {
    expect(() => requireReason(reason, { required: true })).toThrow(expect.objectContaining({ code: 'query.invalid' }));
  });
  it('may be left out where none is needed, and is judged all the same when it is there', () => {
    expect(() => requireReason('', { required: false })).not.toThrow();
    expect(() => requireReason(ID, { required: false })).toThrow();
  });
});

describe('who acts', () => {
  it.each<[string, boolean]>([
    ['person:steward-1', true], ['operator:cli', true], ['operator:li.ming_2', true], ['operator:', false], ['hub:yrd', false], ['steward-1', false], ['operator:a b', false], [`operator:${'x'.repeat(65)}`, false], ['operator:张三', false],
  ])('%s: %s', (by, is) => expect(isOperatorActor(by)).toBe(is));
});
