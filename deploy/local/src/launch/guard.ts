import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends the processes it was told about when its input closes. It holds nothing but process ids, ignores the terminal's
 * signals, and outlives its parent just long enough.
 */
const SCRIPT = `
trap '' INT TERM HUP QUIT
pids=' '
while read -r sign pid; do
  case $sign in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
for pid in $pids; do kill -TERM "$pid" 2>/dev/null; done
tries=0
while [ $tries -lt 100 ]; do
  alive=no
  for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=yes; done
  [ $alive = no ] && exit 0
  sleep 0.1
  tries=$((tries + 1))
done
for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done
`;

/** Servers do not notice that the launcher was killed with -9; a guard of a few hundred kilobytes does, for all of them. */
export class Guard {
  private readonly shell: ChildProcess;
  private readonly watched = new Set<number>();

  constructor() {
    this.shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.shell.stdin?.on('error', () => undefined); // a guard that somebody killed is replaced by the launcher's own exit handler
    this.shell.unref();
    process.once('exit', this.killAll);
  }

  get pid(): number | undefined {
    return this.shell.pid;
  }

  watch(pid: number): void {
    this.watched.add(pid);
    this.shell.stdin?.write(`+ ${pid}\n`);
  }

  /** The process has ended: its id may soon be somebody else's. */
  forget(pid: number): void {
    if (this.watched.delete(pid)) this.shell.stdin?.write(`- ${pid}\n`);
  }

  /** Ends the guard, and with it whatever it still watches. */
  close(): void {
    process.removeListener('exit', this.killAll);
    this.shell.stdin?.end();
  }

  private readonly killAll = (): void => {
    for (const pid of this.watched) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // already gone
      }
    }
  };
}
