import type { Command } from 'commander';
import { type RegionCode, isRegionCode } from '@tongban/contracts';
import type { CommandInput } from '@tongban/registry';
import { type Options, type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, UsageError } from '../outcome';
import { handGiven } from './hand';
import { type Given, RegistryDesk } from './registry-desk';
import { eventWords } from './registry-words';

/** What a step asks of whose registry. */
export interface Step { readonly owner: RegionCode; readonly command: CommandInput; readonly reason?: string }
export interface StepContext extends HubContext { readonly desk: RegistryDesk; readonly session: Session }

/** A command that signs one command to a registry and tells which entry it caused. */
export function handleStep(command: Command, session: Session, stepOf: (context: StepContext, given: readonly string[]) => Step | Promise<Step>): void {
  signingOptions(command.option('--owner <region>', '归口枢纽，默认按所涉内容 / owner hub, by what it is about by default'));
  handleWithHub(command, session, async (context, given) => {
    const desk = new RegistryDesk(context.setup, context.operator);
    const step = await stepOf({ ...context, desk, session }, given);
    const hand = handGiven(context.setup, session.io, textOption(context.options, 'as'));
    const reason = textOption(context.options, 'reason') ?? step.reason ?? '';
    return stepResult(await desk.give(hand, step.owner, step.command, { reason, unit: textOption(context.options, 'unit') }));
  });
}

/** Who signs a command, for whom, and why. */
export const signingOptions = (command: Command): Command => command.option('--as <steward>', '何人：名字、凭证文件，或代表省份的区划 / who: a name, a credentials file, or a division for its province')
  .option('--unit <unit>', '代表的单位 / unit spoken for').option('--reason <text>', '理由 / reason');

/** `--owner`. @throws UsageError for a region that is none. */
export function ownerGiven(options: Options): RegionCode | undefined {
  const owner = textOption(options, 'owner');
  if (owner === undefined || isRegionCode(owner)) return owner;
  throw new UsageError('--owner应为枢纽：nat、jjj、yrd、gba、ccec', '--owner is a hub: nat, jjj, yrd, gba, ccec');
}

/** An entry in one line, and what it did as a document. */
export function stepResult({ owner, number, at, event }: Given): CommandResult {
  const { type, actor, commandId } = event;
  return {
    document: { ok: true, owner, number, at, commandId, actor, ...told(event) },
    human: (view) => `${view.colours.green(view.say('已登记', 'entered'))}  ${owner} ${number}  ${readInstant(at)}  ${eventWords(view, type)}${lines(told(event))}${type === 'action-proposed' ? `\n${view.say(`  待另一人确认：tongban standards confirm ${commandId}`, `  waits for another person: tongban standards confirm ${commandId}`)}` : ''}`,
  };
}

/** What an event says that the next step may need; contents are in the registry. */
function told(event: Given['event']): Readonly<Record<string, unknown>> {
  const { number: _number, at: _at, actor: _actor, reason: _reason, commandId: _id, commandDigest: _digest, type, ...said } = event;
  if ('artefacts' in said) return { event: type, ...said, artefacts: said.artefacts.map(({ kind, id, version, digest }) => ({ kind, id, version, digest })) };
  return { event: type, ...said };
}

const lines = (said: Readonly<Record<string, unknown>>): string => Object.entries(said).filter(([name, value]) => name !== 'event' && typeof value !== 'object')
  .map(([name, value]) => `\n  ${name}: ${String(value)}`).join('');
