import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { subjects } from '@tongban/contracts';
import Ajv from 'ajv';
import { AT, FLOWS, base, jsonOf, reference } from '../../test/reference';
import { contractOf } from '../published-contract';

// The published JSON Schema of AsyncAPI 3.0, which is draft-07.
const asyncApiSchema = JSON.parse(readFileSync(createRequire(__filename).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'), 'utf8')) as object;
const validate = new Ajv({ strict: false, validateFormats: false }).compile(asyncApiSchema);
const documents = new Map(FLOWS.map((flow) => [flow, contractOf(reference, flow, { at: AT }).files]));
const documentOf = (flow: string) => jsonOf(documents.get(flow)!, 'asyncapi.json');

/** What a reference within the document leads to. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const resolved = (document: any, ref: string): unknown => ref.replace(/^#\//, '').split('/').reduce((value, key) => value?.[key], document);
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (key === '$ref' && typeof member === 'string' ? [member] : referencesIn(member)));
}

describe('the AsyncAPI document of a flow', () => {
  it.each(FLOWS)('%s: is AsyncAPI 3.0, and every reference leads somewhere', (flow) => {
    const document = documentOf(flow);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    const paths = documents.get(flow)!.map(({ path }) => `./${path}`);
    for (const ref of referencesIn(document)) expect([ref, ref.startsWith('#/') ? resolved(document, ref) !== undefined : paths.includes(ref)]).toEqual([ref, true]);
  });

  it('a document that is none is refused', () => expect(validate({ ...documentOf(FLOWS[0]!), channels: { submit: { address: 1 } } })).toBe(false));

  it('names the subjects of the hub, with every variable described', () => {
    const { channels } = documentOf(FLOWS[0]!);
    const filled = (channel: string, values: Record<string, string>): string => channels[channel].address.replace(/\{(\w+)\}/g, (_: string, name: string) => values[name]);
    expect(filled('submit', { environment: 'sandbox', region: 'yrd', participant: '310000', homeRegion: 'ccec' })).toBe(subjects.submit('sandbox', 'yrd', '310000', 'ccec', 'message'));
    expect(filled('deliveries', { environment: 'sandbox', fromRegion: 'ccec', region: 'yrd', participant: '310000', shard: '07' })).toBe(subjects.exchange('sandbox', 'ccec', 'hub', 'yrd', '310000', '07', 'delivery'));
    for (const { address, parameters } of Object.values(channels) as { address: string; parameters: object }[]) expect([...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()).toEqual(Object.keys(parameters).sort());
  });

  it.each(FLOWS)('%s: each side sends what its actors send, and receives what the other side or the hub sends', (flow) => {
    const { operations, components } = documentOf(flow);
    const idsOf = (operation: string): Set<string> => new Set(operations[operation].messages.map(({ $ref }: { $ref: string }) => $ref.split('/').at(-1)));
    const { actors, entries, transitions } = base.flows.get(flow)!;
    const kinds = new Map(actors.map(({ id, kind }) => [id, kind]));
    // Whoever opens a case sends its first message.
    for (const { message } of entries) expect([message, idsOf('openerSends').has(message), idsOf('counterpartReceives').has(message)]).toEqual([message, true, true]);
    const used = new Set([...entries.map(({ message }) => message), ...transitions.map(({ message }) => message)]);
    expect(new Set(Object.keys(components.messages))).toEqual(used);
    for (const { message, actors: senders } of transitions) {
      const byParty = senders.some((id) => kinds.get(id) !== 'hub');
      expect([message, idsOf('openerSends').has(message) || idsOf('counterpartSends').has(message) || !byParty]).toEqual([message, true]);
      if (!senders.every((id) => kinds.get(id) === 'hub')) continue;
      if (transitions.filter((one) => one.message === message).every((one) => one.actors.every((id) => kinds.get(id) === 'hub')))
        expect([message, idsOf('openerSends').has(message), idsOf('openerReceives').has(message), idsOf('counterpartReceives').has(message)]).toEqual([message, false, true, true]);
    }
  });
});
