#!/usr/bin/env node
// Runs a server in a container as if it were a binary: same arguments, same paths, the host's network, ends on SIGTERM.
import { GenericContainer } from 'testcontainers';

const image = process.env.TONGBAN_CONTAINER_IMAGE;
const command = process.env.TONGBAN_CONTAINER_COMMAND;
if (!image || !command) throw new Error('TONGBAN_CONTAINER_IMAGE and TONGBAN_CONTAINER_COMMAND are needed');

// The configuration names its data beside itself; the working directory of an environment holds both.
const root = process.cwd();
const container = await new GenericContainer(image)
  .withNetworkMode('host')
  .withBindMounts([{ source: root, target: root, mode: 'rw' }])
  .withWorkingDir(root)
  .withUser(`${process.getuid?.() ?? 0}`)
  .withEntrypoint([command])
  .withCommand(process.argv.slice(2))
  .withLogConsumer((stream) => stream.pipe(process.stdout))
  .start();

let ending;
const end = () => {
  ending ??= container.stop({ timeout: 10_000 }).then(() => process.exit(0), () => process.exit(1));
};
process.on('SIGTERM', end).on('SIGINT', end);
process.stdin.resume().on('end', end);
