import type { NamedCode } from '@console/documents';
import type { SpokenWords } from '../i18n/use-words';
import type { Area } from '../i18n/words';
import { WORDS } from '../i18n/words';
import type { Option } from './choice';

/** Choices of what has a name and a code; both can be searched for. */
export const namedOptions = (named: readonly NamedCode[], wording: SpokenWords['wording']): readonly Option[] => named.map(({ code, name }) => ({ value: code, label: `${wording(name)} ${code}` }));
/** Choices of the codes of an area. */
export const codeOptions = (area: Area, code: SpokenWords['code'], codes: readonly string[] = Object.keys(WORDS[area])): readonly Option[] => codes.map((value) => ({ value, label: code(area, value) }));
