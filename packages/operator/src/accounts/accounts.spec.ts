import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountsFile } from './accounts-file';
import { officesTogether, permissionsOf } from './roles';

describe('accounts of the embedded sign-in', () => {
  let directory: string;
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'tongban-accounts-')); });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const li = { login: 'li', name: 'Li', roles: ['operator' as const], scope: ['310000'] };

  it('begin with one, whose generated password is nowhere in the file', async () => {
    const accounts = new AccountsFile(directory, 'sandbox');
    const first = (await accounts.ensureFirst())!;
    const path = join(directory, 'console', 'accounts.json');
    expect(first.password).toMatch(/^[A-Za-z2-9]{20}$/);
    expect(readFileSync(path, 'utf8')).not.toContain(first.password);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await accounts.ensureFirst()).toBeUndefined();
    expect((await accounts.verify('admin', first.password))?.login).toBe('admin');
    expect(await accounts.verify('admin', `${first.password}x`)).toBeUndefined();
    expect(await accounts.verify('nobody', first.password)).toBeUndefined();
  });
  it('are added, given another password, and disabled', async () => {
    const accounts = new AccountsFile(directory, 'sandbox');
    const password = await accounts.add(li);
    await expect(accounts.add(li)).rejects.toMatchObject({ code: 'account.invalid' });
    await expect(accounts.add({ ...li, login: 'Li Ming' })).rejects.toMatchObject({ code: 'account.invalid' });
    const other = await accounts.reset('li');
    expect([await accounts.verify('li', password), (await accounts.verify('li', other))?.scope]).toEqual([undefined, ['310000']]);
    accounts.disable('li', true);
    expect(await accounts.verify('li', other)).toBeUndefined();
    await expect(accounts.reset('wang')).rejects.toMatchObject({ code: 'account.unknown' });
  });
  it('keep the three offices apart outside the sandbox', async () => {
    const both = { ...li, roles: ['auditor' as const, 'security-administrator' as const] };
    await expect(new AccountsFile(directory, 'production').add(both)).rejects.toMatchObject({ code: 'account.invalid', message: expect.stringContaining('auditor') });
    await new AccountsFile(directory, 'sandbox').add(both);
    expect(officesTogether(['operator', 'auditor'])).toEqual([]);
  });
  it('may do what their offices allow', () => {
    expect(permissionsOf(['auditor'])).toEqual(['status.read', 'audit.read']);
    expect(permissionsOf(['operator'])).toContain('failures.act');
    expect(permissionsOf(['handler', 'security-administrator'])).toEqual(['status.read', 'cases.read', 'standards.read', 'links.read', 'security.read']);
    expect(permissionsOf([])).toEqual([]);
  });
});
