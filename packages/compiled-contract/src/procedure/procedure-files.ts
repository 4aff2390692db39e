import { type ContractFile, jsonFile, textFile } from '../contract-file';
import { page } from '../documents/page';
import { LANGUAGES } from '../words';
import type { Procedure } from './procedure-shape';
import { procedureText, procedureTitle } from './procedure-text';

/** A procedure as data, and for people as Markdown and HTML in both languages. */
export function procedureFiles(procedure: Procedure): readonly ContractFile[] {
  return [
    jsonFile('procedure.json', 'application/json', procedure),
    ...LANGUAGES.flatMap((language) => {
      const text = procedureText(procedure, language);
      return [textFile(`procedure.${language}.md`, 'text/markdown', text), textFile(`procedure.${language}.html`, 'text/html', page(text, procedureTitle(procedure, language), language))];
    }),
  ];
}
