/**
 * The one file that spells every subject, stream, consumer, header and Redis key (DESIGN §3, §4). Cardinality of
 * subjects is bounded everywhere but in the case log.
 */
export type EnvironmentCode = 'production' | 'sandbox' | 'drill';
export const ENVIRONMENT_CODES: readonly EnvironmentCode[] = ['production', 'sandbox', 'drill'];
export type RegionCode = 'nat' | 'jjj' | 'yrd' | 'gba' | 'ccec';
export const REGION_CODES: readonly RegionCode[] = ['nat', 'jjj', 'yrd', 'gba', 'ccec'];
export const isRegionCode = (value: string): value is RegionCode => (REGION_CODES as readonly string[]).includes(value);

/** Recipient token of the hub itself, in place of a participant. */
export const HUB = 'hub';
/** Recipient token of what only has to arrive. */
export const NOBODY = 'nobody';
/** Recipient token of whoever keeps a region's files. */
export const FILES = 'files';
/** What a submission or an exchange message carries. */
export type SubmitKind = 'message' | 'receipts';
/**
 * `greeting`: says nothing; that it is there is what it is for (services/cases, link-greetings). `watermark`: a region vouches for what it received (SignedWatermark);
 * addressed to NOBODY, because it is looked up where it stands in the INBOX, and no lane has to take it. `attachment`: a file is there to be fetched.
 * `erasure`: the home of a case has a region destroy keys (SignedErasureOrder); `erasure-done`: it has (SignedErasureDone).
 */
export type ExchangeKind = 'message' | 'receipts' | 'delivery' | 'greeting' | 'watermark' | 'attachment' | 'erasure' | 'erasure-done';

/** The case of a held message, as far as switches ask. */
export interface HeldPlace { readonly caseNo: string; readonly opener: string; readonly counterpart: string; readonly itemCode: string }

const upper = (region: string): string => region.toUpperCase();

export const streams = {
  submit: (participant: string): string => `SUBMIT_${participant}`,
  outbox: (region: string): string => `OUTBOX_${upper(region)}`,
  inbox: (region: string): string => `INBOX_${upper(region)}`,
  cases: (region: string, year: string): string => `CASES_${upper(region)}_${year}`,
  rejected: (region: string): string => `REJECTED_${upper(region)}`,
  failed: (region: string): string => `FAILED_${upper(region)}`,
  /** First messages that a switch holds. */
  held: (region: string): string => `HELD_${upper(region)}`,
  clock: (region: string): string => `CLOCK_${upper(region)}`,
  /** Files of cases in chunks: those its participants attached, and copies of those that are for them. */
  files: (region: string): string => `FILES_${upper(region)}`,
  /** A region's own registry log, and its copies of those of the other owners. */
  standards: (region: string): string => `STANDARDS_${upper(region)}`,
  /** The newest head of each other owner's log that the region accepted, so that a restart while a link is cut knows as much as before. */
  heads: (region: string): string => `HEADS_${upper(region)}`,
  /** Wrapped content keys of the cases homed in a region. Not copied to the backbone: what is destroyed here must be nowhere else. */
  keys: (region: string): string => `KEYS_${upper(region)}`,
  /** What came of comparing the region's links with their other ends. */
  reconciliation: (region: string): string => `RECONCILIATION_${upper(region)}`,
  /** What was refused, and by whose credentials it was tried. */
  security: (region: string): string => `SECURITY_${upper(region)}`,
  /** What operators did in a region. */
  audit: (region: string): string => `AUDIT_${upper(region)}`,
  /** What went wrong in a region, who took it in hand, who was told, and when it was over. */
  alerts: (region: string): string => `ALERTS_${upper(region)}`,
  /** Alarm clocks that the server rings, one per case. Derived from the case logs, and no record. */
  timers: (region: string): string => `TIMERS_${upper(region)}`,
  /** Beside the copies on the backbone: how it last saw each region. */
  seenRegions: 'REGIONS',
} as const;

/** Whether a loss in this stream is a loss: what it holds is found nowhere else in the region. */
export const isRecord = (stream: string): boolean => !stream.startsWith(streams.timers(''));

export const subjects = {
  submit: (env: EnvironmentCode, region: string, participant: string, homeRegion: string, kind: SubmitKind): string =>
    `sub.${env}.${region}.${participant}.${homeRegion}.${kind}`,
  submitAll: (env: EnvironmentCode, region: string, participant: string): string => `sub.${env}.${region}.${participant}.*.*`,
  /** `from` and `to` are participants or HUB; `to` may be NOBODY. */
  exchange: (env: EnvironmentCode, region: string, from: string, toRegion: string, to: string, shard: string, kind: ExchangeKind): string =>
    `xr.${env}.${region}.${from}.${toRegion}.${to}.${shard}.${kind}`,
  /** What a region sends to another goes into its OUTBOX; what stays inside it, into its INBOX at once. */
  exchangeToRegion: (env: EnvironmentCode, region: string, toRegion: string): string => `xr.${env}.${region}.*.${toRegion}.>`,
  /** What every subject of a region's own messages begins with. */
  exchangeFrom: (env: EnvironmentCode, region: string): string => `xr.${env}.${region}.`,
  inboxOfHub: (env: EnvironmentCode, toRegion: string, shard: string): string => `xr.${env}.*.*.${toRegion}.${HUB}.${shard}.*`,
  /** What the cases of a shard bring through any region's OUTBOX and INBOX. */
  exchangeOfShard: (env: EnvironmentCode, shard: string, kind: ExchangeKind): string => `xr.${env}.*.*.*.*.${shard}.${kind}`,
  inboxOfFiles: (env: EnvironmentCode, toRegion: string): string => `xr.${env}.*.*.${toRegion}.${FILES}.*.*`,
  inboxOfParticipant: (env: EnvironmentCode, toRegion: string, participant: string): string => `xr.${env}.*.*.${toRegion}.${participant}.*.*`,
  /** The year is a token because two year streams may not share a subject. */
  caseLog: (region: string, year: string, shard: string, caseNo: string): string => `case.${region}.${year}.${shard}.${caseNo}`,
  caseLogsOfYear: (region: string, year: string): string => `case.${region}.${year}.>`,
  rejected: (region: string, participant: string): string => `rej.${region}.${participant}`,
  rejectedAll: (region: string): string => `rej.${region}.*`,
  failed: (region: string, consumer: string): string => `fail.${region}.${consumer}`,
  failedAll: (region: string): string => `fail.${region}.*`,
  /** What was done about one failed message, in the same stream: one subject each, so that two who act at once are told apart. */
  failureActions: (region: string, failedSequence: number): string => `failact.${region}.${failedSequence}`,
  failureActionsAll: (region: string): string => `failact.${region}.*`,
  /** One subject, so that the trail of a region has one order. */
  audit: (region: string): string => `audit.${region}`,
  /** One subject: the log of alerts of a region has one order. */
  alerts: (region: string): string => `alert.${region}`,
  /** One subject per held message, so that the same bytes are kept once; what switches ask for stands in it. As many as the stream may hold. */
  held: (region: string, { caseNo, opener, counterpart, itemCode }: HeldPlace, digestHex: string): string =>
    `held.${region}.${caseNo}.${opener}.${counterpart}.${itemCode}.${digestHex.slice(0, 32)}`,
  heldOf: (region: string, caseNo: string): string => `held.${region}.${caseNo}.>`,
  heldAll: (region: string): string => `held.${region}.>`,
  /** One subject per file and not per chunk; the first token says whose stream holds it. Named by an id, never by a name. */
  file: (region: string, participant: string, fileId: string): string => `file.${region}.${participant}.${fileId}`,
  filesOf: (region: string, participant: string): string => `file.${region}.${participant}.*`,
  filesAll: (region: string): string => `file.${region}.*.*`,
  /** One subject per message, so that the keys of one message, or by `wrappedKeysOf` of one case, are destroyed by a purge. */
  wrappedKeys: (region: string, caseNo: string, messageId: string): string => `keys.${region}.${caseNo}.${messageId}`,
  wrappedKeysOf: (region: string, caseNo: string): string => `keys.${region}.${caseNo}.>`,
  wrappedKeysAll: (region: string): string => `keys.${region}.>`,
  clock: (region: string): string => `clock.${region}`,
  /** One subject per owner, so that its log has one order; the first token says whose stream holds it. */
  registryLog: (region: string, owner: string): string => `std.${region}.${owner}`,
  registryLogs: (region: string): string => `std.${region}.*`,
  /** A region tells its participants the head of an owner's log: after every change, and as a heartbeat. Nothing is stored. */
  registryHead: (env: EnvironmentCode, region: string, owner: string): string => `head.${env}.${region}.${owner}`,
  registryHeads: (env: EnvironmentCode, region: string): string => `head.${env}.${region}.*`,
  keptHead: (region: string, owner: string): string => `stdhead.${region}.${owner}`,
  keptHeads: (region: string): string => `stdhead.${region}.*`,
  /** What both ends of a link hold, as its reader found; `from` is the sending region, and the region itself for its days. */
  reconciled: (region: string, from: string, kind: ReconciliationKind): string => `rec.${region}.${from}.${kind}`,
  reconciledAll: (region: string): string => `rec.${region}.>`,
  /** One subject per case, so that a timer set again replaces the one before; as many as there are running cases. */
  timer: (region: string, caseNo: string): string => `timer.${region}.set.${caseNo}`,
  timersSet: (region: string): string => `timer.${region}.set.*`,
  /** Where the server stores what a timer says when its moment has come. */
  timerDue: (region: string, caseNo: string): string => `timer.${region}.due.${caseNo}`,
  timersDue: (region: string): string => `timer.${region}.due.*`,
  timersAll: (region: string): string => `timer.${region}.*.*`,
  /** One subject per pair of regions, so that the newest is found at once; the INBOX that holds it is the record. */
  watermark: (env: EnvironmentCode, region: string, toRegion: string): string => `xr.${env}.${region}.${HUB}.${toRegion}.${NOBODY}.00.watermark`,
  watermarksTo: (env: EnvironmentCode, toRegion: string): string => `xr.${env}.*.${HUB}.${toRegion}.${NOBODY}.00.watermark`,
  /** A participant asks its own border. */
  query: (env: EnvironmentCode, region: string, participant: string, name: ParticipantQuery): string => `q.${env}.${region}.${participant}.${name}`,
  queryOfAny: (env: EnvironmentCode, region: string, name: ParticipantQuery): string => `q.${env}.${region}.*.${name}`,
  queryAllOf: (env: EnvironmentCode, region: string, participant: string): string => `q.${env}.${region}.${participant}.>`,
  /** Services ask each other, and operators ask services. */
  service: (env: EnvironmentCode, region: string, name: ServiceQuery): string => `svc.${env}.${region}.${name}`,
  serviceAll: (env: EnvironmentCode): string => `svc.${env}.>`,
  /** The server tells that a consumer has no owner any more. */
  ownerGone: (stream: string, consumer: string): string => `$JS.EVENT.ADVISORY.CONSUMER.UNPINNED.${stream}.${consumer}`,
  /** The server tells that a consumer has an owner. */
  ownerChosen: (stream: string, consumer: string): string => `$JS.EVENT.ADVISORY.CONSUMER.PINNED.${stream}.${consumer}`,
  /** Whoever owns a consumer under this pin answers here; when nobody listens, that process is gone. */
  ownerAlive: (stream: string, consumer: string, pinId: string): string => `own.${stream}.${consumer}.${pinId}`,
  /** Where a durable source pushes; never subscribed by anything else. */
  sourceDelivery: (fromRegion: string, toRegion: string): string => `dlv.${fromRegion}.${toRegion}`,
  /** Where a region pushes what the backbone copies of one stream; never subscribed by anything else. */
  mirrorDelivery: (region: string, stream: string): string => `mir.${region}.${stream}`,
  mirrorDeliveries: (region: string): string => `mir.${region}.*`,
  /** What a participant publishes in its own account, as its region's watch hears it, and what of that it may publish. Nothing is stored under these. */
  heard: (participant: string): string => `heard.${participant}`,
  own: (participant: string): string => `own.${participant}`,
  /** Where the watch tells a participant that it may not publish what it did. */
  refused: (participant: string): string => `refused.${participant}`,
  /** What was refused in a region, by whose credentials and of what kind: a flood of one takes no room from the others. */
  security: (region: string, by: string, kind: string): string => `sec.${region}.${by}.${kind}`,
  securityAll: (region: string): string => `sec.${region}.*.*`,
  seenRegion: (region: string): string => `seen.${region}`,
  seenRegions: 'seen.*',
} as const;

/** What the subject of a message that a handler is for says of it: its kind, and the case or the participant it comes from where those stand in it. Another subject says nothing. */
export function placeOfSubject(subject: string): { readonly kind: string; readonly caseNo?: string; readonly sender?: string } {
  const tokens = subject.split('.');
  const last = tokens.at(-1) ?? '';
  switch (tokens[0]) {
    case 'sub': case 'xr': return { kind: last, ...(/^\d{6}$/.test(tokens[3] ?? '') && { sender: tokens[3] }) };
    case 'case': return { kind: 'entry', caseNo: last };
    case 'held': return { kind: 'message', caseNo: tokens[2], sender: tokens[3] };
    case 'timer': return { kind: 'timer', caseNo: last };
    default: return { kind: '' };
  }
}

/** The subject with names in place of what changes: of low cardinality, and says nothing of a case or a person. Another subject has its first token alone. */
export function templateOfSubject(subject: string): string {
  const tokens = subject.split('.');
  const last = tokens.at(-1) ?? '';
  switch (tokens[0]) {
    case 'sub': return `sub.{environment}.{region}.{participant}.{home}.${last === 'receipts' ? last : 'message'}`;
    case 'xr': return `xr.{environment}.{region}.{from}.{toRegion}.{to}.{shard}.${/^[a-z-]{1,20}$/.test(last) ? last : '{kind}'}`;
    case 'case': return 'case.{region}.{year}.{shard}.{case}';
    case 'timer': return `timer.{region}.${tokens[2] === 'due' ? 'due' : 'set'}.{case}`;
    default: return `${tokens[0]}.>`;
  }
}

/** The last two are about the region's own store (StoreRecord), the others about its links (ReconciliationRecord). */
export type ReconciliationKind = 'checked' | 'gap' | 'repaired' | 'set-back' | 'day' | 'rebuilt' | 'settled';
export type ParticipantQuery =
  | 'hello' | 'pace' | 'case-show' | 'case-next' | 'case-list' | 'receipts' | 'find' | 'clock' | 'case-receipts'
  | 'attachment-request' | 'attachment-chunk' | 'attachment-complete' | 'attachment-part'
  | 'standards-command' | 'standards-head' | 'standards-range' | 'standards-snapshot';
export type ServiceQuery =
  | 'cases.show' | 'cases.next' | 'cases.list' | 'cases.alarms' | 'cases.find' | 'cases.receipts' | 'cases.summary' | 'cases.dry-run' | 'cases.counts' | 'cases.migration' | 'cases.successors' | 'cases.clocks' | 'cases.case-receipts' | 'cases.tail'
  | 'links.digest' | 'links.resend' | 'links.report' | 'streams.digest' | 'mirrors.report' | 'mirrors.renew' | 'store.settle' | 'watermarks.again'
  | 'hub.status' | 'clock.show' | 'clock.set' | 'files.part'
  | 'standards.command' | 'standards.head' | 'standards.range' | 'standards.snapshot' | 'standards.show' | 'standards.announce'
  | 'security.events' | 'failures.list' | 'failures.show' | 'failures.act' | 'audit.append' | 'audit.list' | 'alerts.list' | 'alerts.acknowledge' | 'hub.cure';

/**
 * What the services of other regions may ask; everything else is for the region's own operator alone, and no other region's leaf connection lets it through. Whoever adds a query
 * that another hub sends adds it here.
 */
export const HUB_QUERIES = [
  'cases.show', 'cases.next', 'cases.list', 'cases.find', 'cases.receipts', 'cases.case-receipts', 'cases.successors', 'files.part', 'links.digest', 'links.resend', 'streams.digest', 'watermarks.again',
  'standards.command', 'standards.head', 'standards.range', 'standards.snapshot', 'standards.announce',
] as const satisfies readonly ServiceQuery[];
export type HubQuery = (typeof HUB_QUERIES)[number];

export const consumers = {
  border: 'border',
  source: (toRegion: string): string => `src_${toRegion}`,
  /** Gives a stream of record to its copy on the backbone. */
  mirror: 'mirror',
  /** Carries several shards of an inbox: `3of8` is the fourth of eight. Before, each shard had its own: `00`…`63`. */
  lane: (division: string): string => `cases_${division}`,
  /** Whatever the division: what one of an earlier division gave up on, any of the present one can handle. */
  isLane: (name: string): boolean => name.startsWith('cases_'),
  participant: (participant: string): string => `p_${participant}`,
  dispatcher: 'dispatcher',
  /** Fetches the files that other regions announce. */
  files: 'files',
  /** Tells that another region has vouched for what it received. */
  watermarks: 'watermarks',
  /** Whoever owns it lets held openings go. */
  releaser: 'releaser',
  /** Is told when the moment of a timer has come. */
  timers: 'timers',
  /** Brings the entries of a region's registry stream to its subscribers. */
  registry: 'registry',
} as const;

/** Priority group of a consumer that one process owns at a time (DESIGN §3). */
export const OWNER_GROUP = 'owner';

/** NATS header names are case-sensitive. CloudEvents 1.0 binary mode in lower case. */
export const headers = {
  msgId: 'Nats-Msg-Id',
  /** On a delivery to the owner of a consumer: what the owner names in its next requests. */
  pinId: 'Nats-Pin-Id',
  expectedLastSubjectSequence: 'Nats-Expected-Last-Subject-Sequence',
  /** A stream that the sender names: stored nowhere else. */
  expectedStream: 'Nats-Expected-Stream',
  ceId: 'ce-id',
  ceSource: 'ce-source',
  ceSpecversion: 'ce-specversion',
  ceType: 'ce-type',
  ceSubject: 'ce-subject',
  ceTime: 'ce-time',
  ceDataschema: 'ce-dataschema',
  ceDatacontenttype: 'ce-datacontenttype',
  /** W3C Trace Context. Of the transport: each hop that makes spans puts its own in, also on records of a case log. */
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  /** Base64 SignedReceipt: the border's RECEIVED. */
  received: 'Tb-Received',
  /** Base64 SignedReceipt: home's REGISTERED. */
  registered: 'Tb-Registered',
  /** Base64 WrappedKeys: the content key of the sealed part, wrapped for its recipients. Beside the message at every step, in no log. */
  wrappedKeys: 'Tb-Wrapped-Keys',
  deliveryNo: 'Tb-Delivery-No',
  logIndex: 'Tb-Log-Index',
  /** Number of a chunk of a file, from 0. */
  chunk: 'Tb-Chunk',
  /** Ends a file: `stored` and its receipt, or `deleted` and the record of that. */
  fileEnd: 'Tb-File-End',
  /** Of a held message: where the INBOX had it. */
  inboxSequence: 'Tb-Inbox-Sequence',
  /** Schema digest that a case follows from the entry Tb-Log-Index on: it was moved to another version of its flow. */
  caseSchema: 'Tb-Case-Schema',
  /** On a message between regions that is sent again because its reader lacks it: the sequences it had in the OUTBOX before, with commas. */
  repairs: 'Tb-Repairs',
  /** Of a message that a source copied, by the server: stream and sequence it has there. */
  streamSource: 'Nats-Stream-Source',
  /** Base64 AlarmsRaised: what the clocks of a case raised for the recipient. */
  alarms: 'Tb-Alarms',
  /** Of a timer: `@at` and its moment (RFC 3339, real time), the subject that the server then stores a message under, and how long that one stays. */
  schedule: 'Nats-Schedule',
  scheduleTarget: 'Nats-Schedule-Target',
  scheduleTtl: 'Nats-Schedule-TTL',
  /** CaseLapsed, base64: the case ended because nobody met a deadline. */
  lapsed: 'Tb-Lapsed',
  /** CaseErased, base64: the content of the case, or of the messages it names, was erased lawfully. */
  erased: 'Tb-Erased',
} as const;

/**
 * Ids that make repeats harmless: derived from what they are about, never random (DESIGN §3). In the exchange each is followed by
 * MESSAGE_ID_SEAL and what only the publishing region can compute, so that no other region can use it up before.
 */
export const messageIds = {
  /** `againAtMs`: the hub refused the same bytes before for a reason that passes, so that a stored repeat must not hide this one. */
  submission: (messageId: string, digestHex: string, againAtMs?: number): string =>
    `${messageId}:${digestHex.slice(0, 16)}${againAtMs === undefined ? '' : `:${againAtMs}`}`,
  /** One per stored submission: a resend is forwarded again, and home answers with the original receipts. */
  forward: (participant: string, submitSequence: number): string => `fwd:${participant}:${submitSequence}`,
  /** One per order and region. */
  erasure: (caseNo: string, logIndex: number, region: string): string => `era:${caseNo}:${logIndex}:${region}`,
  /** The answer to each delivery of an order: one that is repeated is answered again. */
  erasureDone: (caseNo: string, actionId: string, inboxSequence: number): string => `erd:${caseNo}:${actionId}:${inboxSequence}`,
  received: (participant: string, submitSequence: number): string => `rcv:${participant}:${submitSequence}`,
  delivery: (caseNo: string, logIndex: number, participant: string): string => `dlv:${caseNo}:${logIndex}:${participant}`,
  /** Answer to a repeated message, told apart by where the repeat was stored. */
  repeat: (inboxSequence: number, participant: string): string => `rpt:${inboxSequence}:${participant}`,
  /** REJECTED for a message that no case log takes. */
  refusal: (region: string, inboxSequence: number, participant: string): string => `rej:${region}:${inboxSequence}:${participant}`,
  /** Each is another one. */
  greeting: (region: string, toRegion: string, sentAtMs: number): string => `gre:${region}:${toRegion}:${sentAtMs}`,
  /** Each is another one: what is vouched for again is told anew. */
  watermark: (region: string, toRegion: string, until: string, issuedAtMs: number): string => `wm:${region}:${toRegion}:${Date.parse(until)}:${issuedAtMs}`,
  wrappedKeys: (caseNo: string, messageId: string, digestHex: string): string => `key:${caseNo}:${messageId}:${digestHex.slice(0, 16)}`,
  /** Each copy that comes is another one: what was released and comes again must not be passed over. That one is kept only is the subject's doing. */
  held: (inboxSequence: number, digestHex: string): string => `held:${inboxSequence}:${digestHex.slice(0, 16)}`,
  /** Each is another one: a timer that is set back to where it was must not be passed over. */
  timer: (caseNo: string, atMs: number, setAtMs: number): string => `tmr:${caseNo}:${atMs}:${setAtMs}`,
  /** Not the id it had: within its window the INBOX would take the same id for a repeat and pass it over. */
  repair: (toRegion: string, sequence: number): string => `rep:${toRegion}:${sequence}`,
  /** Moves the OUTBOX on by one; `position` tells apart what several processes send for the same purpose. */
  skip: (toRegion: string, position: number): string => `skp:${toRegion}:${position}`,
  isSkip: (messageId: string): boolean => messageId.startsWith('skp:'),
  /** Two processes of a hub that find the same record it once. */
  reconciled: (from: string, kind: ReconciliationKind, what: string): string => `rec:${from}:${kind}:${what}`,
  /** `what` tells one from another of its kind. */
  storeRecord: (region: string, kind: 'rebuilt' | 'settled', what: string): string => `rec:${region}:${kind}:${what}`,
  /** Told again when it was not known to be told: who fetches knows what it has. */
  attachment: (fileId: string): string => `att:${fileId}`,
  failed: (stream: string, sequence: number): string => `fail:${stream}:${sequence}`,
  /** Each is another one, whatever it says: two processes that act in the same moment must not take the other's step for their own. */
  failureAction: (failedSequence: number, actionId: string): string => `fact:${failedSequence}:${actionId}`,
  /** Chosen by whoever appends: the same entry sent again after silence is stored once. */
  audit: (appendId: string): string => `aud:${appendId}`,
  /** Two processes of a hub that would record the same step of the same place record it once. */
  alert: (number: number, entryId: string): string => `alr:${number}:${entryId}`,
  rejected: (participant: string, submitSequence: number): string => `rej:${participant}:${submitSequence}`,
  /** The hash is in it because two servers of one hub may make different entries of one number: the append check refuses one, the broker must not pass it over. */
  registryEntry: (owner: string, number: number, entryHashHex: string): string => `std:${owner}:${number}:${entryHashHex.slice(0, 16)}`,
  keptHead: (owner: string, number: number, realAt: string): string => `stdhead:${owner}:${number}:${realAt}`,
  /** `place` tells apart what several processes of a hub count of the same. */
  security: (by: string, kind: string, place: string, fromMs: number): string => `sec:${by}:${kind}:${place}:${fromMs}`,
} as const;

export const MESSAGE_ID_SEAL = '~';

/** An index of cases within its region: on one line, whatever a province chose for a value. */
export const caseIndexName = (filter: string, value: string): string => `${filter}:${value.replaceAll('\n', ' ')}`;

export const redisKeys = {
  /** Checkpoint of a view over one stream: last sequence applied. */
  checkpoint: (region: string, view: string, stream: string): string => `tb:{${region}}:cp:${view}:${stream}`,
  case: (region: string, caseNo: string): string => `tb:{${region}}:case:${caseNo}`,
  /** What the key of every index of cases begins with; the rest is a filter and its value. */
  caseIndexes: (region: string): string => `tb:{${region}}:idx:`,
  /** Sorted set of the cases of one filter value, in the order of opening. */
  caseIndex: (region: string, filter: string, value: string): string => `${redisKeys.caseIndexes(region)}${caseIndexName(filter, value)}`,
  /** Which layout the views of a region have. */
  viewLayout: (region: string): string => `tb:{${region}}:layout`,
  /** Sorted set of the cases that may have an alarm to be raised, by the day (YYYYMMDD) from which on. */
  caseAlarms: (region: string): string => `tb:{${region}}:alarms`,
  /** Set of references a person may search by. */
  find: (region: string, value: string): string => `tb:{${region}}:find:${value}`,
  all: (region: string): string => `tb:{${region}}:*`,
  /**
   * What the streams of a region were last seen to hold, by stream. No view: it outlives a drop of the views. `store` names whose
   * streams they are, because a Redis may serve one set-up after another.
   */
  streamMarks: (region: string, store: string): string => `tb:marks:{${region}}:${store}`,
} as const;

/** The broker's account of a participant. */
export const participantAccount = (participant: string): string => `P_${participant}`;
export const participantOfAccount = (account: string): string | undefined => /^P_(\d{6})$/.exec(account)?.[1];
/** Who asks, by the subject that the broker let through: `q.<env>.<region>.<participant>.<name>`; undefined for what services and operators ask. */
export const participantOfQuery = (subject: string): string | undefined => /^q\.[^.]+\.[^.]+\.([^.]+)\./.exec(subject)?.[1];

/** What JetStream requests of a participant's account begin with, instead of `$JS.API`. */
export const PARTICIPANT_API_PREFIX = 'hub.API';
/** JetStream domain of the national server: its copies have the names of their originals. */
export const BACKBONE_DOMAIN = 'backbone';
/** What requests to another domain's JetStream begin with. A region's domain has its code. */
export const jetStreamApi = (domain: string): string => `$JS.${domain}.API`;
/** Where the answers to a hub's own requests arrive: a prefix per region, so that leaf permissions can name it. */
export const hubInboxPrefix = (region: string): string => `_INBOX_${region}`;
/** Where the answers to a participant's requests arrive: the client library's own. */
export const PARTICIPANT_INBOX_PREFIX = '_INBOX';
/** Where the answers of a region's server to its watch arrive. */
export const WATCH_INBOX_PREFIX = '_INBOX_watch';

/** Ids of keys and of those who own them. */
export const owners = {
  hub: (region: string): string => `hub:${region}`,
  participant: (participant: string): string => `participant:${participant}`,
  /** Somebody who decides in person. The id is free of personal data, as a handler's is. */
  person: (person: string): string => `person:${person}`,
} as const;
export const keyId = (owner: string, number: number): string => `${owner}#${number}`;
