import { type AttachmentDocument, type EnvironmentCode, type RegionCode, TongbanError, type v1 } from '@tongban/contracts';
import { type TrustDirectory, checkAttachmentClaims, digestName, plainDigest, readAttachmentReceipt } from '@tongban/trust';
import type { DeliveredAttachment } from '../options';
import type { Seal } from '../seal';
import type { AttachmentQueries } from './attachment-queries';
import { RemoteFile } from './remote-file';
import { UnusableAttachment } from './unusable-attachment';

export interface MessageAttachmentsPorts {
  readonly queries: Pick<AttachmentQueries, 'part'>;
  readonly trust: TrustDirectory;
  readonly environment: EnvironmentCode;
  readonly seal: Seal;
  readonly regionOf: (participant: string) => RegionCode;
  readonly signal: AbortSignal;
}

/** The files of messages. What a message claims is checked before the first byte is asked for: nobody is trusted, its home neither. */
export class MessageAttachments {
  constructor(private readonly ports: MessageAttachmentsPorts) {}

  /** @throws TongbanError `message.malformed` for a claim that is none. */
  of(envelope: v1.Envelope): DeliveredAttachment[] {
    const { queries, signal, seal } = this.ports;
    let checking: Promise<void> | undefined;
    const check = (): Promise<void> => (checking ??= this.check(envelope));
    return envelope.attachments.map((signed, index) => {
      const { file, keepUntil } = readAttachmentReceipt(signed);
      return new RemoteFile({
        ...file, digest: digestName(plainDigest(file)), digestHex: Buffer.from(file.digest).toString('hex'), ...(file.materialCode && { material: file.materialCode }), keepUntil, path: `attachments.${index}`,
        check: async () => {
          await check();
          seal.requireReadable(file.seal);
        },
      }, queries, signal);
    });
  }

  /** A file that the home of a case shows: for who looks a case up, without its messages. */
  shown({ participant, fileId, digest, size, mediaType, materialCode, keepUntil }: AttachmentDocument): DeliveredAttachment {
    const { queries, signal, environment } = this.ports;
    const digestHex = digest.slice(digest.indexOf(':') + 1);
    const check = async (): Promise<void> => {
      // A document does not say how the bytes are sealed; where nothing is, they are the content.
      if (environment !== 'sandbox') throw new TongbanError('seal.not-allowed', 'a sealed file is read from its delivery');
    };
    return new RemoteFile({ participant, fileId, digest, digestHex, size, mediaType, keepUntil, path: 'attachments', check, ...(materialCode && { material: materialCode }) }, queries, signal);
  }

  private async check(envelope: v1.Envelope): Promise<void> {
    const { trust, environment, regionOf } = this.ports;
    const { faults } = await checkAttachmentClaims(trust, envelope, { environment, region: regionOf(envelope.sender?.participant ?? '') });
    if (faults.length > 0) throw new UnusableAttachment('attachment.claim-invalid', `${faults.length} claims are wrong`, faults);
  }
}
