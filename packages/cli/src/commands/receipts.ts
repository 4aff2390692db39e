import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { TongbanError } from '@tongban/contracts';
import { normaliseCaseNumber, parseCaseNumber } from '@tongban/domain';
import { participantOf, reference } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { bytesForParticipant } from '../participant-desk';
import { type FoundReceipt, receiptsOfCase, receiptsOfFile } from '../receipts/shown-receipts';
import { wordVerdicts } from '../receipts/verdict-words';
import { verifyReceipts } from '../receipts/verify-receipts';
import { publishedStandards } from '../standards/published';
import { RegistryDesk } from '../standards/registry-desk';
import { caseNumberGiven } from './case-show';

/** `receipts`: what a participant holds, and whether receipts prove what they say. Exit 1 when one does not. */
export function registerReceipts(program: Command, session: Session): void {
  const receipts = program.command('receipts').description('回执：导出与核验 / receipts: export and verify');
  handleWithHub(receipts.command('verify').description('逐份核验回执的签名、出具方、密钥和摘要 / verify each receipt: signature, issuer, key and digest').argument('<file|case>', '导出的文件，或办件编号 / an exported file, or a case number')
    .option('--as <division>', '以一方身份取得办件的消息原文，默认为运维方，只得摘要 / get the messages of the case as one side; as operator, by default, digests alone')
    .option('--offline', '只按信任文件中的密钥 / by the keys of the trust file alone'), session, (context, [given]) => verified(context, session, given ?? ''));
  handleWithHub(receipts.command('export').description('导出所持回执，每行一份JSON / export the receipts a participant holds, one JSON a line').requiredOption('--as <division>', '参与方 / participant')
    .option('--store <dir>', 'SDK存储目录，默认为本命令的；须无进程使用 / directory of an SDK store that no process has open; that of this command by default').option('--case <case>', '只导出该办件 / of one case')
    .option('--with-messages', '连同消息原文，其中有个人信息字段 / with the messages, which have personal fields').option('--out <file>', '写入新文件，默认标准输出 / a new file; stdout by default'), session, (context) => exported(context, session));
}

async function verified({ setup, operator, options }: HubContext, { io }: Session, given: string): Promise<CommandResult> {
  const path = resolve(io.cwd, given);
  const desk = new RegistryDesk(setup, operator);
  // What is published is followed from here on: a key counts as of the time of the claim.
  if (options['offline'] !== true) await publishedStandards(setup, operator, desk);
  const verdicts = await verifyReceipts(existsSync(path) ? receiptsOfFile(path) : ofCase({ setup, operator, options }, given), desk.trust, setup.environment, reference());
  const faults = verdicts.filter(({ fault }) => fault !== undefined);
  return {
    document: { ok: faults.length === 0 && verdicts.length > 0, receipts: verdicts.length, faulty: faults.length, ...(faults[0] && { first: faults[0] }), verdicts },
    exit: faults.length === 0 && verdicts.length > 0 ? EXIT.ok : EXIT.negative,
    human: (view) => wordVerdicts(verdicts, view),
  };
}

function ofCase({ setup, operator, options }: Omit<HubContext, 'view'>, given: string): AsyncGenerator<FoundReceipt> {
  const caseNo = normaliseCaseNumber(given);
  if (caseNo === undefined) throw new UsageError(`${given}既不是文件，也不是办件编号`, `${given} is neither a file nor a case number`);
  const as = textOption(options, 'as');
  const home = reference().divisions.regionOf(parseCaseNumber(caseNo)!.division);
  return receiptsOfCase(caseNo, (query) => (as === undefined ? operator.ask(home, 'cases.case-receipts', query) : bytesForParticipant(setup, participantOf(as), 'case-receipts', query)));
}

async function exported({ setup, options }: HubContext, { io }: Session): Promise<CommandResult> {
  const participant = participantOf(textOption(options, 'as') ?? '');
  const store = textOption(options, 'store');
  const directory = store === undefined ? setup.storeOf(participant) : resolve(io.cwd, store);
  if (!existsSync(directory)) throw new TongbanError('store.unusable', `there is no store in ${directory}`);
  const given = textOption(options, 'case');
  const { heldReceiptsIn } = await import('@tongban/client');
  const held = heldReceiptsIn(directory, participant, { ...(given !== undefined && { caseNo: caseNumberGiven(given) }), messages: options['withMessages'] === true });
  const out = textOption(options, 'out');
  const file = out === undefined ? undefined : newFile(resolve(io.cwd, out));
  let count = 0;
  try {
    for await (const one of held) {
      const line = `${JSON.stringify(one)}\n`;
      if (file === undefined) io.stdout(line);
      else writeSync(file, line);
      count += 1;
    }
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return { document: { ok: true, participant, receipts: count, ...(out !== undefined && { file: out }) }, aside: out === undefined, human: (view) => view.say(`已导出${count}份回执`, `${count} receipts are exported`) };
}

function newFile(path: string): number {
  if (existsSync(path)) throw new UsageError(`${path}已存在`, `${path} exists already`);
  return openSync(path, 'wx', 0o600);
}
