import { Attempts } from './attempts';
import { loginPage } from './login-page';
import { Sessions } from './sessions';
import { ownPath } from './sign-in.controller';
import { requireInScope } from './access';

const who = { login: 'li', name: 'Li', roles: ['handler'] as const, scope: ['310000'] };

describe('a session', () => {
  it('is found until it ends, and no longer', () => {
    let now = 0;
    const sessions = new Sessions(1_000, () => now);
    const { id, permissions, csrfToken } = sessions.begin(who);
    expect(sessions.find(id)?.login).toBe('li');
    expect(permissions).toEqual(['cases.read', 'standards.read']);
    expect(csrfToken).not.toBe(id);
    now = 1_000;
    expect(sessions.find(id)).toBeUndefined();
    expect(sessions.find(undefined)).toBeUndefined();
    const again = sessions.begin(who);
    sessions.end(again.id);
    expect(sessions.find(again.id)).toBeUndefined();
  });
  it('of a province sees its own cases alone', () => {
    const session = new Sessions(1_000).begin(who);
    expect(() => requireInScope(session, ['310000', '510000'])).not.toThrow();
    expect(() => requireInScope(session, ['510000'])).toThrow(expect.objectContaining({ code: 'session.forbidden' }));
    expect(() => requireInScope({ ...session, scope: null }, ['510000'])).not.toThrow();
  });
});

describe('signing in', () => {
  it.each([[undefined, '/'], ['/cases?x=1', '/cases?x=1'], ['//evil.example', '/'], ['/\\evil.example', '/'], ['https://evil.example', '/'], ['/a b', '/'], [`/${'x'.repeat(3_000)}`, '/']])('to %s leads to %s', (to, path) => expect(ownPath(to)).toBe(path));
  it('is refused after five failures within a minute, of that login alone', () => {
    let now = 0;
    const attempts = new Attempts(() => now);
    for (let at = 0; at < 5; at++) {
      expect(attempts.mayTry('li')).toBe(true);
      attempts.failed('li');
    }
    expect([attempts.mayTry('li'), attempts.mayTry('wang')]).toEqual([false, true]);
    now = 60_001;
    expect(attempts.mayTry('li')).toBe(true);
    attempts.failed('li');
    attempts.succeeded('li');
    for (let at = 0; at < 4; at++) attempts.failed('li');
    expect(attempts.mayTry('li')).toBe(true);
  });
  it('shows what somebody typed as text', () => {
    const page = loginPage({ action: '/auth/login/x', login: '"><script>', failed: 'session.refused' });
    expect(page).not.toContain('<script>');
    expect(page).toContain('登录名或密码有误');
  });
});
