// Runs a server in a container as if it were a binary: same arguments, same paths, the host's network, same signals and exit
// code. `container-server.mjs COMMAND ARGS`; the images are named by TONGBAN_NATS_IMAGE and TONGBAN_REDIS_IMAGE.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// What ends our containers is the keeper below; the library's own reaper is one more image and slower.
process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');

const [command, ...args] = process.argv.slice(2);
const image = process.env[command === 'redis-server' ? 'TONGBAN_REDIS_IMAGE' : 'TONGBAN_NATS_IMAGE'];
if (!image) throw new Error('TONGBAN_NATS_IMAGE and TONGBAN_REDIS_IMAGE name the images');

const LABEL = 'tongban.server';
/** A server is known by what it was started with; a question for the version meets others of its kind. */
const identity = args.includes('--version') ? `version-${process.pid}` : createHash('sha256').update(JSON.stringify([command, args, process.cwd()])).digest('hex').slice(0, 32);
const { container: engine } = await getContainerRuntimeClient();

await removeAll();
const keeper = spawn(process.execPath, [join(dirname(fileURLToPath(import.meta.url)), 'container-keeper.mjs'), LABEL, identity], {
  detached: true, stdio: ['pipe', 'ignore', 'ignore'],
});
keeper.unref();

// Configurations name their data by paths of this machine: below the working directory or the place for temporary files.
const cwd = process.cwd();
const mounts = [...new Set([tmpdir(), ...(cwd === tmpdir() || cwd.startsWith(tmpdir() + sep) ? [] : [cwd])])];
const container = await new GenericContainer(image)
  .withNetworkMode('host')
  .withBindMounts(mounts.map((path) => ({ source: path, target: path, mode: 'rw' })))
  .withWorkingDir(cwd)
  .withUser(`${process.getuid?.() ?? 0}`)
  .withLabels({ [LABEL]: identity })
  .withEntrypoint([command])
  .withCommand(args)
  .start();

const running = engine.getById(container.getId());
const output = await running.logs({ follow: true, stdout: true, stderr: true });
running.modem.demuxStream(output, process.stdout, process.stderr);
const said = new Promise((resolve) => output.once('end', resolve).once('close', resolve));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'])
  process.on(signal, () => running.kill({ signal }).catch(() => undefined));
const { StatusCode } = await running.wait();
await said;
await running.remove({ force: true }).catch(() => undefined);
process.exit(StatusCode);

/** A predecessor that was killed may still hold the port and the store. */
async function removeAll() {
  const filters = JSON.stringify({ label: [`${LABEL}=${identity}`] });
  for (const { Id } of await engine.dockerode.listContainers({ all: true, filters })) await engine.getById(Id).remove({ force: true }).catch(() => undefined);
}
