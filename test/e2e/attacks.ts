import { type EnvironmentCode, type SecurityEventsDocument, type SecurityKind, encode, subjects, v1 } from '@tongban/contracts';
import { userKeyAuthenticator } from '@tongban/messaging';
import { type NatsConnection, connect } from 'nats';
import { BROKER_ATTACKS } from '../attacks';
import type { Stage } from '../attacks/attack';
import { lyingLeaf } from '../attacks/lying-leaf';
import { SIGNED_ATTACKS, type SignedStage, submitted } from '../attacks/signed';
import { tongban } from '../../packages/cli/test/run';
import { eventually } from '../harness/eventually';
import type { RawClient, RawMessage } from '../harness/raw-client';
import type { TestEnvironment } from '../harness/test-environment';
import { type Walk, between, walk } from '../harness/walks';
import { FLOODER } from './fairness';

const ATTACKER = '320000';
const VICTIM = '310000';
const REGION = 'yrd';
/** Nobody answers there: the log of a case grows by nothing that is not of this suite. */
const SILENT = '540102';
/** With 10 messages a second, several seconds of waiting. */
const FLOOD = 60;
/** How long it floods where it may not publish; longer by `npm run test:long -- --attacks`. */
const FLOOD_SECONDS = Number(process.env['TONGBAN_ATTACK_SECONDS'] ?? 1);
/** Ten times what the watch hears of one participant before it looks away. */
const PUBLISHED_AT_ONCE = 2_000;

export function describeAttacks(environment: () => TestEnvironment): void {
  describe('attacks with the plain client and valid credentials', () => {
    let attacker: RawClient;
    let victim: RawClient;
    let stage: Stage;
    let startedAt: string;
    const open: NatsConnection[] = [];
    const tried = new Set<SecurityKind>();

    const listed = (by: string, kind: SecurityKind, region: 'yrd' | 'nat' = REGION) => eventually(`${kind} by ${by} is listed`, async () => {
      const { events } = await environment().askJson<SecurityEventsDocument>(region, 'security.events', encode(v1.SecurityQuery, { since: startedAt, by, kind }));
      return events.find((event) => event.by === by && event.kind === kind);
    });
    const opening = (from: string, to = SILENT): ((client: RawClient) => RawMessage) => {
      const sides: Walk = between(walk('F-PEN-ENT.normal'), { opener: from, counterpart: to });
      const [{ message, open: fields, personal, onBehalfOf }] = sides.messages as [Walk['messages'][number]];
      return (client) => ({ flow: sides.flow, item: sides.item, caseNo: client.caseNo(from), message, from, to, open: fields, personal, ...(onBehalfOf && { onBehalfOf }) });
    };

    beforeAll(async () => {
      startedAt = new Date().toISOString();
      [attacker, victim] = await Promise.all([environment().raw(ATTACKER), environment().raw(VICTIM)]);
      const { servers, nkeySeed, environment: code } = attacker.credentials;
      const again = async (): Promise<NatsConnection> => {
        const nc = await connect({ servers, authenticator: userKeyAuthenticator(nkeySeed), reconnect: false, noAsyncTraces: true, timeout: 10_000 });
        open.push(nc);
        return nc;
      };
      stage = { environment: code as EnvironmentCode, region: REGION, elsewhere: 'jjj', attacker: ATTACKER, victim: VICTIM, nc: attacker.nc, again, victimNc: victim.nc, observer: await environment().hubConnection(REGION) };
    });
    afterAll(() => Promise.all(open.map((nc) => nc.close())));

    it.each(BROKER_ATTACKS.map((attack) => [attack.what, attack] as const))('%s: the broker refuses, and it is listed', async (_what, { attempt, listed: kind }) => {
      expect(await attempt(stage)).toMatchObject({ refused: true });
      tried.add(kind);
      expect(await listed(ATTACKER, kind)).toMatchObject({ region: REGION, seenBy: expect.stringMatching(/^(?:broker|watch)$/), wording: { zh: expect.stringMatching(/[\u4e00-\u9fff]/), en: expect.any(String) } });
    });

    it('is refused a login with a key that nobody knows, and listed', async () => {
      await expect(connect({ servers: attacker.credentials.servers, user: 'XR', pass: 'guess', reconnect: false, timeout: 10_000 })).rejects.toMatchObject({ code: 'AUTHORIZATION_VIOLATION' });
      expect(await listed('unknown', 'login-refused')).not.toHaveProperty('credential');
    });

    describe('with signed messages', () => {
      let signed: SignedStage;
      beforeAll(async () => {
        const message = opening('310115')(victim);
        const bytes = await victim.make(message);
        expect(await submitted(victim, bytes, REGION)).toMatchObject({ refused: false }); // what an honest message comes to
        signed = {
          attacker, victim, victims: { message, bytes }, opening: (client) => opening(client === victim ? '310115' : '320105')(client),
          second: (opened) => {
            const { message: name, open: fields, personal } = walk('F-PEN-ENT.normal').messages[1]!;
            return { ...opened, message: name, open: fields, personal, onBehalfOf: undefined };
          },
          entries: async (caseNo) => (await environment().show(REGION, caseNo)).entries.length,
        };
      });
      it.each(SIGNED_ATTACKS.map((attack) => [attack.what, attack] as const))('%s: refused and listed', async (_what, { attempt, listed: kind }) => {
        const outcome = await attempt(signed);
        expect({ kind, ...outcome }).toMatchObject({ refused: true });
        tried.add(kind);
        expect(await listed(ATTACKER, kind)).toMatchObject({ region: REGION, seenBy: expect.stringMatching(/^(?:border|home)$/) });
      });
    });

    it('floods with messages: they wait, are listed, and nobody else does', async () => {
      const flooder = await environment().raw(FLOODER);
      const { environment: code, region } = flooder.credentials;
      for (let index = 0; index < FLOOD; index++) flooder.nc.publish(subjects.submit(code as EnvironmentCode, region, FLOODER, 'nat', 'message'), Buffer.from(`flood ${index}`));
      await flooder.nc.flush();
      expect(await submitted(victim, await victim.make(opening('310115')(victim)), REGION)).toMatchObject({ refused: false });
      expect(await listed(FLOODER, 'message-flood', 'nat')).toMatchObject({ seenBy: 'border' });
    });

    it('floods where it may not publish: it is counted, and what others send meanwhile is registered, every message of it', async () => {
      const [since, endMs] = [new Date().toISOString(), Date.now() + FLOOD_SECONDS * 1_000];
      const nc = await stage.again();
      // The watch may still look away from the attacks before: the flood lasts until it is heard.
      let isCounted = false;
      const flooding = (async () => {
        for (;;) {
          if (isCounted && Date.now() >= endMs) return;
          for (let index = 0; index < PUBLISHED_AT_ONCE; index++) nc.publish(subjects.exchange(stage.environment, REGION, VICTIM, REGION, ATTACKER, '00', 'delivery'), 'attack-flood');
          await nc.flush();
        }
      })();
      do expect(await submitted(victim, await victim.make(opening('310115')(victim)), REGION)).toMatchObject({ refused: false }); while (Date.now() < endMs);
      const counted = await eventually('the flood is counted', async () => {
        const { events } = await environment().askJson<SecurityEventsDocument>(REGION, 'security.events', encode(v1.SecurityQuery, { since, by: ATTACKER, kind: 'publish-to-exchange' }));
        // One entry for many, not one each.
        return events.find(({ count }) => count > 1);
      }).finally(() => { isCounted = true; });
      await flooding;
      expect(counted.firstAt <= counted.lastAt).toBe(true);
    }, FLOOD_SECONDS * 1_000 + 60_000);

    it('a leaf connection that calls itself another region gets no further than its credentials, and is listed', async () => {
      const lie = await lyingLeaf(environment(), { region: 'gba', claims: 'ccec' });
      try {
        expect(await lie.attempt()).toMatchObject({ refused: true });
        expect(await listed('hub-gba', 'leaf-not-itself', 'nat')).toMatchObject({ seenBy: 'broker' });
      } finally {
        await lie.end();
      }
    });

    it('`security events` lists all of it, and nothing of what was in it', async () => {
      const { exit, json } = await tongban(['security', 'events', '--since', startedAt, '--limit', '1000', '--participant', ATTACKER, '--region', REGION, '--data', environment().setup.layout.root, '--json']);
      expect(exit).toBe(0);
      const { events } = json as { events: { kind: string; by: string; count: number }[] };
      expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...tried]));
      expect(new Set(events.map(({ by }) => by))).toEqual(new Set([ATTACKER]));
      expect(JSON.stringify(json)).not.toMatch(/attack-|nothing of ours|xr\.sandbox|sub\.sandbox/);
      const nobody = await tongban(['security', 'events', '--since', startedAt, '--participant', '650000', '--region', REGION, '--data', environment().setup.layout.root, '--json']);
      expect(nobody.json).toMatchObject({ events: [] });
    });
  });
}
