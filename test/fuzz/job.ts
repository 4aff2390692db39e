/** What the campaign and its worker say to each other. */
export interface Job {
  readonly decoder: string;
  readonly seed: number;
  readonly runs: number;
  /** CPU time that one input may take, milliseconds; default `CPU_MS_MAX`. */
  readonly cpuMsMax?: number;
  /** One input instead of made ones, Base64. */
  readonly input?: string;
}
/** The product's readers, or those that have the defects that are searched for. */
export type Which = 'product' | 'planted';
export type Fault = 'other-error' | 'too-slow' | 'hang' | 'memory' | 'crash';
export type News =
  | { readonly kind: 'ready'; readonly decoders: readonly string[] }
  | { readonly kind: 'beat' }
  | { readonly kind: 'done'; readonly decoder: string; readonly runs: number; readonly refused: number }
  | { readonly kind: 'fault'; readonly decoder: string; readonly fault: Fault; readonly words: string; readonly input: string };

/** Of one input, in the worker's CPU time: a hub that is kept busy longer by one message stands still for everybody. */
export const CPU_MS_MAX = 2_000;
/** JavaScript objects, and everything together. */
export const HEAP_MIB_MAX = 512;
export const RSS_MIB_MAX = 900;
