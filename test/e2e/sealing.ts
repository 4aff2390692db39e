import { catalogueFlows } from '@tongban/catalogue';
import { planOpening } from '@tongban/client';
import { type RegionCode, decode, headers, sealedPartsOf, streams, subjects, v1 } from '@tongban/contracts';
import { openMessage, sha256 } from '@tongban/trust';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';

/** Shanghai signs with Ed25519 and is sealed for by X25519, Shaanxi with SM2. */
const WALK = between(walk('F-PEN-ENT.normal'), { opener: '310115', counterpart: '610104' });
const [FIRST] = WALK.messages;

export function describeSealing(environment: () => TestEnvironment): void {
  describe('sealing', () => {
    const wrappedKeysIn = async (region: RegionCode, caseNo: string, messageId: string): Promise<Uint8Array> => {
      const jsm = await (await environment().hubConnection(region)).jetstreamManager();
      return (await jsm.streams.getMessage(streams.keys(region), { last_by_subj: subjects.wrappedKeys(region, caseNo, messageId) })).data;
    };

    it('a personal part reaches its recipient under the other algorithm, no log holds a value of it or a key, and the keys are where they can be destroyed', async () => {
      const [shanghai, shaanxi] = await Promise.all([environment().province('310000'), environment().province('610000')]);
      const taken = new Map<string, object>();
      await shaanxi.receive(({ caseNo, fields: { personal } }) => void taken.set(caseNo, personal));
      const { message, onBehalfOf, open, personal } = FIRST!;
      const { caseNo, messageId } = await shanghai.open({ item: WALK.item, opener: '310115', counterpart: '610104', message, ...(onBehalfOf && { onBehalfOf }), fields: { ...open, ...personal } });
      await shanghai.settled(messageId, 'TAKEN', { timeoutMs: 20_000 });
      expect(await eventually('the handler had it', () => taken.get(caseNo))).toEqual(personal);
      const [entry] = await environment().logOf('yrd', caseNo);
      const stored = decode(v1.CaseEntry, entry!).registered?.message ?? new Uint8Array();
      const [sealed, ...more] = sealedPartsOf(openMessage(stored).envelope.data);
      const wrappedKeys = await wrappedKeysIn('yrd', caseNo, messageId);
      expect([more.length, sealed?.algorithm, Buffer.from(sealed?.keysDigest ?? []).equals(sha256(wrappedKeys))]).toEqual([0, v1.SealAlgorithm.SEAL_ALGORITHM_X25519_AES256_GCM, true]);
      expect(decode(v1.WrappedKeys, wrappedKeys).recipients.map(({ participant, keyId }) => [participant, keyId])).toEqual([['310000', 'participant:310000#2'], ['610000', 'participant:610000#2']]);
      for (const { wrappedKey } of decode(v1.WrappedKeys, wrappedKeys).recipients) expect(Buffer.from(entry!).includes(Buffer.from(wrappedKey!))).toBe(false);
      const values = Object.values(personal).filter((value): value is string => typeof value === 'string' && value.length >= 2);
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) expect(Buffer.from(entry!).includes(value)).toBe(false);
    });

    it('what is sealed is not let in without its keys, and its sender learns why', async () => {
      const [shanghai, client] = await Promise.all([environment().province('310000'), environment().raw('310000')]);
      const { message, onBehalfOf, open, personal } = FIRST!;
      const caseNo = client.caseNo('310115');
      const request = { item: WALK.item, opener: '310115', counterpart: '610104', message, ...(onBehalfOf && { onBehalfOf }), fields: { ...open, ...personal }, caseNo };
      // As the SDK makes them; only the header stays behind.
      const { catalogue } = environment();
      const plan = planOpening(request, { catalogue, flows: catalogueFlows(catalogue), participant: '310000', now: shanghai.now() });
      const { bytes, headers: sent } = await shanghai.maker.make({ ...request, ...plan, division: undefined });
      expect(Object.keys(sent)).toContain(headers.wrappedKeys);
      await client.submit(bytes, 'yrd');
      expect((await client.verdict(bytes)).receipt).toMatchObject({ code: 'seal.keys-missing' });
    });
  });
}
