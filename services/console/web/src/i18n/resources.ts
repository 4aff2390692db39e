import type { Pair } from './pair';
import { WORDS } from './words';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
/** Each in itself, so that who reads no other finds it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: '中文', en: 'EN' };

/** The flat dictionaries that i18next reads, one for each language. */
export function resourcesOf(words: Readonly<Record<string, Readonly<Record<string, Pair>>>> = WORDS): Record<Language, Record<string, string>> {
  const flat: Record<Language, Record<string, string>> = { zh: {}, en: {} };
  for (const [area, names] of Object.entries(words)) {
    for (const [name, [zh, en]] of Object.entries(names)) {
      flat.zh[`${area}.${name}`] = zh;
      flat.en[`${area}.${name}`] = en;
    }
  }
  return flat;
}
