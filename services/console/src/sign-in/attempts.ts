/** Failed attempts to sign in within a minute, after which no further one is looked at: of a login, and of everybody together. */
const OF_LOGIN_MAX = 5;
const OF_ALL_MAX = 60;
const WITHIN_MS = 60_000;

/** Slows guessing down. A login that is guessed at is locked for a minute and no longer, so that nobody can lock another out for good. */
export class Attempts {
  private failures: { readonly login: string; readonly atMs: number }[] = [];
  constructor(private readonly now: () => number = Date.now) {}

  mayTry(login: string): boolean {
    const since = this.now() - WITHIN_MS;
    this.failures = this.failures.filter(({ atMs }) => atMs > since);
    return this.failures.length < OF_ALL_MAX && this.failures.filter((one) => one.login === login).length < OF_LOGIN_MAX;
  }
  failed(login: string): void {
    this.failures.push({ login, atMs: this.now() });
  }
  succeeded(login: string): void {
    this.failures = this.failures.filter((one) => one.login !== login);
  }
}
