import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, resourcesOf } from './resources';

/** Keys are flat and dictionaries are part of the bundle, so a page never shows a key or waits for a language. */
export async function startI18n(language: Language): Promise<void> {
  const { zh, en } = resourcesOf();
  await i18next.use(initReactI18next).init({
    lng: language, fallbackLng: 'zh', resources: { zh: { translation: zh }, en: { translation: en } },
    keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false }, react: { useSuspense: false },
  });
}
