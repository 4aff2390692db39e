import { BACKBONE_DOMAIN, REGION_CODES, type RegionCode, hubInboxPrefix, isRegionCode } from '@tongban/contracts';
import { requireStopped } from '@tongban/data-directory';
import type { Rebuilt, RebuiltStream } from '@tongban/messaging';
import { Setup } from '@tongban/operator';
import { type Options, type Session, textOption } from './command-action';
import { readInstant } from './instant';
import { type CommandResult, UsageError } from './outcome';
import type { View } from './view';
import { named } from './wording';

const CONNECT_WITHIN_MS = 10_000;

/** `restore --from-mirrors`: what a region lost comes back from its copies. @throws TongbanError `data.running`, `mirror.differs`, `backup.invalid`, `hub.unreachable`. */
export async function rebuildFromMirrors({ io }: Session, options: Options): Promise<CommandResult> {
  const region = textOption(options, 'region') ?? '';
  if (!isRegionCode(region) || textOption(options, 'from') !== undefined) throw new UsageError(`须以 --region 指明一个区域（${REGION_CODES.join('、')}），且不给 --from`, `name one region with --region (${REGION_CODES.join(', ')}), and no --from`);
  const setup = Setup.open(io, textOption(options, 'data'));
  if (options['replace'] !== true || textOption(options, 'environment') !== setup.environment) {
    throw new UsageError(`区域${region}中落后于副本的流将被副本取代。须同时给出 --replace 与 --environment ${setup.environment}`,
      `streams of ${region} that are behind their copies are replaced by them. Both --replace and --environment ${setup.environment} are needed`);
  }
  requireStopped(setup.directory, (name) => name === `hub-${region}`);
  const { rebuilt, kept, seenAt } = await rebuild(setup, region);
  const lacking = rebuilt.filter(({ seenSequence, lastSequence }) => seenSequence > lastSequence);
  return {
    document: { ok: true, region, rebuilt, kept, ...(seenAt !== undefined && { seenAt }), lacking: lacking.map(({ stream, lastSequence, seenSequence }) => ({ stream, after: lastSequence, through: seenSequence })) },
    human: (view) => [
      view.say(`区域${region}：${rebuilt.length} 个流已从副本重建，${kept.length} 个无需改动`, `${region}: ${rebuilt.length} streams rebuilt from their copies, ${kept.length} left as they are`),
      ...(rebuilt.length > 0 ? [table(view, rebuilt)] : []),
      lacking.length === 0
        ? view.say(`骨干最后一次看到该区域（${readInstant(seenAt) ?? '-'}）时的内容都在；其后写入而未及复制的，由发送方的发件箱重发`, `everything is there that the backbone had seen of it (last ${readInstant(seenAt) ?? '-'}); what was written after that and not copied comes again from the outboxes of its senders`)
        : view.colours.yellow(view.say(`副本未及取得的：${lacking.map(inWords).join('；')}。未获登记回执的由发送方重发；已登记而缺失的，启动后见 store.lost 与 tongban reconcile`, `not copied in time: ${lacking.map(inWords).join('; ')}. What has no REGISTERED receipt is sent again; what was registered and is lacking shows as store.lost and in tongban reconcile`)),
      view.say(`接下来：重新启动该区域的消息服务器，再启动其枢纽`, `next: start the server of the region again, then its hub`),
    ].join('\n'),
  };
}

async function rebuild(setup: Setup, region: RegionCode): Promise<Rebuilt> {
  const { connectNats, rebuildRegion } = await import('@tongban/messaging');
  const { hub, keeper } = setup.rebuilders(region);
  const own = await connectNats({ servers: hub.servers, nkeySeed: hub.nkeySeed, tls: hub.tls, name: `rebuild-${region}`, inboxPrefix: hubInboxPrefix(region), firstConnectWithinMs: CONNECT_WITHIN_MS });
  try {
    const backbone = await connectNats({ servers: keeper.servers, nkeySeed: keeper.nkeySeed, tls: keeper.tls, name: `rebuild-${region}`, inboxPrefix: hubInboxPrefix(BACKBONE_DOMAIN), firstConnectWithinMs: CONNECT_WITHIN_MS });
    try {
      return await rebuildRegion({ backbone, region: own, topology: { environment: setup.environment, region, regions: REGION_CODES } });
    } finally {
      await backbone.close();
    }
  } finally {
    await own.close();
  }
}

const inWords = ({ stream, lastSequence, seenSequence }: RebuiltStream): string => `${stream} ${lastSequence + 1}–${seenSequence}`;

const table = (view: View, rebuilt: readonly RebuiltStream[]): string => view.table(
  [named('流', 'stream'), named('消息', 'messages'), named('原到', 'had'), named('重建到', 'rebuilt through'), named('曾见到', 'seen')],
  rebuilt.map(({ stream, messages, hadSequence, lastSequence, seenSequence }) => [stream, messages, hadSequence, lastSequence, seenSequence > lastSequence ? view.colours.yellow(String(seenSequence)) : seenSequence]));
