import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

jest.setTimeout(60_000); // each case starts a Node of its own, on a machine that may be busy
const BOOT = join(__dirname, '../boot');
/** The boot scripts are ES modules for a bare Node; they are run there and not inside jest. */
const script = (module: string, body: string): string[] => ['--input-type=module', '-e', `import * as boot from ${JSON.stringify(join(BOOT, module))};\n${body}`];
const evaluate = (module: string, expression: string, env: NodeJS.ProcessEnv = process.env): unknown => {
  const { stdout, stderr, status } = spawnSync(process.execPath, script(module, `process.stdout.write(JSON.stringify(await (async () => ${expression})()))`), { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};
const withDirectory = (work: (directory: string) => void | Promise<void>) => async (): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-boot-'));
  try {
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

describe('boot', () => {
  it('explains itself and exits with 2 when the command is none', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(BOOT, '../boot.mjs'), 'fly'], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('usage: node deploy/local/boot.mjs start|test|');
  });
  it.each([['18.20.4', false], ['20.18.9', false], ['20.19.0', true], ['20.20.2', true], ['22.0.0', true], ['24.1.0', true]])('takes Node %s: %s', (version, taken) => {
    const words = evaluate('stop.mjs', `{ try { boot.requireNode(${JSON.stringify(version)}); return ''; } catch (error) { return error.zh + error.message; } }`);
    expect(words === '').toBe(taken);
    if (!taken) expect(words).toMatch(/需要 Node\.js 20\.19.*Node\.js 20\.19 or newer is needed, this is/);
  });
  it('hides the settings of the npm script from pnpm, but not the way to the registry', () => {
    const env = {
      PATH: '/bin', npm_lifecycle_event: 'start', npm_package_name: 'tongban', npm_config_prefix: '/p', npm_config_registry: 'http://r/', npm_config_cafile: '/ca',
      NPM_CONFIG_CACHE: '/c', 'npm_config_@scope:registry': 'http://s/', 'npm_config_//r/:_authToken': 't', INIT_CWD: '/w', npm_command: 'run-script', npm_execpath: '/npm',
    };
    expect(evaluate('install.mjs', `boot.cleanEnvironment(${JSON.stringify(env)})`)).toEqual({
      PATH: '/bin', npm_config_registry: 'http://r/', npm_config_cafile: '/ca', NPM_CONFIG_CACHE: '/c', 'npm_config_@scope:registry': 'http://s/', 'npm_config_//r/:_authToken': 't',
    });
  });
});

describe('the stamp of a build', () => {
  const write = (root: string, file: string, content = 'x'): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  const stamp = (root: string): unknown => evaluate('build.mjs', `boot.buildStamp(${JSON.stringify(root)})`);
  const tree = (root: string): void => {
    for (const file of ['packages/a/tsconfig.json', 'packages/a/src/a.ts', 'packages/a/dist/.tsbuildinfo', 'deploy/local/tsconfig.json', 'proto/p.proto', 'tsconfig.base.json', 'deploy/tsconfig.json', 'pnpm-lock.yaml']) write(root, file);
  };

  it.each<[string, string, boolean]>([
    ['a source', 'packages/a/src/a.ts', true], ['a new source', 'packages/a/src/deep/new.ts', true], ['a proto', 'proto/p.proto', true], ['the lockfile', 'pnpm-lock.yaml', true],
    ['a test', 'packages/a/src/a.spec.ts', false], ['an output', 'packages/a/dist/a.js', false], ['a dependency', 'packages/a/node_modules/x/x.ts', false],
  ])('after a change of %s', (_, file, changes) => withDirectory((root) => {
    tree(root);
    const before = stamp(root);
    write(root, file, 'something else');
    utimesSync(join(root, file), 1, 1);
    expect(stamp(root) !== before).toBe(changes);
  })());
  it('changes when the output is removed', withDirectory((root) => {
    tree(root);
    const before = stamp(root);
    rmSync(join(root, 'packages/a/dist'), { recursive: true });
    expect(stamp(root)).not.toBe(before);
  }));
});

describe('two commands started together', () => {
  it('install and build one after the other', withDirectory(async (directory) => {
    const [lock, log] = [join(directory, 'cache/lock'), join(directory, 'log')];
    const body = `import { appendFileSync } from 'node:fs'; import { setTimeout } from 'node:timers/promises';
      await boot.oneAtATime(${JSON.stringify(lock)}, async () => { appendFileSync(${JSON.stringify(log)}, 'in '); await setTimeout(300); appendFileSync(${JSON.stringify(log)}, 'out '); });`;
    const both = [1, 2].map(() => spawn(process.execPath, script('one-at-a-time.mjs', body), { stdio: 'inherit' }));
    await Promise.all(both.map((child) => once(child, 'exit')));
    expect(readFileSync(log, 'utf8')).toBe('in out in out ');
  }));
  it('do not wait for one that is gone', withDirectory((directory) => {
    const lock = join(directory, 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(lock, String(pid));
    expect(evaluate('one-at-a-time.mjs', `boot.oneAtATime(${JSON.stringify(lock)}, async () => 'done')`)).toBe('done');
  }));
});

describe('handing over', () => {
  const program = (directory: string, text: string): string => {
    const file = join(directory, 'program.cjs');
    writeFileSync(file, text);
    return file;
  };
  const handOver = (file: string, args: string[] = []): ChildProcess =>
    spawn(process.execPath, script('hand-over.mjs', `process.exitCode = await boot.handOver(${JSON.stringify([file, ...args])})`), { stdio: ['ignore', 'pipe', 'inherit'] });

  it('gives arguments and takes the exit code', withDirectory(async (directory) => {
    const boot = handOver(program(directory, 'process.stdout.write(process.argv.slice(2).join()); process.exitCode = 7;'), ['case', 'next']);
    const exit = once(boot, 'exit');
    const [chunk] = (await once(boot.stdout!, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('case,next');
    expect((await exit)[0]).toBe(7);
  }));
  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on and waits for the program', (signal) => withDirectory(async (directory) => {
    const boot = handOver(program(directory, `process.on('${signal}', () => setTimeout(() => process.exit(3), 200)); setInterval(() => {}, 1000); process.stdout.write('up');`));
    const exit = once(boot, 'exit');
    await once(boot.stdout!, 'data');
    boot.kill(signal);
    expect((await exit)[0]).toBe(3);
  })());
  it('lets the program know when it was killed', withDirectory(async (directory) => {
    const boot = handOver(program(directory, "process.once('disconnect', () => { process.stdout.write('alone'); process.exit(0); }); setInterval(() => {}, 1000); process.stdout.write('up');"));
    await once(boot.stdout!, 'data');
    boot.kill('SIGKILL');
    expect(((await once(boot.stdout!, 'data')) as [Buffer])[0].toString()).toBe('alone');
  }));
});
