import type { Province } from '@tongban/client';
import { TongbanError } from '@tongban/contracts';
import { type Setup, reference } from '@tongban/operator';
import type { ReceiptLevelName } from '@tongban/trust';
import { type Options, textOption } from './command-action';
import { wordReason } from './error-words';
import { type CommandResult, EXIT, UsageError, exitOf } from './outcome';
import type { View } from './view';
import { codeWords } from './wording';

/**
 * A reference province for sending. It does not read the participant's inbox, which belongs to the province's own process and
 * has one consumer; receipts are asked for instead.
 */
export async function connectProvince(setup: Setup, participant: string, store = setup.storeOf(participant)): Promise<Province> {
  const { Province } = await import('@tongban/client');
  const options = {
    credentials: setup.participant(participant), trust: setup.trustFile, store, inbox: false, catalogue: reference(), connectTimeoutMs: CONNECT_WITHIN_MS,
  };
  const startedMs = Date.now();
  const connect = (): Promise<Province> => Province.connect(options).catch(async (error: unknown) => {
    // Another command of the same participant has the store; most end within seconds.
    if (TongbanError.from(error).code !== 'store.in-use' || Date.now() - startedMs > STORE_FREE_WITHIN_MS) throw error;
    await new Promise((resolve) => setTimeout(resolve, STORE_ASK_AGAIN_MS));
    return connect();
  });
  return connect();
}

const STORE_FREE_WITHIN_MS = 10_000;
const STORE_ASK_AGAIN_MS = 200;
const CONNECT_WITHIN_MS = 10_000;
/** Levels a message can come to; a rejection is none. */
type Level = Exclude<ReceiptLevelName, 'REJECTED'>;
const LEVELS: readonly Level[] = ['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN'];
/** Without a level nothing is waited for. */
export interface Patience { readonly level: Level | undefined; readonly timeoutMs: number }

/** `--wait LEVEL` or `--no-wait`, and `--timeout SECONDS`. @throws UsageError. */
export function patienceOf(options: Options): Patience {
  if (options['wait'] === false) return { level: undefined, timeoutMs: 0 };
  const level = (textOption(options, 'wait') ?? 'REGISTERED').toUpperCase() as Level;
  if (!LEVELS.includes(level)) throw new UsageError(`--wait应为${LEVELS.join('、')}之一`, `--wait is one of ${LEVELS.join(', ')}`);
  const seconds = Number(textOption(options, 'timeout') ?? '30');
  if (!(seconds > 0 && seconds <= 3_600)) throw new UsageError('--timeout应为1至3600秒', '--timeout is 1 to 3600 seconds');
  return { level, timeoutMs: seconds * 1_000 };
}

export interface SentMessage { readonly caseNo: string; readonly messageId: string }
/** What became of a message. A pending one is in the outbox and goes on at the next command of this participant; `reached` says how far it is. */
export type SentOutcome = SentMessage & (
  | { readonly ok: true; readonly level?: undefined }
  | { readonly ok: true; readonly level: ReceiptLevelName; readonly at: string }
  | { readonly ok: false; readonly pending: boolean; readonly reached?: ReceiptLevelName; readonly error: TongbanError });

export async function outcomeOf(province: Province, sent: SentMessage, { level, timeoutMs }: Patience): Promise<SentOutcome> {
  if (level === undefined) return { ...sent, ok: true };
  try {
    const receipt = await province.settled(sent.messageId, level, { timeoutMs });
    return { ...sent, ok: true, level: receipt.level, at: receipt.at };
  } catch (cause) {
    const error = TongbanError.from(cause);
    const reached = error.traits.retryable ? (await province.receipts(sent.messageId).catch(() => [])).at(-1)?.level : undefined;
    return { ...sent, ok: false, pending: error.traits.retryable, ...(reached && { reached }), error };
  }
}

export function sentResult(outcome: SentOutcome): CommandResult {
  const { caseNo, messageId } = outcome;
  const ids = (view: View): string => `${view.say('办件', 'case')} ${caseNo}  ${view.say('消息', 'message')} ${messageId}`;
  if (outcome.ok && outcome.level === undefined) {
    return {
      document: { ok: true, caseNo, messageId, pending: true },
      human: (view) => `${view.colours.yellow(view.say('已在发件箱，未等待回执', 'in the outbox, no receipt was waited for'))}  ${ids(view)}\n${view.say('查询：', 'look: ')}tongban find ${messageId}`,
    };
  }
  if (outcome.ok) {
    return {
      document: { ok: true, caseNo, messageId, level: outcome.level, at: outcome.at },
      human: (view) => `${view.colours.green(view.words(codeWords(outcome.level)))}  ${ids(view)}`,
    };
  }
  const { error, pending, reached } = outcome;
  const { zh, en, nextZh, nextEn, retryable } = error.traits;
  return {
    document: { ok: false, caseNo, messageId, pending, ...(reached && { level: reached }), code: error.code, detail: error.message, retryable, zh, en, nextZh, nextEn, faults: error.faults },
    // No region has said anything: that is silence of the hub. Later levels are others' to give.
    exit: pending && reached === undefined ? EXIT.unreachable : exitOf(error),
    human: (view) => [
      pending
        ? `${view.colours.yellow(reached ? view.words(codeWords(reached)) : view.say('待发送，已在发件箱', 'pending in the outbox'))}  ${error.code}`
        : `${view.colours.red(view.words(codeWords('REJECTED')))}  ${error.code}`,
      ids(view),
      wordReason(error, view),
    ].join('\n'),
  };
}
