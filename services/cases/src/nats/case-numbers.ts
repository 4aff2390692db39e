import { streams } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { caseNoOfSubject } from './stream-case-log';

const PAGE_CASES = 500;

/** The numbers of every case with a log in a region, page by page, from the subjects of its streams. */
export async function* caseNumbers(nats: NatsConnection, region: string): AsyncGenerator<readonly string[]> {
  const jsm = await nats.jetstreamManager();
  const prefix = streams.cases(region, '');
  for await (const stream of jsm.streams.names()) {
    if (!stream.startsWith(prefix)) continue;
    const { state } = await jsm.streams.info(stream, { subjects_filter: '>' });
    const caseNos = Object.keys(state.subjects ?? {}).map(caseNoOfSubject);
    for (let at = 0; at < caseNos.length; at += PAGE_CASES) yield caseNos.slice(at, at + PAGE_CASES);
  }
}
