import { TongbanError } from '@tongban/contracts';

/**
 * What a signed statement of a registry, or about a file, says it is, in its first field. Signatures cover bare bytes, and one key signs receipts,
 * entries and heads alike: without this, bytes signed as one could be shown as another where their fields happen to fit. In
 * every other signed message of the contract the first field is a number or a UUID.
 */
export const STATEMENTS = {
  command: 'tongban.v1.RegistryCommand',
  entry: 'tongban.v1.RegistryEntry',
  head: 'tongban.v1.RegistryHead',
  snapshotPage: 'tongban.v1.RegistrySnapshotPage',
  migrationDryRun: 'tongban.v1.MigrationDryRun',
  linkDigest: 'tongban.v1.LinkDigest',
  attachmentLeave: 'tongban.v1.AttachmentLeave',
  attachmentReceipt: 'tongban.v1.AttachmentReceipt',
  attachmentPull: 'tongban.v1.AttachmentPull',
  attachmentDeletion: 'tongban.v1.AttachmentDeletion',
  watermark: 'tongban.v1.Watermark',
  erasureOrder: 'tongban.v1.ErasureOrder',
  erasureDone: 'tongban.v1.ErasureDone',
  failureAction: 'tongban.v1.FailureAction',
} as const;

/** @throws TongbanError `message.malformed`. */
export function refuseOtherStatement({ statement }: { readonly statement: string }, expected: string): void {
  if (statement !== expected) throw new TongbanError('message.malformed', `the bytes are no ${expected}`);
}
