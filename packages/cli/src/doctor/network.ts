import { lookup } from 'node:dns/promises';
import { type Socket, connect } from 'node:net';
import { type DetailedPeerCertificate, type TLSSocket, checkServerIdentity, connect as secure } from 'node:tls';
import type { ClientTls } from '@tongban/trust';
import { type Finding, fail, ok } from './finding';

const WITHIN_MS = 5_000;
/** With TLS 1.3 a server refuses a client's certificate only after the handshake: its alert is on the way. */
const ALERT_WITHIN_MS = 400;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i;

export interface Place { readonly host: string; readonly port: number }
export const placeOf = (url: string): Place => {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 4222) };
};

export async function testName({ host }: Place): Promise<Finding> {
  try {
    const { address } = await lookup(host);
    return ok('name', address === host ? `${host}是地址` : `${host}解析为${address}`, address === host ? `${host} is an address` : `${host} is ${address}`);
  } catch (error) {
    return fail('name', {
      code: 'hub.unreachable', acts: 'network', zh: `名称${host}无法解析（${codeOf(error)}）`, en: `the name ${host} does not resolve (${codeOf(error)})`,
      next: { zh: '核对凭据中的地址与本机的DNS', en: 'Check the address in the credentials and the DNS of this machine' },
    });
  }
}

/** What a server says before anything is asked of it. */
interface Greeting { readonly tls_required?: boolean; readonly tls_available?: boolean; readonly tls_verify?: boolean }
export interface Dialled { readonly finding: Finding; readonly socket?: Socket; readonly greeting?: Greeting }

export function dial({ host, port }: Place): Promise<Dialled> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let said = '';
    const failed = (why: string, next?: { zh: string; en: string }): void => {
      socket.destroy();
      resolve({ finding: fail('connection', {
        code: 'hub.unreachable', acts: 'network', zh: `${host}:${port}无法连接（${why}）`, en: `${host}:${port} cannot be connected to (${why})`,
        next: next ?? { zh: '检查防火墙与端口；若他人也无法连接，请区域运维人员查看消息服务器', en: 'Look at firewalls and the port; if others cannot connect either, have the operators of the region look at the broker' },
      }) });
    };
    socket.setTimeout(WITHIN_MS, () => failed('timeout'));
    socket.once('error', (error) => failed(codeOf(error)));
    socket.once('close', () => failed('closed'));
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const end = said.indexOf('\r\n');
      if (end < 0 && said.length < 65_536) return;
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      const greeting = greetingOf(said.slice(0, end));
      if (greeting === undefined) return failed('no NATS server', { zh: '该端口上不是消息服务器：核对凭据中的地址', en: 'What listens there is no broker: check the address in the credentials' });
      resolve({ finding: ok('connection', `${host}:${port}已连接`, `${host}:${port} is connected to`), socket, greeting });
    });
  });
}

function greetingOf(line: string): Greeting | undefined {
  try {
    return line.startsWith('INFO ') ? (JSON.parse(line.slice(5)) as Greeting) : undefined;
  } catch {
    return undefined;
  }
}

export interface Secured { readonly finding: Finding; /** Real instant of the end of the server's certificate. */ readonly serverUntilMs?: number }

/** The handshake over what was dialled: chain, dates, name, and whether the server takes what we show. Ends the connection. */
export async function testTls({ host }: Place, { socket, greeting }: Dialled, tls: ClientTls | undefined, nowMs: number): Promise<Secured> {
  try {
    if (!(greeting?.tls_required || greeting?.tls_available)) return { finding: withoutTls(host, tls) };
    return await handshake(host, socket!, tls, nowMs);
  } finally {
    socket?.destroy();
  }
}

function withoutTls(host: string, tls: ClientTls | undefined): Finding {
  if (tls === undefined && LOOPBACK.test(host)) return ok('tls', '本机连接，没有TLS', 'a connection inside this machine, without TLS');
  return fail('tls', { code: 'transport.insecure', acts: 'region', zh: '服务器没有TLS', en: 'the server has no TLS' });
}

function handshake(host: string, socket: Socket, tls: ClientTls | undefined, nowMs: number): Promise<Secured> {
  return new Promise((resolve) => {
    let shown: DetailedPeerCertificate | undefined;
    const end = (finding: Finding): void => resolve({ finding, ...(shown?.valid_to && { serverUntilMs: Date.parse(shown.valid_to) }) });
    const over = secure({ socket, host, ...(!/^[\d.]+$|:/.test(host) && { servername: host }), ...tls, rejectUnauthorized: false }, () => {
      shown = over.getPeerCertificate(true);
      const fault = faultOf(host, over, shown, nowMs);
      if (fault) return end(fault);
      setTimeout(() => end(ok('tls', `证书可信，${over.getProtocol() ?? ''}`, `the certificate is trusted, ${over.getProtocol() ?? ''}`)), ALERT_WITHIN_MS);
    });
    over.setTimeout(WITHIN_MS, () => end(untrusted('region', '握手没有结束', 'the handshake did not end')));
    over.once('error', (error) => end(untrusted('participant', `服务器不接受本方的证书（${codeOf(error)}）`, `the server does not take our certificate (${codeOf(error)})`,
      { zh: '使用区域签发的、未到期的客户端证书', en: 'Use a client certificate that the region issued and that holds' })));
    over.once('close', () => end(untrusted('participant', '服务器要求客户端证书，随即断开', 'the server wants a client certificate and hung up')));
  });
}

function faultOf(host: string, over: TLSSocket, shown: DetailedPeerCertificate, nowMs: number): Finding | undefined {
  if (shown.valid_to && Date.parse(shown.valid_to) < nowMs) return untrusted('region', `服务器证书已于${shown.valid_to}到期`, `the server's certificate ended on ${shown.valid_to}`, { zh: '请区域运维人员更换服务器证书', en: 'Have the operators of the region renew the certificate of the server' });
  if (!over.authorized && String(over.authorizationError) !== 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return untrusted('participant', `服务器证书的签发机构不被信任（${String(over.authorizationError)}）`, `the authority of the server's certificate is not trusted (${String(over.authorizationError)})`,
      { zh: '向区域运维人员核对签发机构的证书；不要放宽检查，可能有人冒充服务器', en: 'Compare the certificate of the authority with the operators of the region; do not relax the check: somebody may pose as the server' });
  }
  if (checkServerIdentity(host, shown) !== undefined) {
    return untrusted('region', `服务器证书不是发给${host}的`, `the server's certificate is not for ${host}`, { zh: '核对凭据中的地址，或请区域运维人员更换证书', en: 'Check the address in the credentials, or have the operators of the region replace the certificate' });
  }
  return undefined;
}

const untrusted = (acts: 'participant' | 'region', zh: string, en: string, next?: { zh: string; en: string }): Finding => fail('tls', { code: 'transport.not-trusted', acts, zh, en, ...(next && { next }) });
const codeOf = (error: unknown): string => (error as { code?: string }).code ?? (error instanceof Error ? error.message : String(error));
