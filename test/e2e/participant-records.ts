import { readFileSync } from 'node:fs';
import { Province } from '@tongban/client';
import { type RegionCode, decode, streams, v1 } from '@tongban/contracts';
import { readStreamPart } from '@tongban/messaging';
import type { ParticipantCredentials } from '@tongban/trust';
import { audit } from '../audit/audit';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';
import { CommandLine } from './standards/command-line';

/** Nobody else in the suite sends as these two. */
const [ROTATING, RESTRICTED] = ['350000', '360000'];
const HOME: RegionCode = 'nat';
const COUNTERPART = '370000';
const FIRST_KEY = `participant:${ROTATING}#1`;

export function describeParticipantRecords(environment: () => TestEnvironment): void {
  describe('the record of a participant', () => {
    let people: CommandLine;
    beforeAll(() => { people = new CommandLine(environment()); });

    const sent = (opener: string, item = 'F-PEN-ENT.normal') => between(walk(item), { opener, counterpart: COUNTERPART });
    const open = (province: Province, opener: string) => {
      const { item, messages: [first] } = sent(opener);
      return province.open({ item, opener, counterpart: COUNTERPART, message: first!.message, onBehalfOf: first!.onBehalfOf, fields: { ...first!.open, ...first!.personal } });
    };
    const publish = (file: string) => people.done('standards', 'import', file, '--publish');
    /** Key of each message that the participant brought to its border, oldest first. */
    const usedKeys = async (): Promise<readonly string[]> => {
      const { entries } = await readStreamPart(await environment().hubConnection(HOME), streams.submit(ROTATING), 1);
      return entries.filter(({ subject }) => subject.endsWith('.message')).map(({ data }) => decode(v1.SignedMessage, data).signature?.keyId ?? '');
    };
    /** One message after the other, each registered, until the participant signs with a key. @returns how many. */
    async function trafficUntil(province: Province, keyId: string): Promise<number> {
      for (let count = 1; ; count++) {
        const { messageId } = await open(province, ROTATING);
        await province.settled(messageId, 'REGISTERED', { timeoutMs: 30_000 });
        if ((await usedKeys()).at(-1) === keyId) return count;
      }
    }
    const newKey = async (name: string, ...more: string[]): Promise<{ readonly file: string; readonly keyId: string }> => {
      const file = people.file(`${name}-place`, '').replace(/-place$/, '.json');
      const { keyId } = await people.done('participant', 'new-key', '--as', ROTATING, '--out', file, ...more);
      return { file, keyId: keyId as string };
    };

    it('takes a new key over while messages go, refuses none of them, and knows the one before until its day', async () => {
      const province = await environment().province(ROTATING);
      await trafficUntil(province, FIRST_KEY);
      const { file, keyId } = await newKey('second-key', '--algorithm', 'sm2-sm3');
      // Made, and not published: everything goes on with the first one.
      await trafficUntil(province, FIRST_KEY);
      const [, count] = await Promise.all([publish(file), trafficUntil(province, keyId)]);
      expect(count).toBeGreaterThan(0);
      const { record } = await people.done('participant', 'show', ROTATING);
      expect(record.version).toBe('1.0');
      expect(record.keys.filter(({ use }: { use: string }) => use === 'signing')).toMatchObject([{ keyId: FIRST_KEY, validTo: expect.any(String) }, { keyId, algorithm: 'sm2-sm3' }]);

      const before = JSON.parse(readFileSync(environment().setup.layout.participant(ROTATING), 'utf8')) as ParticipantCredentials;
      const late = await Province.connect({ credentials: { ...before, laterSigningKeys: [] }, trust: environment().setup.layout.trust, store: `${environment().storeOf(ROTATING)}-late`, catalogue: environment().catalogue, inbox: false });
      try {
        const { messageId } = await open(late, ROTATING);
        expect(await late.settled(messageId, 'REGISTERED')).toMatchObject({ level: 'REGISTERED' });
      } finally {
        await late.close();
      }
    }, 120_000);

    it('ends a key that leaked when the version without it takes effect, for whoever holds it', async () => {
      const province = await environment().province(ROTATING);
      const { file, keyId } = await newKey('third-key', '--revoke');
      await publish(file);
      // What was signed with the old key until the participant knew, and came after, is refused: that is what a revocation is.
      await eventually('the participant signs with the key that is left', async () => {
        const { messageId } = await open(province, ROTATING);
        await province.settled(messageId, 'REGISTERED', { timeoutMs: 30_000 });
        return (await usedKeys()).at(-1) === keyId ? true : undefined;
      }, { withinMs: 60_000, tolerate: true });
      const { laterSigningKeys, ...credentials } = JSON.parse(readFileSync(environment().setup.layout.participant(ROTATING), 'utf8')) as ParticipantCredentials;
      expect(laterSigningKeys).toHaveLength(2);
      const thief = await Province.connect({ credentials, trust: environment().setup.layout.trust, store: `${environment().storeOf(ROTATING)}-thief`, catalogue: environment().catalogue, inbox: false });
      try {
        const { messageId } = await open(thief, ROTATING);
        await expect(thief.settled(messageId, 'REGISTERED')).rejects.toMatchObject({ code: 'signature.unknown-key' });
      } finally {
        await thief.close();
      }
    }, 120_000);

    it('is followed by the audit: every signature holds under a key that counted when it was received', async () => {
      const { findings, checked } = await audit({ dataDir: environment().setup.layout.root, waitMs: 30_000 });
      expect(checked.signatures).toBeGreaterThan(0);
      expect(findings.filter((finding) => finding.class === 'unsigned')).toEqual([]);
    }, 90_000);

    it('says for which items it is enabled: a new case of another is refused on either side, by name', async () => {
      const province = await environment().province(RESTRICTED);
      const bundle = await people.done('participant', 'show', RESTRICTED, '--bundle');
      const { item } = sent(RESTRICTED);
      const [record] = bundle.participants;
      const desks = [{ zh: '省际业务岗', en: 'Interprovincial desk', hours: '09:00-17:00', contact: '000-0000', escalation: '000-0001' }];
      await publish(people.file('restricted.json', { participants: [{ ...record, itemCodes: ['HRSS-TAL-0101'], desks }] }));
      const refused = await eventually('the home knows the record', async () => {
        const { messageId } = await open(province, RESTRICTED);
        return province.settled(messageId, 'REGISTERED').then(() => undefined, (error: { code: string; message: string }) => error);
      });
      expect(refused).toMatchObject({ code: 'participant.not-enabled', message: expect.stringContaining(`${RESTRICTED} not enabled for ${item}`) });
      expect(await people.done('participant', 'show', RESTRICTED)).toMatchObject({ enabledItems: ['HRSS-TAL-0101'], record: { itemCodes: ['HRSS-TAL-0101'], desks } });
    }, 120_000);

    it('is refused with keys that nobody could use, of another participant, or with nothing to sign with', async () => {
      const { participants: [record] } = await people.done('participant', 'show', COUNTERPART, '--bundle');
      const [key] = record.keys;
      const told = async (name: string, change: object) => (await people.refused('standards', 'import', people.file(name, { participants: [{ ...record, ...change }] }))).faults.map(({ path }) => path);
      expect(await told('no-key.json', { keys: [{ ...key, use: 'sealing', algorithm: 'x25519' }] })).toEqual(['$.participants[0].keys']);
      expect(await told('of-another.json', { keys: [{ ...key, keyId: `participant:${ROTATING}#1` }] })).toEqual(['$.participants[0].keys[0].keyId']);
      expect(await told('no-item.json', { itemCodes: ['HRSS-SSI-9999'] })).toEqual(['$.participants[0].itemCodes[0]']);
      const unusable = await people.refused('standards', 'import', people.file('unusable.json', { participants: [{ ...record, keys: [{ ...key, algorithm: 'sm2-sm3' }] }] }), '--as', 'steward-1');
      expect(unusable).toMatchObject({ code: 'participant.key-unusable', faults: [{ path: '$.participants[0].keys[0].publicKey' }] });
    }, 60_000);
  });
}
