import { TongbanError, isRegionCode, v1 } from '@tongban/contracts';
import type { JetStreamServer, SourceWatchdog } from '@tongban/messaging';

export interface CurePorts {
  readonly links: Pick<SourceWatchdog, 'reports' | 'kick'>;
  readonly server: Pick<JetStreamServer, 'askAnew' | 'readsFrom'>;
  readonly views: { rebuild(): Promise<void> };
}

/**
 * What the hub does by itself about a stall, done now because somebody asks. @throws TongbanError `query.invalid` for a target that is none; `cure.not-stalled` for a link that is heard: a source that is attached anew while messages flow may lose some
 * (`SourceWatchdog.kick`), so nobody may do that; `failure.handler-elsewhere` for a consumer that this process does not read.
 */
export async function cure({ links, server, views }: CurePorts, { kind, target }: Pick<v1.CureCommand, 'kind' | 'target'>): Promise<void> {
  switch (kind) {
    case v1.CureKind.CURE_KIND_ATTACH_SOURCE: {
      if (!isRegionCode(target)) throw new TongbanError('query.invalid', 'the target is a region');
      const report = links.reports().find(({ side, region }) => side === 'inbox' && region === target);
      if (report === undefined) throw new TongbanError('query.invalid', `nothing is read from ${target}`);
      if (!report.stalled) throw new TongbanError('cure.not-stalled', `the source from ${target} is heard (${report.detail})`);
      return links.kick(target);
    }
    case v1.CureKind.CURE_KIND_ASK_ANEW: {
      const [stream = '', consumer = ''] = target.split('/');
      if (!server.readsFrom().some((one) => one.stream === stream && one.consumer === consumer)) throw new TongbanError('failure.handler-elsewhere', `${target} is not read by this process`);
      return server.askAnew(stream, consumer);
    }
    case v1.CureKind.CURE_KIND_REBUILD_VIEWS:
      return views.rebuild();
    default:
      throw new TongbanError('query.invalid', 'no such cure');
  }
}
