import { owners } from '@tongban/contracts';
import type { Worded } from '../flow/model';
import type { ParticipantRecord } from './participant-record';

export interface RecordFault extends Worded { readonly path: string }

const NUMBER = /^[1-9]\d{0,5}$/;

/** What is wrong with a record besides its shape: keys that are another's or given twice, bounds that contradict each other, nothing to sign with, desks of which none can be chosen. */
export function participantRecordFaults({ participant, keys, itemCodes = [], modes = [], desks }: ParticipantRecord, isItem: (itemCode: string) => boolean): readonly RecordFault[] {
  const faults: RecordFault[] = [];
  const report = (path: string, zh: string, en: string): void => void faults.push({ path, zh, en });
  const repeated = (values: readonly string[], path: string): void => values.forEach((value, index) => { if (values.indexOf(value) !== index) report(`${path}[${index}]`, `${value}重复`, `${value} is given twice`); });
  const prefix = `${owners.participant(participant)}#`;
  keys.forEach(({ keyId, publicKey, validFrom, validTo }, index) => {
    const path = `keys[${index}]`;
    if (!keyId.startsWith(prefix) || !NUMBER.test(keyId.slice(prefix.length))) report(`${path}.keyId`, `须为${prefix}序号`, `it must be ${prefix} and a number`);
    if (keys.findIndex((other) => other.keyId === keyId) !== index) report(`${path}.keyId`, `${keyId}重复`, `${keyId} is given twice`);
    if (keys.findIndex((other) => other.publicKey === publicKey) !== index) report(`${path}.publicKey`, '同一密钥用了两个编号', 'one key has two ids');
    if (validFrom && validTo && Date.parse(validTo) < Date.parse(validFrom)) report(`${path}.validTo`, '失效时间早于生效时间', 'it ends before it begins');
  });
  if (!keys.some(({ use }) => use === 'signing')) report('keys', '没有签名密钥，将无法发送任何消息', 'without a signing key it can send nothing');
  repeated(modes, 'modes');
  for (const [at, codes] of [['itemCodes', itemCodes] as const, ...desks.map(({ itemCodes: own = [] }, index) => [`desks[${index}].itemCodes`, own] as const)]) {
    repeated(codes, at);
    codes.forEach((code, index) => { if (!isItem(code)) report(`${at}[${index}]`, `没有事项${code}`, `there is no item ${code}`); });
  }
  desks.forEach(({ itemCodes: own }, index) => {
    if (own === undefined && desks.findIndex((desk) => desk.itemCodes === undefined) !== index) report(`desks[${index}]`, '只能有一个兜底岗位', 'one desk at most is for all other items');
  });
  return faults;
}
