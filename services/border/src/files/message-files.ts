import { type FieldFault, fieldFault, type v1 } from '@tongban/contracts';
import { attachmentFaults, attachmentRuleOf } from '@tongban/domain';
import { checkAttachmentClaims, digestName } from '@tongban/trust';
import type { FilePorts } from './file-ports';

/**
 * What is wrong with the files a message of this region carries: claims that are not its own, what the item does not take, and files that are not whole on disk here, each by its place and
 * digest. @throws TongbanError `hub.unreachable` when the stream does not answer, which says nothing about the message.
 */
export async function messageFileFaults(ports: Pick<FilePorts, 'environment' | 'region' | 'trust' | 'rules' | 'files'>, envelope: v1.Envelope): Promise<readonly FieldFault[]> {
  if (envelope.attachments.length === 0) return [];
  const { files, faults } = await checkAttachmentClaims(ports.trust, envelope, ports);
  const wrong = [...faults, ...attachmentFaults(attachmentRuleOf(ports.rules, envelope.itemCode), files)];
  if (wrong.length > 0) return wrong;
  const missing: FieldFault[] = [];
  for (const [index, { participant, fileId, digest }] of files.entries()) {
    const { end } = await ports.files.position({ participant, fileId });
    if (end?.kind !== 'stored') missing.push(fieldFault(`attachments.${index}`, 'attachment.missing', digestName(digest), digestName(digest)));
  }
  return missing;
}
