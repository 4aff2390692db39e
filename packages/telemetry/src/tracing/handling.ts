import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, context } from '@opentelemetry/api';
import type { TraceHeaders } from './trace-headers';

/** What is being worked on: known to whatever that causes, spans or not. */
export interface Handling {
  readonly caseNo?: string;
  /** The context that came with it: passed on where no spans are made. */
  readonly trace?: TraceHeaders;
}

const storage = new AsyncLocalStorage<Handling>();

export const handlingNow = (): Handling | undefined => storage.getStore();
export const inHandling = <T>(handling: Handling, work: () => T): T => storage.run(handling, work);
/** For work that goes on by itself: whoever happened to start it is not what it is about. */
export const outsideHandling = <T>(work: () => T): T => storage.exit(() => context.with(ROOT_CONTEXT, work));
