import { readFileSync } from 'node:fs';

/** A process id with when it began, so that the id, given to somebody else later, is not taken for the same process. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Empty where it cannot be known. */
  readonly start: string;
}

export const identityOf = (pid: number): ProcessIdentity => ({ pid, start: startOf(pid) });

export function isAlive({ pid, start }: ProcessIdentity): boolean {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

function startOf(pid: number): string {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    const [state, ...fields] = afterName.split(' ');
    // A process that was killed stays listed until its parent has asked for it; in a container that may be nobody.
    return state === 'Z' ? 'ended' : (fields[18] ?? '');
  } catch {
    return '';
  }
}
