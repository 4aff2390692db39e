export { type ServiceConfig, loadConfig } from './config';
export { type Logger, createLogger } from './log';
export { BusinessClock } from './clock-port';
export { ClockStream, settingFromProto, settingToProto } from './clock-stream';
export { REGION_RUNTIME, type RegionRuntime, openRegion } from './region-runtime';
export { participantQuery, querySubject, serviceQuery } from './query-subjects';
export { type RegionService, runServices } from './run-services';
