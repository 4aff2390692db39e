import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldSpec, Fields, SealedPart, ValidationContext } from '@tongban/domain';
import { loadCatalogue } from './catalogue';
import { catalogueFlows } from './catalogue-flows';

interface Walk { readonly flow: string; readonly messages: readonly { readonly message: string; readonly open: Fields; readonly personal: Fields }[] }
const EXAMPLES = join(__dirname, '..', 'data', 'examples');
const walks = readdirSync(EXAMPLES).sort().map((file) => [file, JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as Walk] as const);
const catalogue = loadCatalogue();
const flows = catalogueFlows(catalogue);
const HUB: ValidationContext = { environment: 'sandbox', syntheticOnly: true, divisions: catalogue.divisions };
const SDK: ValidationContext = { ...HUB, unknownFields: 'refuse' };
const none = new Uint8Array(0);
const messagesOf = (flowId: string) => flows.get(flowId)!.messages;

describe('the example walks', () => {
  it('are 41', () => expect(walks).toHaveLength(41));

  it.each(walks)('%s: every message is valid on both sides and passes the wire unchanged', (_, { flow, messages }) => {
    const types = messagesOf(flow);
    for (const { message, open, personal } of messages) {
      expect(types.splitFields(message, { ...open, ...personal })).toEqual({ open, personal, faults: [] });
      expect([types.validateOpen(message, open, SDK), types.validatePersonal(message, personal, open, SDK)]).toEqual([[], []]);
      const sealed: SealedPart = { algorithm: 1, recipients: [], nonce: none, ciphertext: types.encodePersonal(message, personal), digest: none, keysDigest: none };
      const arrived = types.decodeOpen(message, types.encodeOpen(message, open, sealed));
      expect(arrived.fields).toEqual(open);
      expect(types.decodePersonal(message, arrived.sealed?.ciphertext ?? none).fields).toEqual(personal);
      expect([types.validateOpen(message, arrived.fields, HUB), arrived.unknown]).toEqual([[], 0]);
    }
  });

  it('fill every field that a normal case needs', () => {
    for (const [, { flow, messages }] of walks) {
      const types = messagesOf(flow);
      for (const { message, open, personal } of messages) {
        const spec = flows.get(flow)!.compiled.messages.get(message)!;
        const required = spec.fields.filter((field: FieldSpec) => field.required);
        for (const { id, personalData } of required) {
          const without = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([key]) => key !== id));
          const faults = personalData ? types.validatePersonal(message, without(personal), open, SDK) : types.validateOpen(message, without(open), SDK);
          expect(faults).toContainEqual(expect.objectContaining({ path: id, code: 'field.required' }));
        }
      }
    }
  });
});
