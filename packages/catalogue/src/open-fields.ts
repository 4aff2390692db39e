import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Flow, type FlowDictionary, openFieldsOf } from '@tongban/domain';
import { z } from 'zod';
import { OPEN_FIELDS_FILE, PACKAGE_ROOT } from './data-files';

const Reasons = z.object({
  groups: z.array(z.object({
    id: z.string(), zh: z.string(), en: z.string(), fields: z.array(z.string()).min(1),
    /** Nothing bounds what may be written there: a form has to. */
    unbounded: z.boolean().optional(),
  })),
});
export type OpenFieldReason = z.infer<typeof Reasons>['groups'][number];

/** Why fields are open that no rule of a flow reads. */
export const openFieldReasons = (): readonly OpenFieldReason[] => Reasons.parse(JSON.parse(readFileSync(join(PACKAGE_ROOT, OPEN_FIELDS_FILE), 'utf8'))).groups;

/** `OPEN-FIELDS.md`: every field that a hub can read, and what for. */
export function openFieldsText(flows: readonly Flow[], dictionary: FlowDictionary): string {
  const reasons = openFieldReasons();
  const why = (id: string): string => reasons.filter(({ fields }) => fields.includes(id)).map(({ zh, en }) => `${zh} · ${en}`)[0] ?? '';
  const sections = [...flows].sort((a, b) => (a.flowId < b.flowId ? -1 : 1)).map((flow) => [
    `## ${flow.flowId} ${flow.zh} · ${flow.en}`, '', '| message | field | type | read by | else why |', '| --- | --- | --- | --- | --- |',
    ...openFieldsOf(flow, dictionary).map(({ message, field, usedBy }) => `| ${message} | ${field.id} ${field.zh} | ${field.type} | ${usedBy.join(' ')} | ${usedBy.length > 0 ? '' : why(field.id)} |`), '',
  ]);
  return ['# 开放字段 · Open fields', '', 'What a hub can read of a message; all else is sealed for its recipients. Made from the flows by `npm run open-fields` in this directory; a test holds it against them. A field that no rule reads stands here with',
    'the reason why it is open (`rules/open-fields.json`). Free text is personal: importing a flow refuses a `text` or a record that is not, and a string without a pattern must be named there.', '', ...sections.flat()].join('\n');
}
