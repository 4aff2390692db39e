import { randomBytes } from 'node:crypto';
import { type Permission, type Role, permissionsOf } from '@tongban/operator';

/** Who somebody is for as long as they are signed in. */
export interface SignedIn {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Participants whose cases they may see; null: all. */
  readonly scope: readonly string[] | null;
}
export interface Session extends SignedIn {
  readonly id: string;
  readonly csrfToken: string;
  readonly permissions: readonly Permission[];
  readonly endsMs: number;
}

const ID_BYTES = 32;
/** Nobody needs more; the oldest ends. */
const SESSIONS_MAX = 10_000;

/** Sessions of one console process. A restart ends them: people sign in again. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();
  constructor(private readonly lastsMs: number, private readonly now: () => number = Date.now) {}

  begin(who: SignedIn): Session {
    const session: Session = { ...who, id: secret(), csrfToken: secret(), permissions: permissionsOf(who.roles), endsMs: this.now() + this.lastsMs };
    this.sessions.set(session.id, session);
    if (this.sessions.size > SESSIONS_MAX) this.sessions.delete(this.sessions.keys().next().value!);
    return session;
  }

  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.sessions.get(id);
    if (session !== undefined && session.endsMs <= this.now()) {
      this.sessions.delete(session.id);
      return undefined;
    }
    return session;
  }

  end(id: string): void {
    this.sessions.delete(id);
  }
}
const secret = (): string => randomBytes(ID_BYTES).toString('base64url');
