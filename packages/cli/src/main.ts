import { processIo } from './io';
import { runCommandLine } from './program';

// exitCode, not exit(): what is still on its way to stdout must arrive.
void runCommandLine(process.argv.slice(2), processIo()).then((exit) => {
  process.exitCode = exit;
});
