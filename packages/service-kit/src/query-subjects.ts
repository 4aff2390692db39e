import { type EnvironmentCode, type ParticipantQuery, type ServiceQuery, subjects } from '@tongban/contracts';

const PARTICIPANT = 'participant:';
const SERVICE = 'service:';

/** Patterns for `OnQuery`: decorators are static, the subjects of a region are not. */
export const participantQuery = (name: ParticipantQuery): string => `${PARTICIPANT}${name}`;
export const serviceQuery = (name: ServiceQuery): string => `${SERVICE}${name}`;

/** The subject behind a pattern in one region. */
export const querySubject = (environment: EnvironmentCode, region: string) => (pattern: string): string =>
  pattern.startsWith(PARTICIPANT)
    ? subjects.queryOfAny(environment, region, pattern.slice(PARTICIPANT.length) as ParticipantQuery)
    : subjects.service(environment, region, pattern.slice(SERVICE.length) as ServiceQuery);
