import type { Command } from 'commander';
import { ERROR_CODES, errorTraits, isErrorCode } from '@tongban/contracts';
import { type Session, handle } from '../command-action';
import { type CommandResult, EXIT } from '../outcome';
import { codeWords } from '../wording';

/** `explain CODE`: the entry of the error catalogue; codes alike when there is none. */
export function registerExplain(program: Command, session: Session): void {
  handle(program.command('explain').description('解释错误代码 / explain an error code').argument('<code>'), session, ([code]) => explained(code ?? ''));
}

function explained(code: string): CommandResult {
  if (!isErrorCode(code)) {
    const parts = code.toLowerCase().split(/[^a-z]+/).filter((part) => part.length > 2);
    const alike = ERROR_CODES.filter((known) => parts.some((part) => known.includes(part))).slice(0, 10);
    return {
      document: { code, known: false, alike }, exit: EXIT.negative,
      human: (view) => [view.say(`没有这个错误代码：${code}`, `there is no such code: ${code}`), ...(alike.length ? [view.say('相近的：', 'alike: ') + alike.join('  ')] : [])].join('\n'),
    };
  }
  const traits = errorTraits(code);
  return {
    document: { code, known: true, ...traits },
    human: (view) => [
      `${view.colours.bold(code)}  ${view.say(traits.zh, traits.en)}`,
      view.facts([
        [{ zh: '英文', en: 'Chinese' }, view.say(traits.en, traits.zh)],
        [{ zh: '层次', en: 'layer' }, view.words(codeWords(traits.layer))],
        [{ zh: '由谁改正', en: 'who changes something' }, view.words(codeWords(traits.side))],
        [{ zh: '可否原样重试', en: 'same bytes may succeed later' }, traits.retryable ? view.say('可以', 'yes') : view.say('不可以', 'no')],
        [{ zh: '下一步', en: 'next step' }, view.say(traits.nextZh, traits.nextEn)],
      ]),
    ].join('\n'),
  };
}
