import type { Worded } from '../../flow/model';
import type { SwitchPosition, SwitchRecord, SwitchScope } from './switch';

export const POSITION_WORDS: Readonly<Record<SwitchPosition, Worded>> = { on: { zh: '开通', en: 'on' }, hold: { zh: '暂存', en: 'on hold' }, off: { zh: '关闭', en: 'off' } };

/** What a switch is about, for people. */
export function scopeInWords({ itemCode, mode, participant, pair, region, subject }: SwitchScope): Worded {
  const parts: Worded[] = [
    ...(subject === undefined ? [] : [{ zh: '个人信息跨境', en: 'personal data across the border' }]),
    ...(itemCode === undefined ? [] : [{ zh: `事项${itemCode}`, en: `item ${itemCode}` }]),
    ...(mode === undefined ? [] : [{ zh: `方式${mode}`, en: `mode ${mode}` }]),
    ...(participant === undefined ? [] : [{ zh: `参与方${participant}`, en: `participant ${participant}` }]),
    ...(pair === undefined ? [] : [{ zh: `${pair.opener}向${pair.counterpart}`, en: `${pair.opener} to ${pair.counterpart}` }]),
    ...(region === undefined ? [] : [{ zh: `区域${region}`, en: `region ${region}` }]),
  ];
  return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') };
}

/** Which switch decided, whose it is and until when: what a sender must know to act on a refusal. The reason its persons gave stays in the registry. */
export function switchInWords({ owner, scope, position, since, until, switchId }: SwitchRecord): Worded {
  const about = scopeInWords(scope);
  const word = POSITION_WORDS[position];
  return {
    zh: `${owner}枢纽的开关（${about.zh}）自${since}起${word.zh}，${until === undefined ? '未定期限' : `至${until}`}；可向${owner}枢纽询问，开关${switchId}`,
    en: `the switch of the hub of ${owner} (${about.en}) is ${word.en} since ${since}, ${until === undefined ? 'until further notice' : `until ${until}`}; ask the hub of ${owner} about switch ${switchId}`,
  };
}
