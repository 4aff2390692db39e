import type { Socket } from 'node:net';
import { Flow } from './flow';
import type { LinkOrder } from './link-order';

export interface Passed { toBackbone: number; toRegion: number }

/** A region's connection and the one to the backbone that carries it on. */
export class LinkConnection {
  private readonly flows: readonly [Flow, Flow];
  private held = false;
  private closed = false;

  constructor(private readonly region: Socket, private readonly backbone: Socket, passed: Passed, private readonly onClosed: () => void) {
    this.flows = [
      new Flow(region, backbone, 0, (bytes) => { passed.toBackbone += bytes; }),
      new Flow(backbone, region, 0, (bytes) => { passed.toRegion += bytes; }),
    ];
    for (const socket of [region, backbone]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined); // its close follows
      socket.on('close', () => this.sideClosed());
    }
  }

  obey({ mode, delayMs }: LinkOrder): void {
    this.held = mode === 'blackhole';
    for (const flow of this.flows) flow.set(this.held, delayMs);
    this.sideClosed();
  }
  /** Both sides see a reset. */
  reset(): void {
    if (this.closed) return;
    this.closed = true;
    for (const flow of this.flows) flow.close();
    for (const socket of [this.region, this.backbone]) socket.resetAndDestroy();
    this.onClosed();
  }

  /** In a black hole one side's end is not heard on the other. */
  private sideClosed(): void {
    if (this.closed || this.held || !(this.region.destroyed || this.backbone.destroyed)) return;
    this.closed = true;
    for (const flow of this.flows) flow.close();
    this.region.destroy();
    this.backbone.destroy();
    this.onClosed();
  }
}
