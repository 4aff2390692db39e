import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TongbanError } from '@tongban/contracts';
import { writePrivateJson } from '@tongban/data-directory';
import { z } from 'zod';
import { type PasswordHash, generatedPassword, hashPassword, isPassword } from './password';
import { ROLES, type Role, officesTogether } from './roles';

const AccountSchema = z.object({
  login: z.string().regex(/^[a-z][a-z0-9.-]{1,31}$/),
  name: z.string().min(1).max(64),
  roles: z.array(z.enum(ROLES)).min(1),
  /** Participants whose cases may be seen; null: all. */
  scope: z.array(z.string().regex(/^\d{6}$/)).nullable(),
  password: z.object({ salt: z.string(), key: z.string() }),
  disabled: z.boolean().optional(),
});
const FileSchema = z.object({ version: z.literal(1), accounts: z.array(AccountSchema) });
export type Account = z.infer<typeof AccountSchema>;
export type NewAccount = Omit<Account, 'password' | 'disabled'>;

/** Who is first: in a sandbox somebody who sees and repairs all; elsewhere somebody who makes the other accounts. */
const FIRST = { login: 'admin', name: '首个账户 First account' };
/** Compared with where nobody has the login, so that the time tells nothing. */
let nobody: Promise<PasswordHash> | undefined;

/** Accounts of the embedded sign-in, in `console/accounts.json` of a data directory. Only hashes of passwords are kept. Read anew each time: the command line changes it while the console runs. */
export class AccountsFile {
  private readonly path: string;
  constructor(dataDirectory: string, private readonly environment: string) {
    this.path = join(dataDirectory, 'console', 'accounts.json');
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  /** Makes the first account where there is none. @returns its login and generated password, which nobody can read again. */
  async ensureFirst(): Promise<{ readonly login: string; readonly password: string } | undefined> {
    if (this.exists) return undefined;
    const roles: Role[] = this.environment === 'sandbox' ? [...ROLES] : ['system-administrator'];
    return { login: FIRST.login, password: await this.add({ ...FIRST, roles, scope: null }) };
  }

  list(): readonly Account[] {
    if (!this.exists) return [];
    const parsed = FileSchema.safeParse(JSON.parse(readFileSync(this.path, 'utf8')));
    if (!parsed.success) throw new TongbanError('account.invalid', `the file of accounts: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
    return parsed.data.accounts;
  }

  /** @returns the generated password. @throws TongbanError `account.invalid` with what is wrong. */
  async add(account: NewAccount): Promise<string> {
    const accounts = this.list();
    if (accounts.some(({ login }) => login === account.login)) throw new TongbanError('account.invalid', `${account.login} exists already`);
    const together = officesTogether(account.roles);
    if (this.environment !== 'sandbox' && together.length > 0) throw new TongbanError('account.invalid', `one person may not hold ${together.join(' and ')}`);
    const password = generatedPassword();
    const made = AccountSchema.safeParse({ ...account, password: await hashPassword(password) });
    if (!made.success) throw new TongbanError('account.invalid', made.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
    this.write([...accounts, made.data]);
    return password;
  }

  /** A new generated password; the old one holds no more. @throws TongbanError `account.unknown`. */
  async reset(login: string): Promise<string> {
    const password = generatedPassword();
    const hash = await hashPassword(password);
    this.change(login, (account) => ({ ...account, password: hash }));
    return password;
  }

  /** @throws TongbanError `account.unknown`. */
  disable(login: string, disabled: boolean): void {
    this.change(login, (account) => ({ ...account, disabled }));
  }

  /** Whose password it is; undefined for nobody's. Takes the same time for a login that nobody has. */
  async verify(login: string, password: string): Promise<Account | undefined> {
    const account = this.list().find((one) => one.login === login && one.disabled !== true);
    nobody ??= hashPassword(generatedPassword());
    const right = await isPassword(password, account?.password ?? (await nobody));
    return right ? account : undefined;
  }

  private change(login: string, change: (account: Account) => Account): void {
    const accounts = this.list();
    if (!accounts.some((account) => account.login === login)) throw new TongbanError('account.unknown', `there is no account ${login}`);
    this.write(accounts.map((account) => (account.login === login ? change(account) : account)));
  }

  private write(accounts: readonly Account[]): void {
    writePrivateJson(this.path, { version: 1, accounts });
  }
}
