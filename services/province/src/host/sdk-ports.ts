import type { Province } from '@tongban/client';
import { TongbanError } from '@tongban/contracts';
import type { HubPort } from '../actor/ports';
import type { OpeningPort } from './open-command';

/** The SDK as the clerk sees it. */
export function hubPortOf(province: Province): HubPort {
  return {
    next: (caseNo, atLeastLogIndex) => province.next(caseNo, { atLeastLogIndex }),
    send: async (caseNo, { messageId, type, onBehalfOf, entryId, causationId, fields }) => {
      const named = { ...(onBehalfOf && { onBehalfOf }), ...(entryId && { entryId }), ...(causationId && { causationId }) };
      await province.send(caseNo, { messageId, message: type, ...named, fields });
    },
    registered: async (messageId, timeoutMs) => {
      await province.settled(messageId, 'REGISTERED', { timeoutMs });
    },
    now: () => province.now(),
  };
}

/** The SDK as the one who opens cases sees it. */
export function openingPortOf(province: Province): OpeningPort {
  return {
    openings: (item, divisions) => province.openings(item, divisions),
    open: (opening) => province.open(opening),
    rejection: (messageId) => province.settled(messageId, 'REGISTERED').then(() => undefined, (cause: unknown) => {
      const { code, traits } = TongbanError.from(cause);
      if (traits.retryable) throw cause;
      return code;
    }),
    now: () => province.now(),
  };
}

