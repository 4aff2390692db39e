import type { Command } from 'commander';
import { type CaseDocument, type CaseEntryDocument, type FailureRow } from '@tongban/contracts';
import { type EnvironmentStatus, environmentStatus, everyFailure, showCase } from '@tongban/operator';
import type { Session } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT } from '../outcome';
import type { View, Worded } from '../view';
import { named } from '../wording';
import { caseNumberGiven } from './case-show';

/** One stop of a message on its way, in the order it makes them. */
export interface TraceHop {
  readonly stop: 'sender' | 'border' | 'home' | 'recipient' | 'handler';
  readonly who: string;
  /** Business instant; absent while it has not got there. */
  readonly at?: string;
  /** From the stop before, in business milliseconds; absent where one of the two is not known. The first is the sender's claim. */
  readonly tookMs?: number;
  /** Nothing after it can be reached before this: whoever it is is silent. */
  readonly waits?: true;
}
export interface TraceMessage { readonly logIndex: number; readonly messageId: string; readonly messageType: string; readonly wording?: Worded; readonly rejected?: string; readonly heldUntil?: string; readonly hops: readonly TraceHop[] }

/** `trace`: the way of every message of a case, stop by stop with the time each took, who is silent now, and what of it failed. Exit 1 while something waits or has failed. */
export function registerTrace(program: Command, session: Session): void {
  handleWithHub(program.command('trace').description('追踪办件的每条消息：逐站时间、现在等谁 / the way of each message of a case, stop by stop, and who is silent now').argument('<case>', '办件编号 / case number'), session, (context, [given = '']) => trace(context, given));
}

async function trace({ setup, operator }: HubContext, given: string): Promise<CommandResult> {
  const caseNo = caseNumberGiven(given);
  const document = await showCase(operator, caseNo);
  const [failed, { status }] = await Promise.all([everyFailure(operator, { state: 'open' }), environmentStatus(operator, setup.environment)]);
  const messages = messagesOf(document);
  const failures = failed.rows.filter((row) => row.caseNo === caseNo);
  const links = silentLinks(document, status);
  const waiting = messages.some(({ hops, heldUntil }) => heldUntil === undefined && hops.some(({ waits }) => waits));
  return {
    document: { caseNo, home: document.homeRegion, messages, failures, links, ...(failed.unreachableRegions.length > 0 && { unreachableRegions: failed.unreachableRegions }) },
    exit: failed.unreachableRegions.length > 0 ? EXIT.unreachable : waiting || failures.length > 0 ? EXIT.negative : EXIT.ok,
    human: (view) => wordTrace(caseNo, messages, failures, links, view),
  };
}

export function messagesOf({ entries, parties, homeRegion: home }: CaseDocument): TraceMessage[] {
  const regionOf = (participant: string | undefined): string => parties.find((party) => party.participant === participant)?.region ?? home;
  return entries.flatMap((entry): TraceMessage[] => {
    if (entry.messageId === undefined || (entry.kind !== 'registered' && entry.kind !== 'rejected')) return [];
    const recipient = parties.find(({ participant }) => participant !== entry.sender)?.participant ?? '';
    return [{
      logIndex: entry.logIndex, messageId: entry.messageId, messageType: entry.messageType ?? '', ...(entry.wording && { wording: entry.wording }), ...(entry.kind === 'rejected' && { rejected: entry.code ?? '' }), ...(entry.heldUntil && { heldUntil: entry.heldUntil }),
      hops: hopsOf(entry, { sender: entry.sender ?? '', senderRegion: regionOf(entry.sender), home, recipient }),
    }];
  });
}

function hopsOf(entry: CaseEntryDocument, { sender, senderRegion, home, recipient }: { readonly sender: string; readonly senderRegion: string; readonly home: string; readonly recipient: string }): TraceHop[] {
  const stops: readonly (readonly [TraceHop['stop'], string, string | undefined])[] = [
    ['sender', sender, entry.occurredAt], ['border', senderRegion, entry.receivedAt], ['home', home, entry.registeredAt],
    // What the hub refuses goes to nobody.
    ...(entry.kind === 'rejected' ? [] : [['recipient', recipient, entry.deliveredAt], ['handler', recipient, entry.takenAt]] as const),
  ];
  const silentAt = stops.findIndex(([, , at], index) => index > 0 && at === undefined);
  return stops.map(([stop, who, at], index) => {
    const before = stops[index - 1]?.[2];
    return { stop, who, ...(at && { at }), ...(at && before && { tookMs: Date.parse(at) - Date.parse(before) }), ...(index === silentAt && { waits: true as const }) };
  });
}

/** Links between the regions of the case that are silent now. */
function silentLinks({ parties, homeRegion: home }: CaseDocument, { regions }: EnvironmentStatus): { readonly region: string; readonly detail: Worded }[] {
  const concerned = new Set([home, ...parties.map(({ region }) => region)]);
  return regions.flatMap(({ region, checks: { links } }) => (links && !links.ok && concerned.has(region) && typeof links.detail === 'object' ? [{ region, detail: links.detail }] : []));
}

const STOPS: Readonly<Record<TraceHop['stop'], Worded>> = {
  sender: { zh: '发生（自述）', en: 'occurred (claimed)' }, border: { zh: '接收', en: 'received' }, home: { zh: '登记', en: 'registered' }, recipient: { zh: '投递', en: 'delivered' }, handler: { zh: '入库', en: 'taken' },
};

function wordTrace(caseNo: string, messages: readonly TraceMessage[], failures: readonly FailureRow[], links: readonly { readonly region: string; readonly detail: Worded }[], view: View): string {
  return [
    view.colours.bold(caseNo),
    ...messages.flatMap(({ logIndex, messageType, messageId, wording, rejected, heldUntil, hops }) => [
      '', `${String(logIndex).padStart(3)}  ${view.colours.bold(messageType)}  ${wording ? view.words(wording) : ''}  ${view.colours.dim(messageId)}${rejected === undefined ? '' : view.colours.red(`  ${view.say('拒收', 'rejected')} ${rejected}`)}`,
      view.table([named('站', 'stop'), named('谁', 'who'), named('时间', 'at'), named('用时', 'took')], hops.map((hop) => [
        view.words(STOPS[hop.stop]), hop.who, hop.at ? readInstant(hop.at) : hop.waits ? (heldUntil ? view.colours.yellow(view.say(`维护至${readInstant(heldUntil)}`, `in maintenance until ${readInstant(heldUntil)}`)) : view.colours.red(view.say('尚未回应', 'silent'))) : '', tookWords(hop.tookMs, view),
      ])),
    ]),
    ...(failures.length === 0 ? [] : ['', view.heading('处理失败的消息', 'Messages that could not be handled'), view.table([named('失败消息', 'failure'), named('错误', 'code'), named('说明', 'wording')], failures.map(({ region, sequence, code, wording }) => [`${region}/${sequence}`, code, view.words(wording)]))]),
    ...(links.length === 0 ? [] : ['', ...links.map(({ region, detail }) => view.colours.yellow(`${region}: ${view.words(detail)}`))]),
  ].join('\n');
}

function tookWords(ms: number | undefined, view: View): string {
  if (ms === undefined) return '';
  if (Math.abs(ms) < 60_000) return `${(ms / 1_000).toFixed(3)} s`;
  return Math.abs(ms) < 86_400_000 ? `${(ms / 3_600_000).toFixed(1)} h` : view.say(`${(ms / 86_400_000).toFixed(1)} 天`, `${(ms / 86_400_000).toFixed(1)} d`);
}
