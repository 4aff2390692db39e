// Hands the terminal to a program and ends as it ends. Ctrl-C reaches the whole foreground group by itself; a signal sent to
// this process alone is passed on, and the program takes two that come together for one. This process never ends first.
import { spawn } from 'node:child_process';

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
const PARENT_POLL_MS = 1000;

/** @returns {Promise<number>} the program's exit code, 128 + n when a signal ended it. */
export function handOver(args, { cwd = process.cwd(), env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    // The channel carries nothing: its closing tells the program that this process is gone, even after kill -9.
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
    const parent = process.ppid;
    // Under npm the shell between may die of a signal that it does not pass on.
    const watch = env.npm_lifecycle_event === undefined ? undefined : setInterval(() => { if (process.ppid !== parent) pass('SIGTERM'); }, PARENT_POLL_MS);
    watch?.unref();
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0));
    });
  });
}
