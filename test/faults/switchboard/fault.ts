import type { RegionCode } from '@tongban/contracts';
import type { FaultTarget } from './target/fault-target';
import type { Told, Words } from './words';

/** One fault to apply, as a program asks for it. What a fault does not need is ignored; what it needs and misses has a default or is refused. */
export interface FaultRequest {
  /** One of FAULT_NAMES. */
  readonly fault: string;
  readonly region?: RegionCode;
  /** Name of a process as run.json has it, for `kill`. */
  readonly process?: string;
  /** Milliseconds: one-way delay of `lag`, shift of `skew`. */
  readonly byMs?: number;
  /** `kill`: keep it down until undone, instead of letting the launcher start it again at once. */
  readonly hold?: boolean;
  /** `corrupt-block`: the stream; without it the region's newest case log. */
  readonly stream?: string;
  /** `corrupt-block`: kill the server so that it reads the block again. */
  readonly restart?: boolean;
  /** How many messages a sample has. */
  readonly count?: number;
  /** What samples and places are chosen by. Default 1. */
  readonly seed?: number;
}

/** A fault that is there now. */
export interface Applied {
  readonly did: Told;
  /** Takes it back and waits until what was disturbed serves again; repeated, it answers the same. */
  undo(): Promise<Told>;
}

export type Operand = 'region' | 'any-region' | 'process' | 'delay' | 'shift';

/** One entry of the table of faults. */
export interface Fault {
  readonly name: string;
  readonly summary: Words;
  /** What follows the name on the command line, in this order; then how long it lasts, where it lasts. */
  readonly operands: readonly Operand[];
  /** How long the command line leaves it when nothing is said; undefined for what happens at once. */
  readonly lastsMs?: number;
  /** Whether a time may be given although there is none by default: `kill` then keeps the process down. */
  readonly mayLast?: boolean;
  readonly apply: (target: FaultTarget, request: FaultRequest) => Promise<Applied>;
}

/** For what stays: nothing can be taken back, and undoing says so. */
export const stays = (did: Told, why: Words): Applied => ({ did, undo: () => Promise.resolve({ ...why, facts: {} }) });
