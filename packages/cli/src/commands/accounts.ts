import type { Command } from 'commander';
import { type Account, AccountsFile, ROLES, type Role, isRole, participantOf } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult, UsageError } from '../outcome';
import { codeWords, named } from '../wording';

/** `accounts`: who may sign in at the console where it has no other OpenID provider. For the system administrator, whose file it is. */
export function registerAccounts(program: Command, session: Session): void {
  const accounts = program.command('accounts').description('控制台账户：由系统管理员管理 / accounts of the console, for the system administrator');
  handleWithHub(accounts.command('list').description('列出账户 / list accounts'), session, list);
  handleWithHub(accounts.command('add').description('新增账户，生成密码 / a new account with a generated password').argument('<login>', '登录名 / login').requiredOption('--roles <list>', `岗位，以逗号分隔 / offices, with commas: ${ROLES.join(', ')}`)
    .option('--name <text>', '显示名 / name that is shown').option('--scope <divisions>', '只看这些省份的办件，以逗号分隔；默认全部 / see the cases of these provinces alone, with commas; all by default'), session, add);
  handleWithHub(accounts.command('reset').description('重新生成密码 / another generated password').argument('<login>', '登录名 / login'), session, reset);
  for (const [name, zh, en, disabled] of [['disable', '停用账户', 'disable an account', true], ['enable', '恢复账户', 'enable an account again', false]] as const) {
    handleWithHub(accounts.command(name).description(`${zh} / ${en}`).argument('<login>', '登录名 / login'), session, (context, [login = '']) => {
      fileOf(context).disable(login, disabled);
      return Promise.resolve({ document: { ok: true, login, disabled }, human: (view) => view.say(`${zh}：${login}`, `${en}: ${login}`) });
    });
  }
}

const fileOf = ({ setup }: HubContext): AccountsFile => new AccountsFile(setup.directory, setup.environment);
const shown = ({ password: _kept, ...account }: Account): Omit<Account, 'password'> => account;

function list(context: HubContext): Promise<CommandResult> {
  const accounts = fileOf(context).list().map(shown);
  return Promise.resolve({
    document: { accounts },
    human: (view) => view.table([named('登录名', 'login'), named('名称', 'name'), named('岗位', 'offices'), named('范围', 'scope'), named('状态', 'state')],
      accounts.map(({ login, name, roles, scope, disabled }) => [login, name, roles.map((role) => view.words(codeWords(role))).join(view.say('、', ', ')), scope?.join(' ') ?? view.say('全部', 'all'), disabled ? view.colours.yellow(view.say('已停用', 'disabled')) : view.say('有效', 'enabled')])),
  });
}

async function add(context: HubContext, [login = '']: readonly string[]): Promise<CommandResult> {
  const scope = textOption(context.options, 'scope')?.split(',').map((division) => participantOf(division.trim())) ?? null;
  const password = await fileOf(context).add({ login, name: textOption(context.options, 'name') ?? login, roles: rolesGiven(textOption(context.options, 'roles') ?? ''), scope });
  return withPassword(login, password);
}

async function reset(context: HubContext, [login = '']: readonly string[]): Promise<CommandResult> {
  return withPassword(login, await fileOf(context).reset(login));
}

/** The only time that anybody sees it. */
const withPassword = (login: string, password: string): CommandResult => ({ document: { ok: true, login, password }, human: (view) => view.say(`${login} 的密码（只显示这一次）：${password}`, `password of ${login}, shown this once: ${password}`) });

function rolesGiven(text: string): Role[] {
  const given = text.split(',').map((role) => role.trim());
  const unknown = given.filter((role) => !isRole(role));
  if (unknown.length > 0) throw new UsageError(`没有岗位${unknown.join('、')}；有：${ROLES.join('、')}`, `no office ${unknown.join(', ')}; there are: ${ROLES.join(', ')}`);
  return given as Role[];
}
