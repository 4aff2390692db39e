import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { decode, streams, subjects, v1 } from '@tongban/contracts';
import { QueryClient, readSubject } from '@tongban/messaging';
import { type CommandInput, StandardsBook } from '@tongban/registry';
import { checkRegistryChain } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { NatsLab } from '../../../packages/messaging/test/nats-lab';
import type { CrashSettings } from './crash-work';
import { RunningStandards, STARTED_AT, base } from './registry-lab';
import { EFFECTIVE, hubKeys, people, signed, trust, trustFile } from './stewards';

jest.setTimeout(180_000);

const PLACE = { environment: 'sandbox', owner: 'nat' } as const;
const COMMAND = subjects.service('sandbox', 'nat', 'standards.command');
const LOG = subjects.registryLog('nat', 'nat');
const ITEM = [...base.items.values()].find(({ flowId }) => flowId !== null)!;
const FLOW = base.flows.get(ITEM.flowId!)!;
const WITHIN_MS = 20_000;

/** When the process is killed: what is seen on the server in that instant. */
const MOMENTS: [string, readonly string[]][] = [
  ['is given the command to publish', [COMMAND]],
  ['has sent its entry to the server', [LOG]],
  ['is told that its entry is stored', [LOG, '_INBOX.>']],
];

describe('a process of the standards service that is killed with -9 at a publication', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  let directory: string;
  beforeAll(async () => {
    lab = await NatsLab.start('nat');
    lab.startRegion('nat', { alone: true });
    nats = await lab.connect('nat');
    directory = mkdtempSync(path.join(tmpdir(), 'tongban-killed-'));
    writeFileSync(path.join(directory, 'settings.json'), JSON.stringify({ servers: lab.serverOf('nat'), signingKey: hubKeys.nat.signing, trust: trustFile, startedAt: STARTED_AT } satisfies CrashSettings));
  });
  afterAll(async () => {
    await lab?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const give = async (bytes: Uint8Array): Promise<Uint8Array> => decode(v1.RegistryCommandReply, await new QueryClient(nats, WITHIN_MS).request(COMMAND, bytes)).entry;
  const log = async (): Promise<Uint8Array[]> => (await readSubject(nats, streams.standards('nat'), LOG)).map(({ data }) => data);

  async function started(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [path.join(__dirname, 'crash-child.mjs'), path.join(directory, 'settings.json')], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout! })) if (line === 'ready') return child;
    throw new Error('it ended before it was ready');
  }
  /** A draft with an item and its flow, approved by both. */
  async function approved(draftId: string, version: string): Promise<void> {
    const artefacts: Extract<CommandInput, { type: 'draft' }>['artefacts'] = [
      { kind: 'item', id: ITEM.itemCode, version, content: { ...ITEM, en: draftId } }, { kind: 'flow', id: FLOW.flowId, version, content: { ...FLOW, en: draftId } },
    ];
    const drafted = await give(await signed({ type: 'draft', draftId, title: { zh: '标题', en: 'Title' }, artefacts, effectiveFrom: EFFECTIVE, transitionDays: 0 }));
    const digest = decode(v1.RegistryEvent, decode(v1.SignedRegistryEntry, drafted).event).artefactsDrafted!.draftDigest!;
    for (const by of [people.first, people.second]) await give(await signed({ type: 'approve', draftId, digest }, by));
  }
  /** Kills the child when the subjects were seen one after another. */
  async function killAt(child: ChildProcess, seen: readonly string[], begin: () => void): Promise<void> {
    const ended = once(child, 'exit');
    const left = [...seen];
    const subscriptions = [...new Set(seen)].map((subject) => nats.subscribe(subject, { callback: () => {
      if (left[0] === subject) left.shift();
      if (left.length === 0) child.kill('SIGKILL');
    } }));
    await nats.flush();
    begin();
    await ended;
    for (const subscription of subscriptions) subscription.unsubscribe();
    expect(child.signalCode).toBe('SIGKILL');
  }
  /** What a reader of the stored log has of the item and its flow. */
  async function installed(entries: readonly Uint8Array[]): Promise<(string | undefined)[]> {
    const reader = StandardsBook.of(base, trust, 'sandbox');
    for (const bytes of entries) expect(await reader.take('nat', bytes)).toBe('taken');
    const { items, flows } = reader.catalogue.asOf(EFFECTIVE);
    return [items.get(ITEM.itemCode)?.en, flows.get(FLOW.flowId)?.en];
  }

  it.each(MOMENTS.map(([what, seen], at) => [what, seen, at + 1] as const))('when it %s, leaves the whole publication or none, and the next process ends it once', async (_what, seen, minor) => {
    const draftId = `D-killed-${minor}`;
    const child = await started();
    await approved(draftId, `1.${minor}`);
    const before = await log();
    const installedBefore = await installed(before);
    const publish = await signed({ type: 'publish', draftId });
    await killAt(child, seen, () => void give(publish).catch(() => undefined));

    const left = await log();
    expect(left.length - before.length).toBeLessThanOrEqual(1);
    expect((await checkRegistryChain(trust, left, PLACE)).faults).toEqual([]);
    expect(await installed(left)).toEqual(left.length > before.length ? [draftId, draftId] : installedBefore);

    const next = await RunningStandards.start('nat', nats);
    const entry = await give(publish);
    await next.stop();
    const whole = await log();
    expect(whole).toHaveLength(before.length + 1);
    expect(Buffer.from(whole.at(-1)!).equals(entry)).toBe(true);
    expect(await installed(whole)).toEqual([draftId, draftId]);
  });
});
