import type { Command } from 'commander';
import { REGION_CODES, type RegionCode, TongbanError, counted, isRegionCode, subjects } from '@tongban/contracts';
import { STANDARD_TIERS, type StandardTier } from '@tongban/domain';
import { Setup, connectHub, participantOf } from '@tongban/operator';
import { TIERS, registryEventOf } from '@tongban/registry';
import { type VerifiedRegistryEntry, readTrustDirectory } from '@tongban/trust';
import { type Options, type Session, handle, textOption } from '../command-action';
import { readInstant } from '../instant';
import { type CommandResult, UsageError } from '../outcome';
import { Bell } from '../standards/bell';
import { DeltaFeed } from '../standards/delta-feed';
import { eventWords } from '../standards/registry-words';
import { ownerGiven } from '../standards/step-command';
import { wholeNumber } from '../standards/whole-number';
import type { View } from '../view';

const NUMBER_MAX = 999_999_999;
/** Heads come every two seconds; an entry that is announced and not there yet is asked for again after this. */
const AGAIN_MS = 1_000;

/** `subscribe`: prints every change of the standards as a participant sees it, numbered without a gap, until Ctrl-C. It only reads, beside the participant's own system. */
export function registerSubscribe(program: Command, session: Session): void {
  const command = program.command('subscribe').description('订阅标准更新：逐条、编号连续 / follow changes of the standards, numbered without a gap').requiredOption('--as <division>', '以哪个参与方 / as which participant')
    .option('--since <number>', '从该序号之后，默认从现在起 / after this number, from now on by default').option('--owner <region>', '归口枢纽，默认全部 / owner hub, all by default')
    .option('--tier <tier>', STANDARD_TIERS.join(' | ')).option('--category <category>', '领域 / category').option('--item <code>', '事项编码 / item').option('--region <region>', '区域 / region')
    .option('--once', '补齐到现在即结束 / end when it has caught up').option('--data <dir>', '数据目录，默认为仓库的.data / data directory, .data of the repository by default');
  handle(command, session, (_given, options, view) => subscribed(session, options, view));
}

async function subscribed(session: Session, options: Options, view: View): Promise<CommandResult> {
  const setup = Setup.open(session.io, textOption(options, 'data'));
  const participant = participantOf(textOption(options, 'as') ?? '');
  const { servers, nkeySeed, region } = setup.participant(participant);
  if (!isRegionCode(region)) throw new TongbanError('division.not-addressable', `${region} is no region`);
  const owner = ownerGiven(options);
  const since = textOption(options, 'since') === undefined ? undefined : wholeNumber(options, 'since', { min: 0, max: NUMBER_MAX, otherwise: 0 });
  if (since !== undefined && since > 0 && owner === undefined) throw new UsageError('序号按归口枢纽各自编排：--since须与--owner同用', 'each owner counts for itself: give --owner with --since');
  const filter = filterOf(options);
  const connection = await connectHub({ servers, nkeySeed, name: `tongban-cli-subscribe-${participant}` });
  try {
    const settings = { connection, directory: readTrustDirectory(setup.trustFile), environment: setup.environment, region, participant, filter };
    const feeds = new Map((owner === undefined ? REGION_CODES : [owner]).map((one) => [one, new DeltaFeed(one, settings)]));
    const bell = new Bell();
    for (const feed of feeds.values()) {
      connection.listen(subjects.registryHead(setup.environment, region, feed.owner), (data) => void feed.hear(data).then(() => (feed.isBehind ? bell.ring() : undefined)));
      await feed.begin(since);
    }
    const ended = session.io.interrupted().then(() => bell.stop());
    ended.catch(() => undefined);
    const count = await follow([...feeds.values()], bell, options['once'] === true, (feed, entry) => session.io.stdout(`${line(feed.owner, entry, view, options['json'] === true)}\n`));
    const standing = [...feeds.values()].map((feed) => feed.standing);
    return {
      aside: true, document: { ok: true, deltas: count, owners: standing },
      human: () => [view.say(`共${count}条`, counted(count, 'delta')), ...standing.map(({ owner: of, number, knownUntil }) => `${of} ${number}  ${view.say('确知至', 'known until')} ${readInstant(knownUntil)}`)].join('\n'),
    };
  } finally {
    await connection.close();
  }
}

/** Takes what is there, then waits for more. */
async function follow(feeds: readonly DeltaFeed[], bell: Bell, once: boolean, tell: (feed: DeltaFeed, entry: VerifiedRegistryEntry) => void): Promise<number> {
  let count = 0;
  while (!bell.isStopped) {
    let taken = 0;
    for (const feed of feeds) {
      for (let more = feed.isBehind; more && !bell.isStopped;) {
        const entries = await feed.next();
        for (const entry of entries) tell(feed, entry);
        taken += entries.length;
        more = entries.length > 0 && feed.isBehind;
      }
    }
    count += taken;
    if (once && !feeds.some((feed) => feed.isBehind)) return count;
    if (taken === 0) await bell.wait(feeds.some((feed) => feed.isBehind) || once ? AGAIN_MS : undefined);
  }
  return count;
}

function filterOf(options: Options) {
  const [tier, category, item, region] = [textOption(options, 'tier'), textOption(options, 'category'), textOption(options, 'item'), textOption(options, 'region')];
  if (tier !== undefined && !(STANDARD_TIERS as readonly string[]).includes(tier)) throw new UsageError(`--tier应为${STANDARD_TIERS.join('、')}之一`, `--tier is one of ${STANDARD_TIERS.join(', ')}`);
  return { tiers: tier === undefined ? [] : [TIERS.numberOf(tier as StandardTier)], categories: category === undefined ? [] : [category], itemCodes: item === undefined ? [] : [item], regions: region === undefined ? [] : [region] };
}

/** One delta in one line. What the filter left out is named all the same: numbers have no gap. */
function line(owner: RegionCode, entry: VerifiedRegistryEntry, view: View, json: boolean): string {
  const { number, at, topics } = entry.entry;
  const event = entry.content === undefined ? undefined : registryEventOf(entry);
  const artefacts = event === undefined || !('artefacts' in event) ? [] : event.artefacts.map(({ kind, id, version }) => ({ kind, id, version }));
  if (json) {
    return JSON.stringify({
      owner, number, at, ...(event === undefined ? { filtered: true } : { event: event.type, actor: event.actor, reason: event.reason, ...('draftId' in event && { draftId: event.draftId }), ...(artefacts.length > 0 && { artefacts }) }),
      itemCodes: topics?.itemCodes ?? [],
    });
  }
  const what = event === undefined ? view.colours.dim(view.say('（不在所订范围）', '(not subscribed)')) : [eventWords(view, event.type), 'draftId' in event ? event.draftId : '', ...artefacts.map(({ kind, id, version }) => `${kind}/${id}@${version}`)].filter((part) => part !== '').join(' ');
  return `${owner} ${number}  ${readInstant(at)}  ${what}`;
}
