import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FailureDocument } from '@tongban/contracts';
import type { Correction } from '@tongban/domain';
import { CLI_ACTOR, type FailureActor, type FailureRef, approveEdit, outcomeOfCorrection, proposeEdit, refuseEdit, sendCorrection, showFailure } from '@tongban/operator';
import { type Options, type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, EXIT, UsageError } from '../../outcome';
import type { View } from '../../view';
import { wordFailure } from './failure-words';

/** `failures edit|approve|refuse|send`: a new message in place of a failed one, proposed by one person, approved by another, sent by its sender. */
export function registerFailureEdits(failures: Command, session: Session, readRef: (text: string) => FailureRef): void {
  const command = (name: string, zh: string, en: string): Command => failures.command(name).description(`${zh} / ${en}`).argument('<failure>', '如yrd/12 / such as yrd/12');
  const acting = (one: Command): Command => one.option('--by <who>', `person:<id>或operator:<login>，默认${CLI_ACTOR} / who acts`);
  handleWithHub(acting(command('edit', '提出更正：以新消息代替，须另一人批准', 'propose a new message in its place, which another person approves'))
    .option('--template', '打印可供修改的原内容 / print what there is of the original, to be changed').option('--file <file>', '更正，JSON / the correction, JSON').option('--reason <text>', '理由，不含个人信息 / the reason, without personal data'), session, (context, [given = '']) => edit(context, session, readRef(given)));
  handleWithHub(acting(command('approve', '批准他人提出的更正；原消息随即结案', 'approve what another person proposed; the original is closed by it')).option('--digest <sha256>', '所见更正的摘要，默认为记录中的 / of the correction that was seen; the one on record by default'), session, async ({ operator, options }, [given = '']) => {
    const ref = readRef(given);
    const digest = textOption(options, 'digest') ?? (await showFailure(operator, ref.region, ref.sequence)).edit?.digest ?? '';
    return shown(await approveEdit(operator, ref, digest, actorOf(options)));
  });
  handleWithHub(acting(command('refuse', '撤下更正，原消息恢复待处理', 'take the correction down; the original is open as before')).requiredOption('--reason <text>', '理由，不含个人信息 / the reason, without personal data'), session, async ({ operator, options }, [given = '']) => shown(await refuseEdit(operator, readRef(given), actorOf(options))));
  handleWithHub(command('send', '以发送方身份发送已批准的更正；可重复，不会重复办理', 'send an approved correction as its sender; repeating it sends nothing twice').option('--personal <file>', '个人信息字段，JSON，只封装发送，不留存 / fields of the personal part, JSON; sealed and kept nowhere'), session, (context, [given = '']) => send(context, session, readRef(given)));
}

const actorOf = (options: Options): FailureActor => ({ by: textOption(options, 'by') ?? CLI_ACTOR, client: 'cli', reason: textOption(options, 'reason') ?? '' });
const shown = (document: FailureDocument): CommandResult => ({ document, human: (view) => wordFailure(document, view) });

async function edit({ operator, options }: HubContext, session: Session, ref: FailureRef): Promise<CommandResult> {
  if (options['template'] === true) {
    const { template = {} } = await showFailure(operator, ref.region, ref.sequence);
    return { document: template, human: () => JSON.stringify(template, undefined, 2) };
  }
  const file = textOption(options, 'file');
  if (file === undefined) throw new UsageError('给出--file，或以--template打印原内容', 'give --file, or print what there is with --template');
  return shown(await proposeEdit(operator, ref, jsonIn(session, file) as unknown as Correction, actorOf(options)));
}

async function send({ setup, operator, options }: HubContext, session: Session, ref: FailureRef): Promise<CommandResult> {
  const personal = textOption(options, 'personal');
  const failure = await showFailure(operator, ref.region, ref.sequence);
  const sent = await sendCorrection(setup, failure, personal === undefined ? {} : jsonIn(session, personal), (participant) => join(setup.storeOf(participant), 'corrections'));
  const outcome = await outcomeOfCorrection(operator, sent.messageId);
  return {
    document: { ...sent, ...(outcome && { outcome }) }, exit: outcome?.kind === 'rejected' ? EXIT.negative : EXIT.ok,
    human: (view) => `${view.say('已发送', 'sent')} ${sent.caseNo} ${sent.messageId}\n${outcomeWords(outcome, view)}`,
  };
}

const outcomeWords = (outcome: Awaited<ReturnType<typeof outcomeOfCorrection>>, view: View): string =>
  outcome === undefined ? view.say('日志中还没有该消息；稍后用tongban find查看', 'no log has it yet; look again with tongban find')
    : outcome.kind === 'registered' ? view.colours.green(view.say('已登记', 'registered')) : view.colours.red(`${view.say('拒收', 'rejected')} ${outcome.code ?? ''}`);

function jsonIn({ io }: Session, file: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(resolve(io.cwd, file), 'utf8')) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new UsageError(`无法读取${file}`, `cannot read ${file}: ${error instanceof SyntaxError ? 'no JSON' : 'no file'}`);
  }
}
