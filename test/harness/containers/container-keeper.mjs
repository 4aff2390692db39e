// Lives as long as its parent's end of the pipe, then removes the container with the label: so that SIGKILL of the process that
// stands for a server ends the server, as it would end a binary. `container-keeper.mjs LABEL VALUE`.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
const [label, value] = process.argv.slice(2);
process.stdin.resume();
await once(process.stdin, 'close');

const { getContainerRuntimeClient } = await import('testcontainers');
const { container: engine } = await getContainerRuntimeClient();
const filters = JSON.stringify({ label: [`${label}=${value}`] });
// The parent may have died between asking for the container and having it.
for (let round = 0; round < 5; round += 1) {
  for (const { Id } of await engine.dockerode.listContainers({ all: true, filters })) await engine.getById(Id).remove({ force: true }).catch(() => undefined);
  await delay(500);
}
