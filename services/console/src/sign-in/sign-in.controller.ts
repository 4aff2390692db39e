import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AUDIT_OK, TongbanError } from '@tongban/contracts';
import type { AccountsFile } from '@tongban/operator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider' with { 'resolution-mode': 'import' };
import { ConsoleRuntime } from '../console.runtime';
import { Public, SESSION_COOKIE } from './access';
import { Attempts } from './attempts';
import { loginPath } from './embedded-provider';
import { LOGIN_STYLE, loginPage } from './login-page';
import { type PendingSignIn, RelyingParty } from './relying-party';
import { Sessions } from './sessions';

export const SIGN_IN = Symbol('SIGN_IN');
export interface SignIn {
  readonly party: RelyingParty;
  readonly secure: boolean;
  readonly sessionMs: number;
  /** Of the embedded provider; absent where another signs people in. */
  readonly own?: { readonly provider: Provider; readonly accounts: AccountsFile };
}
const PENDING_COOKIE = 'tongban_sign_in';
const PENDING_SECONDS = 600;

/** The browser's way to a session, and the embedded provider's question for login and password. */
@ApiExcludeController()
@Controller({ path: 'auth' })
@Public()
export class SignInController {
  private readonly attempts = new Attempts();
  constructor(@Inject(SIGN_IN) private readonly signIn: SignIn, @Inject(Sessions) private readonly sessions: Sessions, @Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get('sign-in')
  async begin(@Query('to') to: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const { url, pending } = await this.signIn.party.begin(ownPath(to));
    void reply.setCookie(PENDING_COOKIE, Buffer.from(JSON.stringify(pending)).toString('base64url'), { ...this.cookie, path: '/auth', maxAge: PENDING_SECONDS }).redirect(url, 302);
  }

  @Get('callback')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const pending = pendingOf(request.cookies[PENDING_COOKIE]);
    const who = await this.signIn.party.finish(request.url.split('?')[1] ?? '', pending);
    const session = this.sessions.begin(who);
    await this.console.noted(who.login, who.roles, 'session.begin', AUDIT_OK);
    void reply.clearCookie(PENDING_COOKIE, { path: '/auth' })
      .setCookie(SESSION_COOKIE, session.id, { ...this.cookie, path: '/', maxAge: Math.floor(this.signIn.sessionMs / 1_000) }).redirect(ownPath(pending.to), 302);
  }

  @Get('login.css')
  style(@Res() reply: FastifyReply): void {
    void reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(LOGIN_STYLE);
  }

  @Get('login/:interaction')
  ask(@Param('interaction') interaction: string, @Res() reply: FastifyReply): void {
    this.own();
    page(reply, 200, loginPage({ action: loginPath(interaction) }));
  }

  @Post('login/:interaction')
  async answer(@Param('interaction') interaction: string, @Body() body: { login?: string; password?: string }, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { provider, accounts } = this.own();
    const [login, password] = [String(body.login ?? '').trim().slice(0, 64), String(body.password ?? '').slice(0, 200)];
    const action = loginPath(interaction);
    if (!this.attempts.mayTry(login)) return page(reply, 429, loginPage({ action, login, failed: 'session.too-often' }));
    const account = await accounts.verify(login, password);
    if (account === undefined) {
      this.attempts.failed(login);
      // Only of accounts there are: what else somebody types may be anything, a password included.
      if (accounts.list().some((one) => one.login === login)) await this.console.noted(login, [], 'session.begin', 'session.refused');
      return page(reply, 401, loginPage({ action, login, failed: 'session.refused' }));
    }
    this.attempts.succeeded(login);
    reply.hijack();
    await provider.interactionFinished(request.raw, reply.raw, { login: { accountId: account.login, remember: false } }, { mergeWithLastSubmission: false });
  }

  private own(): NonNullable<SignIn['own']> {
    if (this.signIn.own === undefined) throw new TongbanError('console.no-such-path', '');
    return this.signIn.own;
  }
  private get cookie(): { httpOnly: true; sameSite: 'lax'; secure: boolean } {
    return { httpOnly: true, sameSite: 'lax', secure: this.signIn.secure };
  }
}

/** A path of this console and nothing else: a link may not send anybody elsewhere after they signed in. */
export const ownPath = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(to) && to.length <= 2_000 ? to : '/');

function pendingOf(cookie: string | undefined): PendingSignIn {
  try {
    return JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString('utf8')) as PendingSignIn;
  } catch (cause) {
    throw new TongbanError('session.missing', 'the sign-in was not begun in this browser, or took too long', [], { cause });
  }
}

const page = (reply: FastifyReply, status: number, html: string): void => void reply.status(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
