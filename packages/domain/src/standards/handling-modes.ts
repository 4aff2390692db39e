import type { Worded } from '../flow/model';

/** How an item may be handled across provinces (data/README.md, `crossProvince.modes`). */
export const HANDLING_MODES = ['fully-online', 'receive-on-behalf', 'joint-handling'] as const;

/** Their words, the same wherever a mode is shown. */
export const MODE_WORDS: Readonly<Record<(typeof HANDLING_MODES)[number], Worded>> = {
  'fully-online': { zh: '全程网办', en: 'fully online' },
  'receive-on-behalf': { zh: '代收代办', en: 'receive on behalf' },
  'joint-handling': { zh: '多地联办', en: 'joint handling' },
};
/** A mode that is not known here is shown as it is. */
export const modeWords = (mode: string): Worded => (MODE_WORDS as Readonly<Record<string, Worded>>)[mode] ?? { zh: mode, en: mode };
