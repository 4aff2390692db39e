import i18next from 'i18next';
import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import { SETTINGS_KEY, type Settings } from './settings-store';

interface KeptSettings extends Settings {
  /** Whether the page is dark now: of `auto`, what the system says. */
  readonly dark: boolean;
  readonly change: (change: Partial<Settings>) => void;
}
const SettingsContext = createContext<KeptSettings | undefined>(undefined);

/** Language, time zone and appearance: kept in this browser, and nothing else of a person is. */
export function SettingsProvider({ begin, children }: { readonly begin: Settings; readonly children: ReactNode }) {
  const [settings, setSettings] = useState(begin);
  const systemDark = useSystemDark();
  const dark = settings.theme === 'dark' || (settings.theme === 'auto' && systemDark);

  const change = useCallback((changed: Partial<Settings>) => setSettings((before) => ({ ...before, ...changed })), []);
  useEffect(() => localStorage.setItem(SETTINGS_KEY, JSON.stringify(settings)), [settings]);
  useEffect(() => {
    document.documentElement.lang = settings.language === 'zh' ? 'zh-CN' : 'en';
    void i18next.changeLanguage(settings.language);
  }, [settings.language]);
  useEffect(() => { document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'; }, [dark]);

  const value = useMemo(() => ({ ...settings, dark, change }), [settings, dark, change]);
  return <SettingsContext value={value}>{children}</SettingsContext>;
}

export function useSettings(): KeptSettings {
  const settings = use(SettingsContext);
  if (settings === undefined) throw new Error('there are no settings round this');
  return settings;
}

function useSystemDark(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const heard = () => setDark(query.matches);
    query.addEventListener('change', heard);
    return () => query.removeEventListener('change', heard);
  }, []);
  return dark;
}
