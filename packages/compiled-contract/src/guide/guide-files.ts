import { type ContractFile, jsonFile, textFile } from '../contract-file';
import { page } from '../documents/page';
import { LANGUAGES } from '../words';
import type { Guide } from './guide-shape';
import { guideText, guideTitle } from './guide-text';

/** A guide as data, and for people as Markdown and HTML in both languages. @param folder with a slash at its end, or empty. */
export function guideFiles(guide: Guide, folder: string): readonly ContractFile[] {
  const path = `${folder}${guide.itemCode}`;
  return [
    jsonFile(`${path}.json`, 'application/json', guide),
    ...LANGUAGES.flatMap((language) => {
      const text = guideText(guide, language);
      return [textFile(`${path}.${language}.md`, 'text/markdown', text), textFile(`${path}.${language}.html`, 'text/html', page(text, guideTitle(guide, language), language))];
    }),
  ];
}
