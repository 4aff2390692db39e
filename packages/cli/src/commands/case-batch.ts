import { randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { OpenRequest, Province } from '@tongban/client';
import { TongbanError } from '@tongban/contracts';
import { CASE_NUMBER_RANDOM_BYTES, type Fields, beijingDateOf, makeCaseNumber } from '@tongban/domain';
import { participantOf } from '@tongban/operator';
import { BatchJournal, type BatchLine } from '../batch-journal';
import { type Options, type Session, textOption } from '../command-action';
import { parseFields, readGiven } from '../fields-file';
import type { HubContext } from '../hub-command';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { legalBasisGiven } from './case-send';
import { type Patience, connectProvince, outcomeOf, patienceOf } from '../sending';

/** Cases on their way at a time. */
const PARALLEL = 16;
const RESULTS_SUFFIX = '.results.ndjson';

/** What a line came to, as printed and kept. A `pending` one is not kept: the next run goes on with it. */
interface LineResult {
  readonly line: number;
  readonly ok: boolean;
  readonly caseNo?: string;
  readonly messageId?: string;
  readonly level?: string;
  readonly pending?: boolean;
  readonly code?: string;
  readonly detail?: string;
  readonly faults?: readonly object[];
}

/**
 * Opens a case per line of a file: `{item, opener, counterpart, entry?, onBehalfOf?, fields, …}`; what a line leaves out comes from the
 * options. Every line's result is printed as one JSON line when it is there, nothing else on stdout; FILE.results.ndjson keeps what is done.
 */
export async function openBatch({ setup, options }: HubContext, session: Session): Promise<CommandResult> {
  const patience = patienceOf(options);
  if (patience.level === undefined) throw new UsageError('--batch须等待回执，不能与--no-wait同时使用', '--batch waits for the verdict of each line; leave --no-wait out');
  if (options['attach'] !== undefined) throw new UsageError('--attach不能与--batch同时使用', '--attach is for one case; leave --batch out');
  const file = textOption(options, 'batch') ?? '';
  const lines = readGiven(session.io, file).split('\n').map((text, index) => ({ line: index + 1, text: text.trim() })).filter(({ text }) => text !== '');
  const journal = new BatchJournal(`${resolve(session.io.cwd, file)}${RESULTS_SUFFIX}`);
  const provinces = new Provinces((participant) => connectProvince(setup, participant));
  const counts = { lines: lines.length, skipped: 0, ok: 0, refused: 0, pending: 0 };
  const left = lines.filter((line) => journal.resultOf(line) === undefined);
  counts.skipped = lines.length - left.length;
  try {
    const queue = left[Symbol.iterator]();
    await Promise.all(Array.from({ length: PARALLEL }, async () => {
      for (const line of queue) {
        const result = await openLine(line, options, patience, journal, provinces);
        counts[result.ok ? 'ok' : result.pending ? 'pending' : 'refused'] += 1;
        if (!result.pending) journal.finish(line, result);
        session.io.stdout(`${JSON.stringify(result)}\n`);
      }
    }));
  } finally {
    await provinces.close();
    journal.close();
  }
  return {
    aside: true, document: { done: counts.pending === 0, ...counts }, exit: counts.pending > 0 ? EXIT.unreachable : counts.refused > 0 ? EXIT.negative : EXIT.ok,
    human: (view) => view.say(
      `共${counts.lines}行：已登记${counts.ok}，被拒${counts.refused}，待续${counts.pending}，此前已完成${counts.skipped}`,
      `${counts.lines} lines: ${counts.ok} registered, ${counts.refused} refused, ${counts.pending} to be continued, ${counts.skipped} done before`),
  };
}

async function openLine(line: BatchLine, options: Options, patience: Patience, journal: BatchJournal, provinces: Provinces): Promise<LineResult> {
  try {
    const request = requestOf(line, options);
    const province = await provinces.of(participantOf(request.opener));
    const intent = journal.intend(line, () => ({
      caseNo: request.caseNo ?? makeCaseNumber({ division: request.opener, date: beijingDateOf(province.now()), random: randomBytes(CASE_NUMBER_RANDOM_BYTES) }),
      messageId: request.messageId ?? randomUUID(),
    }));
    const outcome = await outcomeOf(province, await province.open({ ...request, ...intent }), patience);
    const { caseNo, messageId } = outcome;
    if (outcome.ok) return { line: line.line, ok: true, caseNo, messageId, ...(outcome.level && { level: outcome.level }) };
    return { caseNo, messageId, ...refusal(line, outcome.error) };
  } catch (cause) {
    return refusal(line, TongbanError.from(cause));
  }
}

const refusal = ({ line }: BatchLine, { code, message, faults, traits }: TongbanError): LineResult =>
  ({ line, ok: false, ...(traits.retryable && { pending: true }), code, detail: message, faults });

const TEXTS = ['item', 'opener', 'counterpart', 'entry', 'onBehalfOf', 'localCaseNo', 'occurredAt', 'expiresAt', 'messageId', 'caseNo', 'predecessorCaseNo', 'traceparent', 'legalBasis', 'legalDocument'] as const;

/** @throws TongbanError `query.invalid` naming what is missing or wrong in the line. */
function requestOf({ text }: BatchLine, options: Options): OpenRequest {
  const given = parseFields(text);
  if (given === undefined) throw new TongbanError('query.invalid', 'the line is not one JSON object');
  const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const name of TEXTS) {
    const value = given[name] ?? textOption(options, name);
    if (value !== undefined && typeof value !== 'string') throw new TongbanError('query.invalid', `${name} is a text`);
    if (value !== undefined) texts[name] = value;
  }
  const { item, opener, counterpart, entry, legalBasis, legalDocument, ...attributes } = texts;
  const missing = Object.entries({ item, opener, counterpart }).filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0) throw new TongbanError('query.invalid', `the line lacks ${missing.join(', ')}`);
  const unknown = Object.keys(given).filter((name) => name !== 'fields' && !(TEXTS as readonly string[]).includes(name));
  if (unknown.length > 0) throw new TongbanError('query.invalid', `the line has unknown ${unknown.join(', ')}`);
  const fields = given['fields'] ?? {};
  if (typeof fields !== 'object' || Array.isArray(fields)) throw new TongbanError('query.invalid', 'fields is one JSON object');
  return { item: item!, opener: opener!, counterpart: counterpart!, ...(entry !== undefined && { message: entry }), ...attributes, ...legalBasisGiven(legalBasis, legalDocument), fields: fields as Fields };
}

/** One connection per participant that opens, made when its first line comes up. */
class Provinces {
  private readonly connected = new Map<string, Promise<Province>>();
  constructor(private readonly connect: (participant: string) => Promise<Province>) {}

  of(participant: string): Promise<Province> {
    const known = this.connected.get(participant);
    if (known) return known;
    const connecting = this.connect(participant);
    this.connected.set(participant, connecting);
    return connecting;
  }

  async close(): Promise<void> {
    await Promise.all([...this.connected.values()].map((connecting) => connecting.then((province) => province.close(), () => undefined)));
  }
}
