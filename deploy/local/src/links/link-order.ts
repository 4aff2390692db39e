import type { ProcessIdentity } from '../launch/process-identity';

/** What a link does to the bytes that cross it. */
export type LinkMode =
  /** Passes them on, after `delayMs` each way. */
  | 'open'
  /** Connections are reset, new ones refused: somebody sees at once that the link is gone. */
  | 'cut'
  /** Connections stay as they are and nothing crosses: nobody is told. What was under way arrives when the link is open again. */
  | 'blackhole';
export const LINK_MODES: readonly LinkMode[] = ['open', 'cut', 'blackhole'];

export interface LinkOrder {
  readonly mode: LinkMode;
  /** One way, in milliseconds; only an open link has one. */
  readonly delayMs: number;
}
/** An order as it travels: it ends with the process that gave it. */
export interface GivenOrder extends LinkOrder { readonly giver: ProcessIdentity }
export const OPEN: LinkOrder = { mode: 'open', delayMs: 0 };
export const LINK_DELAY_MS_MAX = 60_000;

/** What can be seen of a link. Bytes count since the link process began. */
export interface LinkReport extends LinkOrder {
  /** Where the region's leaf connection goes. */
  readonly port: number;
  readonly connections: number;
  readonly bytesToBackbone: number;
  readonly bytesToRegion: number;
}

/** @returns a sentence when it is no order. */
export function faultOfOrder(order: unknown): string | undefined {
  const { mode, delayMs, giver } = (order ?? {}) as Partial<GivenOrder>;
  if (!LINK_MODES.includes(mode as LinkMode)) return `mode is one of ${LINK_MODES.join(', ')}`;
  if (!Number.isInteger(delayMs) || delayMs! < 0 || delayMs! > LINK_DELAY_MS_MAX) return `delayMs is a whole number from 0 to ${LINK_DELAY_MS_MAX}`;
  if (delayMs !== 0 && mode !== 'open') return 'only an open link has a delay';
  if (!Number.isInteger(giver?.pid) || typeof giver?.start !== 'string') return 'giver is the process that gives the order: its pid and its start';
  return undefined;
}
