import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, productSources } from './source-files';

interface FlowFile {
  codeLists: { values: { code: string }[] }[];
  commonMessages: { messageId: string; fields: { id: string }[] }[];
  records: {
    flowId: string; itemCodes: string[]; actors: { id: string }[]; states: { id: string }[]; transitions: { id: string }[]; entries: { id: string }[];
    deadlines: { id: string }[]; hubRules: { id: string }[]; messages: { messageId: string; fields: { id: string }[] }[]; facts: { id: string }[];
  }[];
}
const data = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, 'packages/catalogue/data', `${name}.json`), 'utf8'));

/**
 * Ids that a new flow would bring and code must not know. Words the flow format itself defines (kinds, clock words, states of a
 * deadline) are not among them: only ids with a shape of their own, so that an ordinary word is no false alarm.
 */
function idsOfTheData(): Set<string> {
  const file = data('case-flows') as FlowFile;
  const items = (data('service-items') as { records: { itemCode: string }[] }).records;
  const ids = new Set<string>(items.map(({ itemCode }) => itemCode));
  for (const message of file.commonMessages) ids.add(message.messageId);
  for (const { values } of file.codeLists) for (const { code } of values) if (/^R\d\d$/.test(code)) ids.add(code);
  const fields = new Set(file.commonMessages.flatMap((message) => message.fields.map(({ id }) => id)));
  for (const flow of file.records) {
    for (const id of [flow.flowId, ...flow.itemCodes]) ids.add(id);
    for (const list of [flow.actors, flow.states, flow.transitions, flow.entries, flow.deadlines, flow.hubRules, flow.facts]) for (const { id } of list) ids.add(id);
    for (const message of flow.messages) {
      ids.add(message.messageId);
      for (const { id } of message.fields) fields.add(id);
    }
  }
  // A field id with an underscore is nobody's ordinary word; the envelope's own attributes are the contract's.
  const envelope = new Set(readFileSync(join(ROOT, 'proto/tongban/v1/envelope.proto'), 'utf8').match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? []);
  for (const id of fields) if (id.includes('_') && !envelope.has(id)) ids.add(id);
  // Words of the flow format itself.
  for (const word of ['main', 'HUB', 'TOTAL']) ids.delete(word);
  return ids;
}

/** Ids in quotes, template text or property position; comments and imports do not count. */
function quotedWords(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  return [...code.matchAll(/['"`]([A-Za-z][A-Za-z0-9_.-]*)['"`]/g)].map((match) => match[1]!);
}

describe('code knows kinds, never the ids of flows, items, messages, fields, actors, states or reasons', () => {
  const ids = idsOfTheData();
  it('knows what to look for', () => expect(ids.size).toBeGreaterThan(300));
  it('finds a planted id', () => expect(quotedWords("if (x === 'C-RETURN') go();").filter((word) => ids.has(word))).toEqual(['C-RETURN']));

  it.each(productSources().map((file) => [file.path, file.text] as const))('%s', (_path, text) => {
    const found = [...new Set(quotedWords(text).filter((word) => ids.has(word)))];
    expect(found).toEqual([]);
  });

  it('the 41 walks of the reference data are in the project', () =>
    expect(readdirSync(join(ROOT, 'packages/catalogue/data/examples')).filter((file) => file.endsWith('.json'))).toHaveLength(41));
});
