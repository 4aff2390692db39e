import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { backUp } from './back-up';
import { DATA_FORMAT } from './data-format';
import { readManifest, verifyBackup } from './manifest';
import { restore } from './restore';

const MADE_AT = '2026-03-02T01:00:00.000Z';
const LATER = '2026-03-03T01:00:00.000Z';
const stored = (region: string, stream = `CASES_${region.toUpperCase()}_2026`): string => `streams/${region}/jetstream/XR/streams/${stream}/msgs/1.blk`;

/** Begin of an index that nats-server 2.15.1 wrote of a stream with 300 messages, two of them deleted. */
const INDEX_OF_300 = '0b04aa02a6550292eca3d49c83e7ec31ac02b4d5f3d1a383e7ec31';

let folder: string;
let root: string;
let backup: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-backup-'));
  [root, backup] = [join(folder, 'data'), join(folder, 'backup')];
  makeSetup(root);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (directory: string, path: string, text: string): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
};
const read = (path: string, directory = root): string => readFileSync(join(directory, path), 'utf8');
function makeSetup(directory: string, more: { readonly environment?: string; readonly key?: string } = {}): void {
  const { environment = 'sandbox', key = 'one' } = more;
  const files: Record<string, string> = {
    'setup.json': JSON.stringify({ version: 1, environment }), 'format.json': JSON.stringify({ format: DATA_FORMAT, environment }), 'trust.json': JSON.stringify({ version: 1, keys: [{ keyId: 'hub:yrd#1', publicKey: key }] }),
    'hubs/yrd.json': 'secret', 'operator.json': 'secret', 'keeper.json': 'secret', 'mirrors/jetstream/XR/streams/CASES_YRD_2026/msgs/1.blk': 'a copy', 'nats/leaf-seeds.json': 'secret', 'nats/yrd.conf': 'made anew', 'redis/views.rdb': 'views', 'logs/hub-yrd.log': 'log', 'provinces/310000/store': 'sdk',
    [stored('yrd')]: 'first entries', [stored('gba')]: 'of gba',
  };
  for (const [path, text] of Object.entries(files)) write(directory, path, text);
}

describe('a backup', () => {
  it('has streams and set-up with their digests, no keys, and nothing that is made anew', async () => {
    const manifest = await backUp(root, backup, { keys: false }, MADE_AT);
    expect(manifest).toMatchObject({ version: 1, format: DATA_FORMAT, environment: 'sandbox', keys: false, madeAt: MADE_AT, streams: [{ region: 'gba', stream: 'CASES_GBA_2026' }, { region: 'yrd', stream: 'CASES_YRD_2026' }] });
    expect(manifest.files.map(({ path }) => path)).toEqual(['format.json', 'provinces/310000/store', 'setup.json', stored('gba'), stored('yrd'), 'trust.json']);
    await verifyBackup(backup, readManifest(backup));
  });
  it('says how far each stream goes, as its server wrote it down, and is refused when one does not', async () => {
    const index = stored('yrd').replace('1.blk', 'index.db');
    mkdirSync(dirname(join(root, index)), { recursive: true });
    writeFileSync(join(root, index), Buffer.from(INDEX_OF_300, 'hex'));
    const { streams, ...manifest } = await backUp(root, backup, { region: 'yrd', keys: false }, MADE_AT);
    expect(streams).toEqual([{ region: 'yrd', stream: 'CASES_YRD_2026', messages: 298, firstSequence: 2, lastSequence: 300, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    for (const wrong of [{ lastSequence: 301 }, { messages: 299 }, { digest: 'other' }, { stream: 'CASES_YRD_2025' }])
      await expect(verifyBackup(backup, { ...manifest, streams: [{ ...streams[0]!, ...wrong }] })).rejects.toMatchObject({ code: 'backup.invalid' });
    writeFileSync(join(root, index), Buffer.from(`0b63${INDEX_OF_300.slice(4)}`, 'hex')); // of a server nobody knows yet
    expect((await backUp(root, join(folder, 'later'), { region: 'yrd', keys: false }, MADE_AT)).streams).toEqual([{ region: 'yrd', stream: 'CASES_YRD_2026', digest: expect.any(String) }]);
  });
  it('has keys only when they are asked for', async () => {
    const { files } = await backUp(root, backup, { keys: true }, MADE_AT);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['hubs/yrd.json', 'keeper.json', 'nats/leaf-seeds.json', 'operator.json']));
  });
  it('of a region has its streams alone', async () => {
    const { files } = await backUp(root, backup, { region: 'yrd', keys: false }, MADE_AT);
    expect(files.map(({ path }) => path)).toEqual(['format.json', 'setup.json', stored('yrd'), 'trust.json']);
  });
  it('is refused of a set-up that runs, of none, and into what is not empty', async () => {
    write(root, 'run.json', JSON.stringify({ processes: { 'nats-gba': process.pid } }));
    await expect(backUp(root, backup, { keys: false }, MADE_AT)).rejects.toMatchObject({ code: 'data.running' });
    await expect(backUp(root, backup, { region: 'gba', keys: false }, MADE_AT)).rejects.toMatchObject({ code: 'data.running' });
    expect((await backUp(root, backup, { region: 'yrd', keys: false }, MADE_AT)).region).toBe('yrd'); // the others run on
    rmSync(join(root, 'run.json'));
    await expect(backUp(root, backup, { keys: false }, MADE_AT)).rejects.toMatchObject({ code: 'backup.invalid' });
    await expect(backUp(join(folder, 'nothing'), join(folder, 'other'), { keys: false }, MADE_AT)).rejects.toMatchObject({ code: 'backup.invalid' });
  });
});

describe('a restoration', () => {
  it('puts the backup in place and what was there aside, keys where they are; Redis goes', async () => {
    await backUp(root, backup, { keys: false }, MADE_AT);
    write(root, stored('yrd'), 'first entries, second entries');
    write(root, stored('yrd', 'INBOX_YRD'), 'later');
    const { setAside } = await restore(root, backup, LATER);
    expect([read(stored('yrd')), existsSync(join(root, stored('yrd', 'INBOX_YRD'))), read('hubs/yrd.json'), existsSync(join(root, 'redis')), existsSync(join(root, 'mirrors'))]).toEqual(['first entries', false, 'secret', false, false]);
    expect(read(`${setAside}/${stored('yrd')}`)).toBe('first entries, second entries');
    await expect(backUp(root, join(folder, 'second'), { keys: false }, LATER)).resolves.toMatchObject({ streams: [{ region: 'gba' }, { region: 'yrd' }] }); // without what is aside
  });
  it('of one region leaves the others', async () => {
    await backUp(root, backup, { region: 'yrd', keys: false }, MADE_AT);
    rmSync(join(root, 'streams/yrd'), { recursive: true });
    write(root, stored('gba'), 'of gba, later');
    await restore(root, backup, LATER);
    expect([read(stored('yrd')), read(stored('gba')), existsSync(join(root, 'mirrors'))]).toEqual(['first entries', 'of gba, later', true]);
  });
  it('into an empty directory needs the keys', async () => {
    await backUp(root, backup, { keys: false }, MADE_AT);
    await expect(restore(join(folder, 'empty'), backup, LATER)).rejects.toMatchObject({ code: 'backup.invalid' });
    await backUp(root, join(folder, 'with-keys'), { keys: true }, MADE_AT);
    await restore(join(folder, 'empty'), join(folder, 'with-keys'), LATER);
    expect(read('hubs/yrd.json', join(folder, 'empty'))).toBe('secret');
  });

  const untouched = (): string[] => (readdirSync(root, { recursive: true }) as string[]).sort();
  it.each<[string, () => void, string]>([
    ['a file that was changed', () => write(backup, stored('yrd'), 'FIRST entries'), 'backup.invalid'],
    ['a file that is gone', () => rmSync(join(backup, stored('yrd'))), 'backup.invalid'],
    ['no manifest', () => rmSync(join(backup, 'manifest.json')), 'backup.invalid'],
    ['a path beside the directory', () => write(backup, 'manifest.json', JSON.stringify({ ...readManifest(backup), files: [{ path: '../evil', bytes: 1, digest: '' }] })), 'backup.invalid'],
    ['a later format', () => write(backup, 'manifest.json', JSON.stringify({ ...readManifest(backup), format: DATA_FORMAT + 1 })), 'data.newer-format'],
    ['another set-up', () => makeSetup(root, { key: 'another' }), 'backup.invalid'],
    ['another environment', () => makeSetup(root, { environment: 'drill' }), 'data.other-environment'],
    ['a set-up that runs', () => write(root, 'lock', `${process.pid} \n`), 'data.running'],
  ])('with %s is refused and touches nothing', async (_what, spoil, code) => {
    await backUp(root, backup, { keys: false }, MADE_AT);
    spoil();
    if (code === 'data.running') write(root, 'run.json', JSON.stringify({ processes: { 'hub-yrd': process.pid } }));
    const before = untouched();
    await expect(restore(root, backup, LATER)).rejects.toMatchObject({ code });
    expect(untouched()).toEqual(before);
  });
});
