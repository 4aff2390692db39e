export { type ApplyResult, type CaseChange, type ChangeBatch, type Checkpoint, type Reference } from './case-change';
export { type CaseFilters, type PassedUntil, parseCaseFilters, withDuty } from './case-filters';
export { CaseViews } from './case-views';
export { type AlarmFilters, parseAlarmFilters } from './duty-desks';
export { type ViewSnapshot } from './snapshot';
export { type Projector, type StreamPart, type StreamPosition, type StreamReader } from './stream-reader';
export { BATCH_MESSAGES_MAX, type FeederOptions, type FeederProblem, ViewFeeder } from './view-feeder';
export { openViewRedis } from './view-redis';
