import type { Flow, FlowDictionary } from '../flow/model';
import { canonicalJson, sha256Hex } from './canonical-json';
import type { FieldNumberLock } from './field-numbers';
import { vocabularyOf } from './flow-vocabulary';
import { type MessageCodec, compileCodec } from './message-codec';
import { type MessageValidator, compileValidator } from './message-validator';
import { protoText } from './proto-text';

/** All that the messages of one version of a flow are: text, types, rules. Compiled once per version, then shared. */
export interface MessageTypes extends MessageCodec, MessageValidator {
  readonly flowId: string;
  /** The .proto any language can generate code from. */
  readonly protoText: string;
  /**
   * SHA-256 (hex) over the .proto text and the canonical JSON of the flow with all it uses of the dictionary: names the
   * exact version (`ce-dataschema`). A change of anything else in the catalogue leaves it as it is.
   */
  readonly digest: string;
}

/** @throws TongbanError `catalogue.invalid` when a field has no number or an unknown type, or names clash. */
export function compileMessages(flow: Flow, dictionary: FlowDictionary, lock: FieldNumberLock): MessageTypes {
  const vocabulary = vocabularyOf(flow, dictionary);
  const text = protoText(vocabulary, lock);
  const byId = <T extends { readonly id: string }>(values: Iterable<T>): T[] => [...values].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rules = {
    flow,
    commonMessages: dictionary.commonMessages,
    codeLists: byId(vocabulary.codeLists.values()),
    recordTypes: byId([...vocabulary.records.values()].map(({ spec }) => spec)),
  };
  return Object.freeze({
    flowId: flow.flowId,
    protoText: text,
    digest: sha256Hex(text, canonicalJson(rules)),
    ...compileCodec(vocabulary, text),
    ...compileValidator(vocabulary),
  });
}
