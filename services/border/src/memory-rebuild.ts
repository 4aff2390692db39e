import { decode, headers, owners, streams, v1 } from '@tongban/contracts';
import { readStream } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import { readReceipt, receiptFromHeader } from '@tongban/trust';
import type { SubmissionMemory } from './submission-memory';

/** Fills the memory from the tail of what this border stored: forwarded messages carry their RECEIVED, rejections their REJECTED. */
export async function rebuildMemory(runtime: RegionRuntime, memory: SubmissionMemory): Promise<void> {
  const max = runtime.config.TONGBAN_BORDER_MEMORY;
  await tail(runtime, streams.rejected(runtime.region), max, (data) => {
    const { rejected, submittedBy } = decode(v1.RejectedMessage, data);
    const signed = v1.SignedReceipt.create(rejected ?? {});
    memory.remember(submittedBy, Buffer.from(readReceipt(signed).messageDigest).toString('hex'), signed);
  });
  // Where a message went that was forwarded: to another region, or to the home hub of this one.
  for (const stream of [streams.outbox(runtime.region), streams.inbox(runtime.region)]) {
    await tail(runtime, stream, max, (_data, header) => {
      const value = header[headers.received];
      if (!value) return;
      const signed = receiptFromHeader(value);
      // Other borders' receipts pass here too; only our own are ours to repeat.
      const receipt = readReceipt(signed);
      if (receipt.issuer === owners.hub(runtime.region)) memory.remember(receipt.sender, Buffer.from(receipt.messageDigest).toString('hex'), signed);
    });
  }
}

async function tail(
  runtime: RegionRuntime, stream: string, max: number, take: (data: Uint8Array, header: Readonly<Record<string, string>>) => void,
): Promise<void> {
  const jsm = await runtime.nats.jetstreamManager();
  const { state } = await jsm.streams.info(stream);
  const unreadable: number[] = [];
  let next = Math.max(state.first_seq, state.last_seq - max + 1);
  while (next <= state.last_seq) {
    const entries = await readStream(runtime.nats, stream, next);
    if (entries.length === 0) return;
    for (const entry of entries) {
      try {
        take(entry.data, entry.headers);
      } catch {
        // What this border stored can be read. Something else is no answer of its own, and must not keep it from starting.
        unreadable.push(entry.seq);
      }
    }
    next = entries.at(-1)!.seq + 1;
  }
  if (unreadable.length > 0) runtime.log.warn({ stream, first: unreadable[0], count: unreadable.length }, 'messages that no border stores were passed over');
}
