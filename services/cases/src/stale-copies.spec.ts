import { loadCatalogue } from '@tongban/catalogue';
import type { CopyStanding } from '@tongban/domain';
import { walk } from '../../../test/harness/walks';
import { HomeHub, Standards } from '../test/home-hub';
import { StageLog, type StaleCopies, stageDocument, staleRefusal, staleStandings } from './stale-copies';

const { staleCopies: policy } = loadCatalogue();
const NOW_MS = Date.parse('2026-03-02T09:00:00Z');
const heard = (owner: string, hoursAgo: number) => ({ owner: owner as 'nat', heardAt: new Date(NOW_MS - hoursAgo * 3_600_000).toISOString() });
const stale: StaleCopies = { policy, region: 'yrd', nowMs: () => NOW_MS };
const opening = { opening: true, sensitive: false };

describe('copies that grow stale', () => {
  it('are judged by the worst of the owners that count, never by others or by the own', () => {
    const standings = staleStandings([heard('nat', 1), heard('ccec', 30), heard('yrd', 5_000), { owner: 'gba' as const }], stale);
    expect(staleRefusal(standings, ['nat', 'ccec'], opening)).toMatch(/of ccec is in the stage closed/);
    expect(staleRefusal(standings, ['nat', 'yrd', 'gba'], opening)).toBeUndefined();
    expect(staleRefusal(standings, ['ccec'], { opening: false, sensitive: true })).toBeUndefined();
  });
  it('say the same words for the same stage, however long it lasts', () => {
    const words = [13, 20].map((hours) => staleRefusal(staleStandings([heard('nat', hours)], stale), ['nat'], { opening: true, sensitive: true }));
    expect(words[0]).toBeDefined();
    expect(words[0]).toBe(words[1]);
  });
  it('show their stage and count down to the next', () => {
    const documentOf = (hours: number) => stageDocument(staleStandings([heard('nat', hours)], stale).get('nat')).stage;
    expect(documentOf(1)).toBeUndefined();
    expect(documentOf(5)).toMatchObject({ id: 'warned', next: 'guarded', nextInHours: 7, wording: { zh: '预警，7小时后：停收敏感事项新办件' } });
    expect(documentOf(500)).toMatchObject({ id: 'halted', wording: { en: 'no messages of running cases' } });
  });
  it('are told of once per stage, and when they are fresh again', () => {
    const told: [string, string | undefined][] = [];
    const log = new StageLog((owner: string, { stage }: CopyStanding) => told.push([owner, stage?.id]));
    for (const hours of [0, 1, 5, 6, 13, 14, 0, 0]) log.look(staleStandings([heard('nat', hours)], stale));
    expect(told).toEqual([['nat', 'warned'], ['nat', 'guarded'], ['nat', undefined]]);
  });
});

describe('a home whose copies grow stale', () => {
  /** A pension, which is sensitive, and an archive, which is not; both between Shanghai and Sichuan, homed here. */
  const [pension, archive] = [walk('F-PEN-ENT.normal'), walk('F-ARC.normal')];
  const hubOf = (one: typeof pension) => {
    const standards = new Standards();
    return { hub: new HomeHub(one, standards, stale), age: (hours: number, owner: 'nat' | 'ccec' = 'ccec') => { standards.heard = { [owner]: heard(owner, hours).heardAt }; } };
  };
  it.each<[hours: number, sensitive: string, other: string, running: string]>([
    [0, 'REGISTERED', 'REGISTERED', 'REGISTERED'], [5, 'REGISTERED', 'REGISTERED', 'REGISTERED'], [13, 'registry.copy-stale', 'REGISTERED', 'REGISTERED'],
    [30, 'registry.copy-stale', 'registry.copy-stale', 'REGISTERED'], [300, 'registry.copy-stale', 'registry.copy-stale', 'registry.copy-stale'],
  ])('for %d hours answers a new pension case %s, a new archive case %s and a running one %s', async (hours, sensitive, other, running) => {
    const [first, second, third] = [hubOf(pension), hubOf(archive), hubOf(archive)];
    expect((await third.hub.send(archive.messages[0]!)).code).toBe('REGISTERED');
    for (const { age } of [first, second, third]) age(hours);
    expect([(await first.hub.send(pension.messages[0]!)).code, (await second.hub.send(archive.messages[0]!)).code, (await third.hub.send(archive.messages[1]!)).code]).toEqual([sensitive, other, running]);
  });
  it('takes the same bytes once the owner is heard again, and the log has nothing of the refusal', async () => {
    const { hub, age } = hubOf(pension);
    const bytes = await hub.make(pension.messages[0]!);
    const receivedAt = pension.messages[0]!.open['applied_at'] as string;
    age(13, 'nat');
    expect(await hub.submit(bytes, { receivedAt })).toMatchObject({ code: 'registry.copy-stale', detail: expect.stringContaining('of nat is in the stage guarded') });
    expect((await hub.read()).logIndex).toBe(0);
    age(0, 'nat');
    expect((await hub.submit(bytes, { receivedAt })).code).toBe('REGISTERED');
  });
});
