/**
 * The published names (README of this folder), spelled again: an outsider knows streams, subjects and message ids from the
 * contract and not from the hub's code.
 */
export const HUB = 'hub';
export const NOBODY = 'nobody';
/** Whoever keeps a region's files. */
export const FILES = 'files';
export const SHARDS = 64;
/** By their numbers in envelope.proto. */
export const ENVIRONMENTS: readonly string[] = ['', 'production', 'sandbox', 'drill'];
/** What signed bytes about an erasure say they are. */
export const STATEMENTS = { erasureOrder: 'tongban.v1.ErasureOrder', erasureDone: 'tongban.v1.ErasureDone' } as const;
/** SHA-256 of no bytes, base64. */
export const DIGEST_OF_NOTHING = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

const upper = (region: string): string => region.toUpperCase();
export const streamNames = {
  submit: (participant: string): string => `SUBMIT_${participant}`,
  outbox: (region: string): string => `OUTBOX_${upper(region)}`,
  inbox: (region: string): string => `INBOX_${upper(region)}`,
  rejected: (region: string): string => `REJECTED_${upper(region)}`,
  failed: (region: string): string => `FAILED_${upper(region)}`,
  /** A region's own registry log, beside its copies of the others. */
  standards: (region: string): string => `STANDARDS_${upper(region)}`,
  cases: (region: string, year: string): string => `CASES_${upper(region)}_${year}`,
  /** First messages that a switch keeps until it is turned; no record: each leaves it when it is decided on. */
  held: (region: string): string => `HELD_${upper(region)}`,
} as const;
/** Where a region's services store what they send: inside the region in its INBOX at once. */
export const sentInto = (region: string, toRegion: string | undefined): string => (region === toRegion ? streamNames.inbox(region) : streamNames.outbox(region));
export type StreamKind = 'SUBMIT' | 'OUTBOX' | 'INBOX' | 'CASES' | 'REJECTED' | 'FAILED';
/** What a stream is for; undefined for streams that hold no record of messages. */
export const streamKindOf = (stream: string): StreamKind | undefined =>
  /^(SUBMIT|OUTBOX|INBOX|CASES|REJECTED|FAILED)_/.exec(stream)?.[1] as StreamKind | undefined;

export const consumerNames = {
  border: 'border',
  dispatcher: 'dispatcher',
  source: (toRegion: string): string => `src_${toRegion}`,
  /** Not a consumer's name: what carries a shard of an INBOX is told by its filters ({@link shardsCarriedBy}). */
  shard: (shard: string): string => `shard ${shard}`,
} as const;
/** Consumers through which the hubs themselves work; a participant that does not fetch its post holds nobody up. */
export const isHubConsumer = (name: string): boolean => /^(border|dispatcher|src_[a-z]+|cases_\w+)$/.test(name);
/** The shards whose messages to the hub a consumer of an INBOX carries: `xr.<env>.*.*.<region>.hub.<shard>.*`. */
export const shardsCarriedBy = (filters: readonly string[]): string[] => filters.flatMap((filter) => /^xr\.[^.]+\.\*\.\*\.[^.]+\.hub\.(\d\d)\.\*$/.exec(filter)?.[1] ?? []);

export interface SubmitSubject { readonly region: string; readonly participant: string; readonly homeRegion: string; readonly kind: string }
export function parseSubmitSubject(subject: string): SubmitSubject | undefined {
  const match = /^sub\.[^.]+\.([^.]+)\.([^.]+)\.([^.]+)\.([^.]+)$/.exec(subject);
  return match ? { region: match[1]!, participant: match[2]!, homeRegion: match[3]!, kind: match[4]! } : undefined;
}

export interface ExchangeSubject {
  readonly fromRegion: string; readonly from: string; readonly toRegion: string; readonly to: string; readonly shard: string; readonly kind: string;
}
export function parseExchangeSubject(subject: string): ExchangeSubject | undefined {
  const match = /^xr\.[^.]+\.([^.]+)\.([^.]+)\.([^.]+)\.([^.]+)\.([^.]+)\.([^.]+)$/.exec(subject);
  return match ? { fromRegion: match[1]!, from: match[2]!, toRegion: match[3]!, to: match[4]!, shard: match[5]!, kind: match[6]! } : undefined;
}

export interface CaseSubject { readonly region: string; readonly year: string; readonly shard: string; readonly caseNo: string }
export function parseCaseSubject(subject: string): CaseSubject | undefined {
  const match = /^case\.([^.]+)\.([^.]+)\.([^.]+)\.([^.]+)$/.exec(subject);
  return match ? { region: match[1]!, year: match[2]!, shard: match[3]!, caseNo: match[4]! } : undefined;
}

/** `failact.<region>.<sequence>`, beside the failed messages. */
export const isFailureAction = (subject: string): boolean => subject.startsWith('failact.');

export const headerNames = {
  msgId: 'Nats-Msg-Id', source: 'Nats-Stream-Source', subject: 'ce-subject', received: 'Tb-Received', registered: 'Tb-Registered', repairs: 'Tb-Repairs',
} as const;

/** What a message of the exchange is about, by its id: what stands before `~` and what only its region could add. */
export const sealedIdOf = (header: string): string => header.split('~')[0]!;
export const messageIds = {
  forward: (participant: string, submitSeq: number): string => `fwd:${participant}:${submitSeq}`,
  received: (participant: string, submitSeq: number): string => `rcv:${participant}:${submitSeq}`,
  delivery: (caseNo: string, logIndex: number, participant: string): string => `dlv:${caseNo}:${logIndex}:${participant}`,
  repeat: (inboxSeq: number, participant: string): string => `rpt:${inboxSeq}:${participant}`,
  attachment: (fileId: string): string => `att:${fileId}`,
  refusal: (region: string, inboxSeq: number, participant: string): string => `rej:${region}:${inboxSeq}:${participant}`,
  erasure: (caseNo: string, logIndex: number, region: string): string => `era:${caseNo}:${logIndex}:${region}`,
  repair: (toRegion: string, outboxSeq: number): string => `rep:${toRegion}:${outboxSeq}`,
} as const;
export type MessageIdFacts =
  | { readonly kind: 'forward' | 'received'; readonly participant: string; readonly seq: number }
  | { readonly kind: 'delivery'; readonly caseNo: string; readonly logIndex: number; readonly participant: string }
  | { readonly kind: 'repeat' | 'refusal'; readonly seq: number; readonly participant: string }
  /** Sent again to a region, as it was at that sequence of the same OUTBOX. */
  | { readonly kind: 'repair'; readonly seq: number; readonly toRegion: string };
export function parseMessageId(id: string): MessageIdFacts | undefined {
  const [form, ...rest] = id.split(':');
  const [a = '', b = '', c = ''] = rest;
  if ((form === 'fwd' || form === 'rcv') && rest.length === 2) return { kind: form === 'fwd' ? 'forward' : 'received', participant: a, seq: Number(b) };
  if (form === 'dlv' && rest.length === 3) return { kind: 'delivery', caseNo: a, logIndex: Number(b), participant: c };
  if (form === 'rpt' && rest.length === 2) return { kind: 'repeat', seq: Number(a), participant: b };
  if (form === 'rep' && rest.length === 2) return { kind: 'repair', toRegion: a, seq: Number(b) };
  if (form === 'rej' && rest.length === 3) return { kind: 'refusal', seq: Number(b), participant: c };
  return undefined;
}

/** The opener's participant, written in the case number `<division>-<YYYYMMDD>-<random>-<check>`. */
export const openerOf = (caseNo: string): string => `${caseNo.slice(0, 2)}0000`;
export const yearOf = (caseNo: string): string => caseNo.slice(7, 11);
/** FNV-1a (32 bit) of the case number's UTF-8 bytes modulo 64, two digits. */
export function shardOf(caseNo: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(caseNo, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return String(hash % SHARDS).padStart(2, '0');
}
export const hubOwner = (region: string): string => `hub:${region}`;
export const participantOwner = (participant: string): string => `participant:${participant}`;

/**
 * Codes with which a hub refuses for a reason that passes. It decides nothing by that: the same bytes may come again, are judged anew, and
 * are registered or given another refusal.
 */
export const PASSING_CODES: ReadonlySet<string> = new Set(['standard.not-current', 'item.suspended', 'item.hold-full']);
