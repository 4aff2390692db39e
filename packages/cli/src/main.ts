import { startTracing } from '@tongban/telemetry';
import { processIo } from './io';
import { runCommandLine } from './program';

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

// exitCode, not exit(): what is still on its way to stdout must arrive.
const stopTracing = startTracing('cli');
void runCommandLine(process.argv.slice(2), processIo()).then(async (exit) => {
  process.exitCode = exit;
  await stopTracing();
});
