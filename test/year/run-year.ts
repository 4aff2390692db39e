import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { audit } from '../audit/audit';
import type { Finding } from '../audit/core/findings';
import { applyFault } from '../faults/switchboard/apply-fault';
import type { Applied } from '../faults/switchboard/fault';
import { viewsUnlikeTheirRebuild } from '../faults/seeded/views';
import { FaultTarget } from '../faults/switchboard/target/fault-target';
import type { TestEnvironment } from '../harness/test-environment';
import { type AlarmFinding, alarmFindings } from './expected/alarm-findings';
import { expectedAlarms, statesUnlikeTheFlow } from './expected/expected-alarms';
import { rawFlows, rawRules } from './expected/raw-data';
import { type Day, mainlandDays, unknownDays } from './expected/work-days';
import { type CaseEnds, caseEnds } from './play/open-cases';
import { openTheBorder } from './play/open-the-border';
import { byCode, notOvertaken } from './play/overtaken';
import { Participants } from './play/participants';
import { Player } from './play/player';
import { readStories, withWatermarks } from './play/read-stories';
import { World } from './play/world';
import { type Trouble, type YearPlan, type YearSize, planYear } from './play/year-plan';

export interface YearReport {
  readonly seed: number;
  readonly days: number;
  readonly cases: number;
  readonly messages: number;
  /** Cases that were never opened, because who would have opened them stayed away. */
  readonly unopened: number;
  /** By code: messages sent blindly that the other side's had overtaken. */
  readonly overtaken: Readonly<Record<string, number>>;
  /** Those of them that nothing had overtaken. */
  readonly notOvertaken: readonly string[];
  /** By stage: what was raised. */
  readonly raised: Readonly<Record<string, number>>;
  readonly ends: CaseEnds;
  readonly alarms: readonly AlarmFinding[];
  readonly states: readonly string[];
  readonly views: readonly string[];
  readonly audit: { readonly settled: boolean; readonly findings: readonly Finding[]; readonly promises: number };
  readonly story: readonly string[];
  readonly seconds: { readonly played: number; readonly judged: number };
}

const AT_ONCE = 48;
const AUDIT_WAIT_MS = 120_000;
const [MORNING, EVENING] = ['08:30:00', '17:30:00'];

/** A year of traffic under a plan, and then everything that is to hold of it. @throws Error when a day does not come to its end. */
export async function runYear(environment: TestEnvironment, seed: number, size: YearSize, directory: string, tell: (line: string) => void): Promise<YearReport> {
  const { divisions, items } = environment.catalogue;
  const flows = rawFlows();
  const all = divisions.participants().map((one) => ({ code: one.code, region: divisions.regionOf(one), isMainland: one.mainlandHrssRulesApply }));
  const mainland = new Set(all.filter(({ isMainland }) => isMainland).map(({ code }) => code));
  const played = [...items.values()].flatMap(({ itemCode, flowId }) => (flowId == null ? [] : [{ itemCode, flowId }]));
  const plan = planYear(seed, size, { participants: all, items: played.map(({ itemCode }) => itemCode) });
  const flowOf = new Map(played.map(({ itemCode, flowId }) => [itemCode, flows.get(flowId)!]));
  const world = new World(environment);
  const participants = new Participants(environment, all.map(({ code }) => code));
  const player = new Player(seed, world, participants, (item) => flowOf.get(item)!, (code) => mainland.has(code), (notBefore) => plan.days.find((day) => day >= notBefore));
  try {
    const beganMs = performance.now();
    const year = new Year(plan, world, participants, player, size.everyDay ? all.filter(({ isMainland }) => !isMainland).map(({ code }) => code) : [], tell);
    await year.live();
    const playedMs = performance.now();
    const sent = new Map(player.sent.map((message) => [message.messageId, message]));
    tell('the year is over; its logs are read');
    const stories = await readStories(environment, player.cases.filter(({ messages }) => messages.length > 0), (messageId) => sent.get(messageId));
    const looks = await withWatermarks(environment, world.looks);
    const workedOnMainland = mainlandDays();
    const rules = rawRules();
    const alarms: AlarmFinding[] = [];
    for (const story of stories) {
      alarms.push(...alarmFindings(story.caseNo, expectedAlarms(story, looks, { flow: flows.get(story.flowId)!, rules, workedBy: (code) => (mainland.has(code) ? workedOnMainland : unknownDays) }), story.raised));
      await setImmediate(); // minutes of computing for a whole year, and the SDKs in this process have to go on
    }
    tell(`alarms of ${stories.length} cases computed`);
    const raised: Record<string, number> = {};
    for (const { stage } of stories.flatMap((story) => story.raised)) raised[stage] = (raised[stage] ?? 0) + 1;
    const ends = await caseEnds(environment, player.cases, (code) => participants.isOpen(code));
    tell('the ends of all cases read');
    const promisesFile = join(directory, `year-${seed}.ndjson`);
    const promises = await participants.writePromises(player.sent, promisesFile);
    const { settled, findings } = await audit({ dataDir: environment.setup.layout.root, promises: promises > 0 ? [promisesFile] : [], waitMs: AUDIT_WAIT_MS });
    tell('audited');
    const unasked = findings.filter(({ class: cls, where }) => cls !== 'unused' && !year.injected.has(where));
    const views = await viewsUnlikeTheirRebuild(environment);
    return {
      seed, days: plan.days.length, cases: player.cases.length, messages: player.sent.length, unopened: year.unopened, overtaken: byCode(player.overtaken), notOvertaken: notOvertaken(player.overtaken, stories), raised, ends, alarms, states: stories.flatMap((story) => statesUnlikeTheFlow(story, flows.get(story.flowId)!)),
      views, audit: { settled, findings: unasked, promises }, story: year.story, seconds: { played: seconds(playedMs - beganMs), judged: seconds(performance.now() - playedMs) },
    };
  } finally {
    await participants.closeAll();
  }
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** Day after day: morning, troubles that end, what is done, evening, troubles that begin. */
class Year {
  /** What was done to the environment, in words. */
  readonly story: string[] = [];
  /** What the switchboard put into streams, as `STREAM#sequence`. */
  readonly injected = new Set<string>();
  private readonly lasting = new Map<Trouble, Applied | undefined>();
  private readonly target: FaultTarget;
  private waiting: YearPlan['openings'];

  /** @param border SARs that personal data may pass to. */
  constructor(
    private readonly plan: YearPlan, private readonly world: World, private readonly participants: Participants, private readonly player: Player, private readonly border: readonly string[],
    private readonly tell: (line: string) => void,
  ) {
    this.target = FaultTarget.open(world.environment.setup.layout.root);
    this.waiting = plan.openings;
  }

  get unopened(): number {
    return this.waiting.length;
  }

  async live(): Promise<void> {
    const { days } = this.plan;
    await this.world.moveTo(days[0]!, MORNING);
    await this.participants.openAll();
    if (this.border.length > 0) await openTheBorder(this.world.environment, this.border);
    for (const [index, day] of days.entries()) {
      await this.world.moveTo(day, MORNING);
      await this.participants.takeClock((code) => !this.world.down.has(this.world.regionOf(code)));
      await this.world.look();
      if (await this.endTroubles(day)) await this.world.look();
      await this.work(day);
      await this.world.moveTo(day, EVENING);
      await this.world.look();
      const tomorrow = days[index + 1];
      if (tomorrow !== undefined) await this.beginTroubles(tomorrow);
    }
  }

  private async work(day: Day): Promise<void> {
    const passing = await this.passingTroubles(day);
    const openings = this.waiting.filter((opening) => opening.day <= day);
    this.waiting = this.waiting.filter((opening) => opening.day > day);
    if (openings.length > 0) {
      const homes = new Set(openings.map(({ opener }) => this.world.regionOf(opener)));
      await this.world.standardsAreKnown([...homes].filter((home) => this.world.reaches(home, 'nat')));
    }
    const due = this.player.cases.filter(({ nextOn }) => nextOn !== undefined && nextOn <= day);
    const postponed: YearPlan['openings'][number][] = [];
    await allOf([
      ...openings.map((opening) => async () => { if (!(await this.player.open(opening))) postponed.push(opening); }),
      ...due.map((played) => () => this.player.act(played)),
    ]);
    this.waiting = [...postponed, ...this.waiting];
    await Promise.all(passing.map(({ undo }) => undo()));
    await this.player.settle();
  }

  /** @returns whether anything ended; then what had waited for it has arrived. */
  private async endTroubles(day: Day): Promise<boolean> {
    const ending = [...this.lasting].filter(([trouble]) => 'to' in trouble && trouble.to <= day);
    for (const [trouble, applied] of ending) {
      this.lasting.delete(trouble);
      if (applied !== undefined) await applied.undo();
      if (trouble.kind === 'cut') this.world.cut.delete(trouble.region);
      if (trouble.kind === 'hub-down') {
        this.world.down.delete(trouble.region);
        await this.participants.takeClock((code) => this.world.regionOf(code) === trouble.region);
      }
      if (trouble.kind === 'silent') await this.participants.connect(trouble.participant);
      this.say(day, `${trouble.kind} of ${'region' in trouble ? trouble.region : 'participant' in trouble ? trouble.participant : ''} ends`);
    }
    if (ending.length > 0) await this.player.settle();
    return ending.length > 0;
  }

  private async beginTroubles(day: Day): Promise<void> {
    for (const trouble of this.plan.troubles) {
      if (!('from' in trouble) || trouble.from !== day) continue;
      if (trouble.kind === 'cut') {
        const due = this.player.cases.filter(({ nextOn, participants }) => nextOn !== undefined && nextOn < trouble.to && Object.values(participants).some((code) => this.world.regionOf(code) === trouble.region));
        await allOf(due.map((played) => () => this.player.prepare(played)));
        this.lasting.set(trouble, await applyFault(this.target, { fault: 'cut', region: trouble.region }));
        this.world.cut.add(trouble.region);
      } else if (trouble.kind === 'hub-down') {
        this.lasting.set(trouble, await applyFault(this.target, { fault: 'kill', process: `hub-${trouble.region}`, hold: true }));
        this.world.down.add(trouble.region);
      } else {
        this.lasting.set(trouble, undefined);
        await this.participants.close(trouble.participant);
      }
      this.say(day, `${trouble.kind} of ${'region' in trouble ? trouble.region : trouble.participant} until ${trouble.to}`);
    }
  }

  private async passingTroubles(day: Day): Promise<readonly Applied[]> {
    const applied: Applied[] = [];
    for (const trouble of this.plan.troubles) {
      if (!('on' in trouble) || trouble.on !== day) continue;
      if (trouble.kind === 'kill' && this.world.down.has(trouble.region)) continue;
      const request = trouble.kind === 'kill' ? { fault: 'kill', process: `hub-${trouble.region}` } : trouble.kind === 'duplicate' ? { fault: 'duplicate', count: 10, seed: this.plan.seed } : { fault: trouble.kind };
      const one = await applyFault(this.target, request);
      for (const place of (one.did.facts['injected'] ?? []) as readonly string[]) this.injected.add(place);
      this.say(day, one.did.en);
      applied.push(one);
    }
    return applied;
  }

  private say(day: Day, what: string): void {
    this.story.push(`${day} ${what}`);
    this.tell(`${day} ${what}`);
  }
}

/** So many at once; the first that fails ends it. */
async function allOf(work: readonly (() => Promise<void>)[]): Promise<void> {
  const left = [...work];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await next();
  }));
}
