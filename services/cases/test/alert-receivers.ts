import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AlertNotification } from '@tongban/contracts';
import { SMTPServer } from 'smtp-server';

export interface Posted { readonly headers: IncomingMessage['headers']; readonly body: string; readonly notification: AlertNotification }

/** A web address that takes notifications, and refuses them while it is told to. */
export class WebReceiver {
  readonly posted: Posted[] = [];
  refused = 0;
  refuses = false;
  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebReceiver> {
    const server = createServer();
    const receiver = new WebReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        if (receiver.refuses) receiver.refused += 1;
        else receiver.posted.push({ headers: request.headers, body, notification: JSON.parse(body) as AlertNotification });
        response.writeHead(receiver.refuses ? 503 : 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/alerts`;
  }
  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

export interface Mail { readonly from: string; readonly to: readonly string[]; readonly source: string }

/** A mail server that asks for a password. */
export class MailReceiver {
  private constructor(readonly url: string, readonly mails: readonly Mail[], private readonly close: () => Promise<void>) {}

  static async start(user: string, password: string): Promise<MailReceiver> {
    const mails: Mail[] = [];
    const server = new SMTPServer({
      authOptional: false, allowInsecureAuth: true, disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password: given }, _session, done) => (username === user && given === password ? done(null, { user }) : done(new Error('no'))),
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
          mails.push({ from: envelope.mailFrom === false ? '' : envelope.mailFrom.address, to: envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString('utf8') });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    return new MailReceiver(`smtp://${user}:${password}@127.0.0.1:${port}`, mails, () => new Promise((resolve) => server.close(() => resolve())));
  }
  stop(): Promise<void> {
    return this.close();
  }
}
