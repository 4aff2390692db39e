import { setTimeout as delay } from 'node:timers/promises';
import { FaultTarget, applyFault } from '../recovery/switchboard';
import type { FaultRequest } from '../../faults/switchboard/fault';
import type { Client } from './browser-tools';

/** How soon the page Now is told of a fault, counted from the moment it is there. */
export interface FaultDelay { readonly fault: string; readonly seconds: number | undefined }

interface Now { readonly needs: readonly { readonly id: string }[]; readonly pairs: readonly { readonly from: string; readonly to: string; readonly link: string }[] }
interface Shown { readonly fault: string; readonly request: FaultRequest; readonly isShown: (now: Now) => boolean }

const WITHIN_MS = 60_000;
const SETTLES_MS = 5_000;
const FAULTS: readonly Shown[] = [
  { fault: 'poison yrd', request: { fault: 'poison', region: 'yrd' }, isShown: ({ needs }) => needs.some(({ id }) => id === 'yrd/failed') },
  { fault: 'kill hub-gba', request: { fault: 'kill', process: 'hub-gba', hold: true }, isShown: ({ needs }) => needs.some(({ id }) => id === 'gba/silent') },
  { fault: 'cut jjj', request: { fault: 'cut', region: 'jjj' }, isShown: ({ pairs }) => pairs.some(({ from, to, link }) => from === 'jjj' && to === 'yrd' && link === 'silent') },
];

/** Applies each fault from outside while somebody follows the live stream, until its `now` event shows it. */
export async function faultDelays(directory: string, client: Client): Promise<readonly FaultDelay[]> {
  const target = FaultTarget.open(directory);
  const delays: FaultDelay[] = [];
  let hear: (now: Now) => void = () => undefined;
  const leave = await client.follow(({ type, data }) => {
    if (type === 'now') hear(data as Now);
  });
  for (const { fault, request, isShown } of FAULTS) {
    let shownAtMs: number | undefined;
    const stop = new AbortController();
    const shown = new Promise<void>((resolve) => {
      hear = (now) => {
        if (shownAtMs !== undefined || !isShown(now)) return;
        shownAtMs = Date.now();
        resolve();
      };
    });
    const applying = Date.now();
    const { undo } = await applyFault(target, request);
    const appliedMs = Date.now();
    await Promise.race([shown, delay(WITHIN_MS, undefined, { signal: stop.signal }).catch(() => undefined)]);
    stop.abort();
    // What is told while the fault is still being applied was told at once.
    delays.push({ fault, seconds: shownAtMs === undefined ? undefined : Math.max(0, shownAtMs - (request.fault === 'poison' ? applying : appliedMs)) / 1_000 });
    await undo();
    await delay(SETTLES_MS);
  }
  await leave();
  return delays;
}
