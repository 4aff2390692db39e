import type { Command } from 'commander';
import { participantOf, reference } from '@tongban/operator';
import { readTrustDirectory } from '@tongban/trust';
import { type Session, textOption } from '../command-action';
import { examine } from '../doctor/examine';
import type { Acting, DoctorLayer, Finding } from '../doctor/finding';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult, EXIT } from '../outcome';
import { participantRow } from '../standards/participant-record';
import type { View } from '../view';
import { codeWords, named } from '../wording';

/** `doctor --as DIVISION`: at which layer a participant's path fails, and who acts. Exit 0 when nothing fails, warnings included; 1 when something does. */
export function registerDoctor(program: Command, session: Session): void {
  handleWithHub(program.command('doctor').description('逐层检查一个参与方到枢纽的通路，指出故障层次与由谁处理 / test the path of a participant layer by layer: what is at fault, and who acts')
    .requiredOption('--as <division>', '参与方 / participant'), session, doctor);
}

async function doctor({ setup, operator, options }: HubContext): Promise<CommandResult> {
  const participant = participantOf(textOption(options, 'as') ?? '');
  const { version, digest } = reference();
  const findings = await examine({
    credentials: setup.participant(participant), trust: readTrustDirectory(setup.trustFile), installed: { version, digest }, row: () => participantRow(operator, participant),
  });
  const worst = (['fail', 'warn'] as const).find((state) => findings.some((one) => one.state === state)) ?? 'ok';
  return { document: { ok: worst !== 'fail', worst, participant, findings }, exit: worst === 'fail' ? EXIT.negative : EXIT.ok, human: (view) => inWords(findings, view) };
}

const LAYERS: Readonly<Record<DoctorLayer, ReturnType<typeof named>>> = {
  name: named('名称解析', 'name'), connection: named('网络连接', 'connection'), tls: named('TLS', 'TLS'), 'sign-on': named('登录', 'sign-on'), rights: named('权限', 'rights'), hub: named('区域枢纽', 'hub'),
  standards: named('标准', 'standards'), clock: named('时钟', 'clock'), participant: named('登记', 'record'), keys: named('密钥', 'keys'), certificates: named('证书', 'certificates'),
};
const ACTING: Readonly<Record<Acting, ReturnType<typeof named>>> = { participant: named('本方', 'we ourselves'), network: named('网络管理人员', 'whoever runs the network'), region: named('区域运维人员', 'the operators of the region') };

function inWords(findings: readonly Finding[], view: View): string {
  const { colours } = view;
  const mark = { ok: colours.green('✓'), warn: colours.yellow('!'), fail: colours.red('✗'), untested: colours.dim('-') };
  return findings.flatMap((one) => [
    `${mark[one.state]} ${view.words(LAYERS[one.layer])}  ${view.words(one)}`,
    ...(one.code && one.fault ? [`    ${view.words(codeWords(one.fault))} ${one.code}  ${one.acts ? view.say(`由${view.words(ACTING[one.acts])}处理`, `${view.words(ACTING[one.acts])} act`) : ''}`] : []),
    ...(one.next ? [`    ${view.say('下一步：', 'Next: ')}${view.words(one.next)}`] : []),
  ]).join('\n');
}
