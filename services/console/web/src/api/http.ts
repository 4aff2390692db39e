import { ProblemError, problemOf } from './problem';
import { type QueryValues, queryString } from './query-string';

const API = '/api/v1';
const CSRF = 'X-Csrf-Token';
/** Longer than the server waits for a hub; shorter than a person's patience. */
const ANSWER_WITHIN_MS = 30_000;

/** Set once the session is known; whatever changes something carries it. */
let csrfToken = '';
export const keepCsrfToken = (token: string): void => { csrfToken = token; };

/** Leaves for the sign-in page, which comes back to the same place. Filters in the address are no personal data. */
export function goToSignIn(): void {
  const here = `${location.pathname}${location.search}`;
  location.assign(`/auth/sign-in?to=${encodeURIComponent(here)}`);
}

async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, { query = {}, body, signal }: { query?: QueryValues; body?: unknown; signal?: AbortSignal } = {}): Promise<T> {
  const limit = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await fetch(`${API}${path}${queryString(query)}`, {
    method, credentials: 'same-origin', signal: signal ? AbortSignal.any([signal, limit]) : limit,
    headers: { Accept: 'application/json', ...(method !== 'GET' && { [CSRF]: csrfToken }), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status === 401) goToSignIn();
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) throw new ProblemError(problemOf(response.status, answer));
  if (answer === undefined && method === 'GET') throw new ProblemError({ status: response.status });
  return answer as T;
}

export const getDocument = <T>(path: string, query?: QueryValues, signal?: AbortSignal): Promise<T> => call<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) });
export const post = <T>(path: string, body?: unknown): Promise<T> => call<T>('POST', path, { body });
export const remove = <T>(path: string): Promise<T> => call<T>('DELETE', path);
