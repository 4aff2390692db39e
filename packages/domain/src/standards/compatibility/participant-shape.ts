import { type Json, LABEL, NOTE, type Part, type Shape, each, leaf, members, records, textOf } from './parts';

const record = (...parts: readonly Part[]): Shape => ({ other: 'other', parts: [...LABEL, NOTE, ...parts] });

const key = record(...each('key-changed', [['use', '用途', 'use'], ['algorithm', '算法', 'algorithm'], ['publicKey', '公钥', 'public key'], ['validFrom', '生效时间', 'from'], ['validTo', '失效时间', 'until']]));
const desk = record(...each('desk-changed', [['itemCodes', '事项', 'items'], ['hours', '时间', 'hours'], ['contact', '联系方式', 'contact'], ['escalation', '升级联系', 'escalation']]));
/** A desk is known by what it is called: two of one name are told apart by their items. */
const deskName = ({ zh, itemCodes }: Json): string => [zh, ...(Array.isArray(itemCodes) ? itemCodes : [])].map(textOf).join(' ');

/** No change of it breaks a message: it says who may send one. */
export const participantShape: Shape = record(
  leaf('participant', '参与方', 'participant', 'identity-changed'), records('keys', '密钥', 'key', 'keyId', 'key-added', 'key-removed', key),
  members('itemCodes', '开通事项', 'enabled item', 'right-added', 'right-removed'), members('modes', '开通方式', 'enabled mode', 'right-added', 'right-removed'),
  records('desks', '值守岗位', 'duty desk', deskName, 'desk-changed', 'desk-changed', desk),
);
