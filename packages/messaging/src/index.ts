export { type NatsSettings, SERVER_VERSION_MIN, assertServer, compareVersions, connectNats, faultOfConnecting } from './connection';
export { type EraseHook, eraseMessages } from './erase-messages';
export {
  ACK_PENDING_MAX, ACK_WAIT_MS, OWNER_SILENT_MAX_MS, type RegionTopology, SANDBOX_STORAGE, type StorageLimits, inboxStream, laneConsumers, othersOf, shardTokens,
} from './stream-shapes';
export { HELD_MAX } from './held-stream';
export { originalOf } from './failed-stream';
export { type FileEndKind, type FilePart, type FilePlace, type FilePosition, FileStream, type HeldFile } from './file-stream';
export { Timers } from './timers';
export { type CaseYear, ensureCaseYear, ensureInbox, ensureRecordStreams } from './topology';
export { type WantedConsumer, type WantedStream, apiErrorCode, ensureConsumer, ensureStream } from './ensure';
export { inParallel } from './in-parallel';
export { DurablePublisher, type PublishOptions, type PublisherOptions, SequenceConflict, type Stored } from './publish';
export { type LaneClock } from './lane-clock';
export { FairTurns } from './fair-turns';
export { Pace, type PaceLimits } from './pace';
export { type LaneAnswer, type LaneOptions, type LaneSlot, type LaneVerdict, OrderingLanes } from './lanes';
export { Delivered, type DurableMessage } from './delivered';
export {
  DEFAULT_RETRIES, Defer, type Handle, type ObserveSettlement, type Park, type RetryPolicy, type Settlement, causeOf, parkToFailed, settle,
} from './settle';
export { PullLoop, type PullOptions } from './pull-loop';
export { DurableConsumer, type DurableConsumerOptions } from './durable-consumer';
export { JetStreamContext, OnDurable, OnQuery, PassErrorsThrough, QueryContext } from './handlers';
export { type DurableBinding, JetStreamServer, type JetStreamServerOptions } from './jetstream-server';
export { QueryClient, type QueryOptions, faultBytes, replyBytes, unwrapReply } from './query';
export { type AnswerQuery, type ObservedQuery, QueryServer } from './query-server';
export { type Append, type LogEntry, type ReadOptions, appendExpecting, readLast, readStream, readStreamPart, readSubject, readSubjectPart } from './case-log';
export { type SourceReport, SourceWatchdog, type WatchdogOptions } from './source-watchdog';
export { type SequenceRange, countOfRanges, rangesInWords, rangesMissing } from './sequence-ranges';
export { type ScrubReport, type ScrubberOptions, StreamScrubber } from './stream-scrubber';
export { type LossKind, type SeenStream, type StreamLoss, type StreamMark, lossInWords, nextMark } from './stream-marks';
export { type ConsumerProgress, type ConsumerReport, ConsumerWatchdog, type ConsumerWatchdogOptions, consumerReport } from './consumer-watchdog';
export { MirrorKeeper, type MirrorKeeperOptions } from './mirrors/mirror-keeper';
export { type EndDifference, compareEnds } from './mirrors/compare-ends';
export { DIGEST_PARTS_MAX, type StreamDigestParts, digestStream } from './mirrors/stream-digest';
export { isRecordStream } from './mirrors/mirror-shapes';
export { type MirrorReport, type MirrorStanding, mirrorInWords } from './mirrors/mirror-state';
export { type RebuildOptions, type Rebuilt, type RebuiltStream, copiedSequences, rebuildRegion } from './mirrors/rebuild-region';
export { StoreRecords } from './store-records';
export { onReconnect } from './reconnects';
export { Rounds } from './rounds';
export { publicKeyOfSeed, userKeyAuthenticator } from './user-key';
