// Two commands started together must not install or build over each other: the second waits for the first.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BootError } from './stop.mjs';

const POLL_MS = 200;
const WAIT_MAX_MS = 10 * 60_000;

const isAlive = (pid) => {
  try { process.kill(pid, 0); return true; } catch (error) { return error.code === 'EPERM'; }
};

function tryTake(file) {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true }); // its process is gone: the next round takes it
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return false;
}

/** Runs `work` while holding `file`. @throws BootError after ten minutes. */
export async function oneAtATime(file, work) {
  const until = Date.now() + WAIT_MAX_MS;
  while (!tryTake(file)) {
    if (Date.now() > until) {
      throw new BootError(`另一个进程一直在安装或构建：确认没有之后删除 ${file}`, `Another process has been installing or building for too long: make sure there is none, then delete ${file}`);
    }
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
