import { EMPTY_LOCK, type FieldSpec, type Flow, lockChanges, verifyLock } from '@tongban/domain';
import fc from 'fast-check';
import { loadCatalogue } from '../catalogue';
import { publishLock } from './publish-lock';

const catalogue = loadCatalogue();
const NAMES = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
const flowOf = (flowId: string, open: readonly string[], personal: readonly string[]): Flow => {
  const fields = [...open.map((id) => ({ id, personalData: false })), ...personal.map((id) => ({ id, personalData: true }))]
    .map((one): FieldSpec => ({ zh: '字段', en: 'Field', type: 'bool', required: false, ...one }));
  return { ...catalogue.flows.get('F-ARC')!, flowId, recordTypes: [], codeLists: [], messages: [{ messageId: 'AB-CD', kind: 'request', zh: '消息', en: 'Message', from: ['A'], to: ['B'], fields }] };
};
/** A version of one of two flows; each field is open, personal or not there. */
const versions = fc.array(fc.record({
  flowId: fc.constantFrom('F-ONE', 'F-TWO'), places: fc.array(fc.constantFrom('open', 'personal', 'none'), { minLength: NAMES.length, maxLength: NAMES.length }),
}), { minLength: 1, maxLength: 12 });

describe('the lock after a publication', () => {
  it('is the package\'s own when the package is published over itself', () => {
    expect(publishLock(catalogue.lock, { flows: [...catalogue.flows.values()], commonMessages: catalogue.dictionary.commonMessages })).toEqual(catalogue.lock);
  });

  it('covers a flow exactly, and leaves every other flow as it is', () => {
    const lock = publishLock(catalogue.lock, { flows: [flowOf('F-ONE', ['alpha'], ['beta'])] });
    expect(verifyLock(lock, [...catalogue.flows.values(), flowOf('F-ONE', ['alpha'], ['beta'])], catalogue.dictionary)).toEqual([]);
    expect({ ...lock.owners, 'F-ONE': undefined }).toEqual({ ...catalogue.lock.owners, 'F-ONE': undefined });
  });

  it('never gives a number to a second field, over any history of versions', () => {
    fc.assert(fc.property(versions, (history) => {
      let lock = EMPTY_LOCK;
      /** Which run of a field had a number first: a field that went and came back is another one. */
      const holders = new Map<string, string>();
      const present = new Map<string, string>();
      history.forEach(({ flowId, places }, at) => {
        const placed = (place: string) => NAMES.filter((_, index) => places[index] === place);
        const next = publishLock(lock, { flows: [flowOf(flowId, placed('open'), placed('personal'))] });
        expect(lockChanges(lock, next)).toEqual([]);
        for (const message of ['AbCd', 'AbCdPersonal']) {
          const numbers = next.owners[flowId]?.[message] ?? {};
          for (const name of NAMES) {
            const key = `${flowId}.${message}.${name}`;
            if (!(name in numbers)) present.delete(key);
            else present.set(key, present.get(key) ?? `${key} since ${at}`);
          }
          for (const [name, number] of Object.entries(numbers)) {
            const holder = present.get(`${flowId}.${message}.${name}`)!;
            expect(holders.get(`${flowId}.${message}.${number}`) ?? holder).toBe(holder);
            holders.set(`${flowId}.${message}.${number}`, holder);
          }
        }
        lock = next;
      });
    }));
  });
});
