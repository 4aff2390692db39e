import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { LinkConnection, type Passed } from './connection';
import { type LinkOrder, type LinkReport, OPEN } from './link-order';

const HOST = '127.0.0.1';
/** A region has one leaf connection; in a black hole it dials again and again, and the oldest attempts are let go. */
const CONNECTIONS_MAX = 64;

export interface LinkPorts {
  /** Where the region's leaf connection goes. */
  readonly port: number;
  readonly backbonePort: number;
}

/** The line between one region and the backbone: plain TCP, passed on as it is, that does what it is ordered to. */
export class Link {
  private readonly server: Server;
  private readonly connections = new Set<LinkConnection>();
  /** Dialled in a black hole: whoever dialled hears nothing, and is reset when the link opens. */
  private readonly unanswered = new Set<Socket>();
  private readonly passed: Passed = { toBackbone: 0, toRegion: 0 };
  private order: LinkOrder = OPEN;

  constructor(private readonly ports: LinkPorts) {
    this.server = createServer({ allowHalfOpen: true }, (socket) => this.accept(socket));
  }

  /** Listens, and from then on passes on. @throws Error when the port is taken. */
  open(): Promise<void> {
    return this.obey(OPEN);
  }
  async obey(order: LinkOrder): Promise<void> {
    this.order = order;
    if (order.mode === 'cut') return this.shut();
    if (!this.server.listening) await once(this.server.listen(this.ports.port, HOST), 'listening');
    for (const connection of [...this.connections]) connection.obey(order);
    if (order.mode === 'open') this.resetUnanswered();
  }
  report(): LinkReport {
    return {
      ...this.order, port: this.ports.port, connections: this.connections.size, bytesToBackbone: this.passed.toBackbone, bytesToRegion: this.passed.toRegion,
    };
  }
  async shut(): Promise<void> {
    const closed = this.server.listening ? once(this.server.close(), 'close') : undefined;
    for (const connection of [...this.connections]) connection.reset();
    this.resetUnanswered();
    await closed;
  }

  private accept(region: Socket): void {
    if (this.order.mode === 'blackhole') return this.leaveUnanswered(region);
    if (this.connections.size >= CONNECTIONS_MAX) return void region.destroy();
    const backbone = connect({ host: HOST, port: this.ports.backbonePort, allowHalfOpen: true });
    const connection: LinkConnection = new LinkConnection(region, backbone, this.passed, () => this.connections.delete(connection));
    this.connections.add(connection);
    connection.obey(this.order);
  }
  private leaveUnanswered(socket: Socket): void {
    const [oldest] = this.unanswered;
    if (this.unanswered.size >= CONNECTIONS_MAX) oldest?.destroy();
    this.unanswered.add(socket);
    socket.on('error', () => undefined).once('close', () => this.unanswered.delete(socket)).pause();
  }
  private resetUnanswered(): void {
    for (const socket of [...this.unanswered]) socket.resetAndDestroy();
  }
}
