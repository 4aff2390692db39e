import type { Wording } from '@tongban/contracts';
import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from './resources';
import type { Area, WordKey } from './words';

export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;
export interface SpokenWords {
  readonly language: Language;
  /** A text of the console. */
  readonly say: Say;
  /** The words of a code that a document carries; the code itself where this build does not know it. */
  readonly code: (area: Area, code: string | undefined) => string;
  /** The half of a document's wording that is read. */
  readonly wording: (words: Wording | undefined) => string;
}

export function useWords(): SpokenWords {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  return useMemo(() => ({
    language,
    say: (key, values) => t(key, { ...values }),
    code: (area, code) => (code === undefined || code === '' ? '' : i18next.exists(`${area}.${code}`) ? t(`${area}.${code}`) : code),
    wording: (words) => words?.[language] ?? '',
  }), [t, language]);
}
