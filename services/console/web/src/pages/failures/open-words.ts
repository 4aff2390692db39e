import type { Wording } from '@tongban/contracts';
import type { SpokenWords } from '../../i18n/use-words';

/** A text that may be one string or in both languages. */
export const eitherWords = (value: string | Wording | undefined, wording: SpokenWords['wording']): string => (value === undefined ? '' : typeof value === 'string' ? value : wording(value));
