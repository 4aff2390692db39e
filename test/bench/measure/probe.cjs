// Loaded before the own code of a process that is measured. TONGBAN_BENCH_PROFILES: SIGUSR2 begins a CPU profile, the next one
// ends it and writes it there. TONGBAN_BENCH_LOOP: file that gets the delay of the event loop, one JSON line every five seconds.
const { appendFileSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { join } = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const name = process.env.TONGBAN_BENCH_NAME ?? String(process.pid);
const profiles = process.env.TONGBAN_BENCH_PROFILES;
if (profiles) {
  const session = new Session();
  session.connect();
  let count = 0;
  let running = false;
  process.on('SIGUSR2', () => {
    running = !running;
    if (running) return session.post('Profiler.enable', () => session.post('Profiler.start'));
    session.post('Profiler.stop', (error, result) => { if (!error) writeFileSync(join(profiles, `${name}-${++count}.cpuprofile`), JSON.stringify(result.profile)); });
  });
}

const loopFile = process.env.TONGBAN_BENCH_LOOP;
if (loopFile) {
  const RESOLUTION_MS = 10;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // What is measured includes the timer's own interval.
  const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  setInterval(() => {
    appendFileSync(loopFile, `${JSON.stringify({ at: new Date().toISOString(), p50Ms: ms(delay.percentile(50)), p99Ms: ms(delay.percentile(99)), maxMs: ms(delay.max) })}\n`);
    delay.reset();
  }, 5_000).unref();
}
