/** A browser without a screen: keeps cookies, follows sign-in, asks the console's interface. */
export class ConsoleClient {
  private readonly cookies = new Map<string, string>();
  private csrfToken = '';
  constructor(private readonly url: string) {}

  /** Through the provider's own pages. @returns the path it led to, or the status of what refused. */
  async signIn(login: string, password: string, to = '/'): Promise<string | number> {
    let response = await this.fetch(`/auth/sign-in?to=${encodeURIComponent(to)}`);
    for (let hops = 0; hops < 10; hops++) {
      const location = response.headers.get('location');
      if (location === null) return response.status;
      if (location === to) break;
      response = location.includes('/auth/login/')
        ? await this.fetch(location, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ login, password }).toString() })
        : await this.fetch(location);
    }
    this.csrfToken = (await this.json<{ csrfToken: string }>('session')).csrfToken;
    return response.headers.get('location') ?? response.status;
  }

  /** @throws Error with the problem where it was refused. */
  async json<T>(path: string): Promise<T> {
    const { status, body } = await this.ask(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body as T;
  }
  async ask(path: string, { method = 'GET', csrf = this.csrfToken, body }: { readonly method?: string; readonly csrf?: string; readonly body?: unknown } = {}): Promise<{ readonly status: number; readonly body: unknown; readonly type: string }> {
    const { status, text, type } = await this.text(path, { method, headers: { ...(method !== 'GET' && { 'x-csrf-token': csrf }), ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { status, body: text === '' ? undefined : (JSON.parse(text) as unknown), type };
  }
  async text(path: string, init: RequestInit = {}): Promise<{ readonly status: number; readonly text: string; readonly type: string }> {
    const response = await this.fetch(`/api/v1/${path}`, init);
    return { status: response.status, text: await response.text(), type: response.headers.get('content-type') ?? '' };
  }

  /** Follows the live stream until `stop`; `onEvent` hears each event with its id. */
  async follow(onEvent: (event: { readonly type: string; readonly id: string; readonly data: unknown }) => void, lastEventId?: string): Promise<() => Promise<void>> {
    const abort = new AbortController();
    const response = await this.fetch('/api/v1/live', { signal: abort.signal, headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId } });
    if (!response.ok) throw new Error(`live: ${response.status}`);
    const reading = readEvents(response.body!, onEvent).catch(() => undefined);
    return async () => {
      abort.abort();
      await reading;
    };
  }

  private async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.url), { ...init, redirect: 'manual', headers: { ...init.headers, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, onEvent: (event: { readonly type: string; readonly id: string; readonly data: unknown }) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  let id = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const field = (name: string): string | undefined => block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      id = field('id') ?? id;
      const [type, data] = [field('event'), field('data')];
      if (type !== undefined && data !== undefined) onEvent({ type, id, data: JSON.parse(data) });
    }
  }
}
