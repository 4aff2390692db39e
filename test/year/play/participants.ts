import { appendFileSync } from 'node:fs';
import { InstalledStandards, Province } from '@tongban/client';
import type { EnvironmentCode } from '@tongban/contracts';
import { readTrustDirectory } from '@tongban/trust';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';
import type { SentMessage } from './case-book';

const CONNECT_AT_ONCE = 6;
const READ_AT_ONCE = 64;
const CLOCK_WITHIN_MS = 60_000;

/** Every participant as its own SDK with its own store; what is published is compiled once for all of them. */
export class Participants {
  private readonly open = new Map<string, Province>();
  private readonly standards: InstalledStandards;

  constructor(private readonly environment: TestEnvironment, readonly codes: readonly string[]) {
    const { setup, catalogue } = environment;
    this.standards = InstalledStandards.of(catalogue, readTrustDirectory(setup.layout.trust), setup.file.environment as EnvironmentCode);
  }

  async openAll(): Promise<void> {
    for (let at = 0; at < this.codes.length; at += CONNECT_AT_ONCE) await Promise.all(this.codes.slice(at, at + CONNECT_AT_ONCE).map((code) => this.connect(code)));
  }

  async connect(code: string): Promise<void> {
    const { setup } = this.environment;
    const province = await Province.connect({ credentials: setup.layout.participant(code), trust: setup.layout.trust, store: this.environment.storeOf(code), standards: this.standards });
    await province.receive(() => undefined);
    this.open.set(code, province);
  }
  async close(code: string): Promise<void> {
    const province = this.open.get(code);
    this.open.delete(code);
    await province?.close();
  }
  async closeAll(): Promise<void> {
    await Promise.allSettled([...this.open.keys()].map((code) => this.close(code)));
  }

  isOpen(code: string): boolean {
    return this.open.has(code);
  }
  of(code: string): Province {
    const province = this.open.get(code);
    if (province === undefined) throw new Error(`the system of ${code} is not connected`);
    return province;
  }

  /** Nobody lives in the day before: the SDKs take the clock that was just set. */
  async takeClock(isServed: (code: string) => boolean): Promise<void> {
    await Promise.all([...this.open].filter(([code]) => isServed(code)).map(([code, province]) =>
      eventually(`the system of ${code} has the clock of its hub`, () => province.takeClock(), { withinMs: CLOCK_WITHIN_MS, tolerate: true })));
  }

  /** Writes every receipt that a sender holds, as an outsider's audit reads them. @returns how many. */
  async writePromises(sent: readonly SentMessage[], file: string): Promise<number> {
    let count = 0;
    for (let at = 0; at < sent.length; at += READ_AT_ONCE) {
      const held = await Promise.all(sent.slice(at, at + READ_AT_ONCE).filter(({ sender }) => this.isOpen(sender)).map(async ({ sender, messageId }) =>
        (await this.of(sender).receipts(messageId)).map(({ signed, at: instant }) => JSON.stringify({ participant: sender, receipt: Buffer.from(signed).toString('base64'), at: instant }))));
      const lines = held.flat();
      if (lines.length > 0) appendFileSync(file, `${lines.join('\n')}\n`);
      count += lines.length;
    }
    return count;
  }
}
