import { randomBytes } from 'node:crypto';
import { TongbanError, encode, v1 } from '@tongban/contracts';
import { type AttachmentRules, attachmentRuleOf, beijingDateOf, chunkCount, makeCaseNumber, requireAttachable } from '@tongban/domain';
import { type TrustDirectory, attachmentReceiptFault, digestName, plainDigest, readAttachmentReceipt } from '@tongban/trust';
import type { EnvironmentCode } from '@tongban/contracts';
import type { CaseFacts } from '../case-facts';
import { pause } from '../pause';
import type { AttachOptions, AttachSource, AttachTarget, Attached } from '../options';
import type { Seal } from '../seal';
import type { AttachmentQueries } from './attachment-queries';
import { persistently } from './persistently';
import { SourceFile } from './source-file';

export interface AttachingPorts {
  readonly queries: AttachmentQueries;
  readonly trust: TrustDirectory;
  readonly environment: EnvironmentCode;
  readonly region: string;
  readonly participant: string;
  readonly rules: AttachmentRules;
  readonly seal: Seal;
  readonly now: () => string;
  /** Of a case this store knows. */
  readonly factsOf: (caseNo: string) => Promise<CaseFacts | undefined>;
  readonly spoolDirectory: string;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 600_000;
const CHECK_AGAIN_MS = 200;

/** Brings files into the own region, one chunk at a time: the next one is read from disk while the one before is on its way. */
export class Attaching {
  constructor(private readonly ports: AttachingPorts) {}

  /**
   * Resolves when the region has the file whole on disk and has signed for it. @throws TongbanError before anything is sent: `attachment.too-large`, `attachment.type-not-allowed`,
   * `seal.not-allowed`, `query.invalid`; the border's refusals; `attachment.corrupt` when the file changed on the way; `hub.unreachable` when its time is over.
   */
  async attach(target: AttachTarget, source: AttachSource, options: AttachOptions): Promise<Attached> {
    const { rules, spoolDirectory, now } = this.ports;
    const caseNo = target.item === undefined ? target.caseNo : (target.caseNo ?? makeCaseNumber({ division: target.opener, date: beijingDateOf(now()), random: randomBytes(8) }));
    const file = await SourceFile.open(source, spoolDirectory);
    try {
      const facts = await this.ports.factsOf(caseNo);
      const item = target.item ?? facts?.itemCode;
      if (item !== undefined) requireAttachable(attachmentRuleOf(rules, item), { size: file.size, mediaType: options.mediaType });
      const stored = await this.upload(file, {
        caseNo, itemCode: target.item ?? '', recipientDivision: target.item === undefined ? '' : target.counterpart, digest: file.digest, size: file.size, mediaType: options.mediaType, materialCode: options.material ?? '',
        seal: this.ports.seal.describeFile(file.digest, facts ? [facts.opener.participant, facts.counterpart.participant] : [this.ports.participant]),
      }, options);
      return await this.attached(stored, file, caseNo);
    } finally {
      await file.close();
    }
  }

  private async upload(source: SourceFile, request: v1.AttachmentRequest.$Properties, { timeoutMs = TIMEOUT_MS, onProgress }: AttachOptions): Promise<v1.SignedAttachmentReceipt.$Properties> {
    const { queries, signal } = this.ports;
    let untilMs = Date.now() + timeoutMs;
    for (;;) {
      const { leave, progress } = await persistently(() => queries.request(request), untilMs, signal);
      const chunkBytes = v1.AttachmentLeave.decode(leave?.leave ?? new Uint8Array()).file?.chunkBytes ?? 0;
      if (!leave || chunkBytes <= 0) throw new TongbanError('attachment.leave-invalid', 'the border gave no leave');
      try {
        let { next, stored } = progress ?? {};
        const count = chunkCount({ size: source.size, chunkBytes });
        for (let ahead: { number: number; data: Promise<Buffer> } | undefined; !stored && (next ?? 0) < count;) {
          const number: number = next ?? 0;
          const data = await (ahead?.number === number ? ahead.data : source.read(number * chunkBytes, chunkBytes));
          ahead = { number: number + 1, data: source.read((number + 1) * chunkBytes, chunkBytes) };
          ahead.data.catch(() => undefined); // told when it is wanted
          ({ next, stored } = await persistently(() => queries.chunk({ leave, number, data }), untilMs, signal));
          if ((next ?? 0) > number) untilMs = Date.now() + timeoutMs;
          onProgress?.(Math.min(source.size, (next ?? 0) * chunkBytes));
        }
        while (!stored) {
          ({ stored } = await persistently(() => queries.complete(leave), untilMs, signal));
          if (!stored) await pause(CHECK_AGAIN_MS, signal);
          if (!stored && (signal.aborted || Date.now() > untilMs)) throw new TongbanError('hub.unreachable', 'the file is still being checked');
        }
        return stored;
      } catch (cause) {
        // A leave that expired on the way is asked for again; what is stored stays.
        if (TongbanError.from(cause).code !== 'attachment.leave-invalid' || Date.now() > untilMs) throw cause;
      }
    }
  }

  /** The receipt is what others believe: it must say what was meant. */
  private async attached(stored: v1.SignedAttachmentReceipt.$Properties, { digest, size }: SourceFile, caseNo: string): Promise<Attached> {
    const { trust, environment, region, participant } = this.ports;
    const { file } = readAttachmentReceipt(stored);
    const fault = await attachmentReceiptFault(trust, stored, { environment, region });
    if (fault || file.caseNo !== caseNo || file.participant !== participant || file.size !== size || !digest.equals(file.digest)) throw new TongbanError('attachment.claim-invalid', fault ?? 'the receipt is for another file');
    return {
      caseNo, digest: digestName(plainDigest(file)), size, mediaType: file.mediaType, ...(file.materialCode && { material: file.materialCode }),
      receipt: Buffer.from(encode(v1.SignedAttachmentReceipt, stored)).toString('base64'),
    };
  }
}
