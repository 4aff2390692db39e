import { TongbanError } from '@tongban/contracts';
import type { View } from './view';
import { UsageError } from './outcome';
import { codeWords } from './wording';

/** Errors are told in both languages, the chosen one first: whoever helps may read the other. */
function both(view: View, zh: string, en: string, indent: string): string {
  const [first, second] = view.language === 'zh' ? [zh, en] : [en, zh];
  return `${indent}${first}\n${indent}${view.colours.dim(second)}`;
}

/** The layer comes with the code, so that nobody looks for a route where a right is missing, or for a right where a key is not trusted. */
export function wordError(error: TongbanError | UsageError, view: View): string {
  if (error instanceof UsageError) return both(view, error.zh, error.en, '');
  return [`${view.colours.red(error.code)} [${view.words(codeWords(error.traits.layer))}]${error.message ? view.colours.dim(`  ${error.message}`) : ''}`, wordReason(error, view)].join('\n');
}

/** What a code means, every fault, and what to do next. */
export function wordReason({ traits: { zh, en, nextZh, nextEn }, faults }: TongbanError, view: View): string {
  return [
    both(view, zh, en, '  '),
    ...faults.flatMap((fault) => [`  ${view.colours.yellow(fault.path || '.')}  ${fault.code}`, both(view, fault.zh, fault.en, '    ')]),
    both(view, `下一步：${nextZh}`, `Next: ${nextEn}`, '  '),
  ].join('\n');
}

export function errorDocument(error: TongbanError | UsageError): unknown {
  if (error instanceof UsageError) return { error: { code: 'usage', zh: error.zh, en: error.en } };
  const { layer, side, retryable, zh, en, nextZh, nextEn } = error.traits;
  return { error: { code: error.code, detail: error.message, layer, side, retryable, zh, en, nextZh, nextEn, faults: error.faults } };
}
