import { identityOf } from '../launch/process-identity';
import { TongbanStartError } from '../start-error';
import { readControlFile } from './control-file';
import type { GivenOrder, LinkOrder, LinkReport } from './link-order';

const ANSWER_WITHIN_MS = 5_000;

/** Speaks to the link process of a running environment. It is found anew each time: a successor listens elsewhere. */
export class LinkControl {
  /** @param file `links.json` of the data directory. */
  constructor(private readonly file: string) {}

  /** By region. @throws TongbanStartError when nobody answers. */
  reports(): Promise<Readonly<Record<string, LinkReport>>> {
    return this.ask<Record<string, LinkReport>>('GET', '');
  }
  /** The order ends with this process at the latest. @throws TongbanStartError when nobody answers or the order is refused. */
  set(region: string, order: LinkOrder): Promise<LinkReport> {
    return this.ask<LinkReport>('PUT', region, { ...order, giver: identityOf(process.pid) });
  }

  private async ask<T>(method: string, name: string, body?: GivenOrder): Promise<T> {
    const control = readControlFile(this.file);
    if (!control) throw silent('there is no links.json');
    let response: Response;
    try {
      response = await fetch(`${control.url}/${name}`, {
        method, headers: { authorization: `Bearer ${control.token}` }, signal: AbortSignal.timeout(ANSWER_WITHIN_MS), ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw silent(error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error));
    }
    const answer = (await response.json()) as T & { readonly error?: string };
    if (!response.ok) throw new TongbanStartError(`链路进程拒绝：${answer.error}`, `The link process refuses: ${answer.error}`);
    return answer;
  }
}

const silent = (why: string): TongbanStartError => new TongbanStartError(
  `链路进程没有应答（${why}）：环境由旧版本启动时，重新运行 npm start`, `The link process does not answer (${why}): if an earlier version started the environment, run npm start again`);
