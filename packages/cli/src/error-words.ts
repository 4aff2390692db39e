import { TongbanError } from '@tongban/contracts';
import type { View } from './view';
import { UsageError } from './outcome';

/** Errors are told in both languages, the chosen one first: whoever helps may read the other. */
export function wordError(error: TongbanError | UsageError, view: View): string {
  const both = (zh: string, en: string, indent = ''): string => {
    const [first, second] = view.language === 'zh' ? [zh, en] : [en, zh];
    return `${indent}${first}\n${indent}${view.colours.dim(second)}`;
  };
  if (error instanceof UsageError) return both(error.zh, error.en);
  const { zh, en, nextZh, nextEn } = error.traits;
  return [
    `${view.colours.red(error.code)}${error.message ? view.colours.dim(`  ${error.message}`) : ''}`,
    both(zh, en, '  '),
    ...error.faults.flatMap((fault) => [`  ${view.colours.yellow(fault.path || '.')}  ${fault.code}`, both(fault.zh, fault.en, '    ')]),
    both(`下一步：${nextZh}`, `Next: ${nextEn}`, '  '),
  ].join('\n');
}

export function errorDocument(error: TongbanError | UsageError): unknown {
  if (error instanceof UsageError) return { error: { code: 'usage', zh: error.zh, en: error.en } };
  const { layer, side, retryable, zh, en, nextZh, nextEn } = error.traits;
  return { error: { code: error.code, detail: error.message, layer, side, retryable, zh, en, nextZh, nextEn, faults: error.faults } };
}
