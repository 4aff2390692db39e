import { LANGUAGES, type Language } from '../i18n/resources';
import { ZONES, type Zone } from '../parts/time/instants';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export interface Settings { readonly language: Language; readonly zone: Zone; readonly theme: Theme }
export const SETTINGS_DEFAULT: Settings = { language: 'zh', zone: 'Asia/Shanghai', theme: 'auto' };

const oneOf = <T extends string>(values: readonly T[], value: unknown, otherwise: T): T => ((values as readonly unknown[]).includes(value) ? (value as T) : otherwise);

/** What was kept, member by member: one that an older or newer console wrote does not spoil the others. */
export function readSettings(kept: string | null): Settings {
  let found: Readonly<Record<string, unknown>> = {};
  try {
    const value: unknown = JSON.parse(kept ?? '{}');
    if (typeof value === 'object' && value !== null) found = value as Readonly<Record<string, unknown>>;
  } catch {
    // Nothing that can be read is the same as nothing.
  }
  return {
    language: oneOf(LANGUAGES, found['language'], SETTINGS_DEFAULT.language), zone: oneOf(ZONES, found['zone'], SETTINGS_DEFAULT.zone), theme: oneOf(THEMES, found['theme'], SETTINGS_DEFAULT.theme),
  };
}
export const SETTINGS_KEY = 'tongban.console.settings';
