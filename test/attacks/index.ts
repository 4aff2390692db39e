import type { Attack } from './attack';
import { FLOODS } from './floods';
import { HEADERS } from './headers';
import { LISTENING } from './listening';
import { PUBLISHING } from './publishing';
import { SERVICES } from './services';
import { STREAMS } from './streams';

/** What a participant may try at the broker with its own valid credentials. */
export const BROKER_ATTACKS: readonly Attack[] = [...PUBLISHING, ...STREAMS, ...LISTENING, ...HEADERS, ...SERVICES, ...FLOODS];
