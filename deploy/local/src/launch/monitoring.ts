import { request } from 'node:http';

/** One GET against a server's monitoring port. @returns the status and the body, or undefined when nobody answers in time. */
export function get(url: string, withinMs = 1000): Promise<{ status: number; body: string } | undefined> {
  return new Promise((resolve) => {
    const asked = request(url, { timeout: withinMs, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => { body += chunk; });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', () => resolve(undefined));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}
