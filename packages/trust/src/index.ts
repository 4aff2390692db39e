export { type PublicKeyRecord, type PublicSealingKeyRecord, type SealingKeyRecord, type SigningKeyRecord, Signer, generateSealingKey, generateSigningKey } from './keys';
export { type Setting, credentialsSetting, masked, maskedText, printedSettings, refuseSecretsIn } from './settings';
export { SIGNATURE_ALGORITHMS, type SignatureAlgorithmName } from './signatures/scheme';
export { SEALING_ALGORITHMS, SEAL_ALGORITHMS, type SealingAlgorithmName } from './sealing/scheme';
export { OwnSealingKeys } from './sealing/own-keys';
export { type OpenablePart, type SealPlace, type SealedFor, openPart, sealPart } from './sealing/sealed-part';
export { wrappedKeysFault, wrappedKeysFromHeader, wrappedKeysToHeader } from './sealing/wrapped-keys';
export { requireKnownAnswers } from './signatures/known-answers';
export { type OwnKeys, ParticipantSigner, type ParticipantSignerPorts } from './participant-signer';
export { isUsableKey } from './usable-key';
export { MessageIdSeal } from './message-id-seal';
export { type RegisteredKeysAt, type RegisteredSealingKeysAt, TrustDirectory, type TrustDirectoryFile, isValidAt } from './directory';
export { sha256, sha256Hex } from './digest';
export {
  type ReceiptFields, type ReceiptLevelName, issueReceipt, readReceipt, receiptFromHeader, receiptLevel, receiptLevelName, receiptToHeader, verifyReceipt,
} from './receipts';
export { type ReceiptSubject, type ReceiptVerdict, type ShownReceipt, type VerdictContext, judgeReceipt } from './receipt-verdict';
export { type OpenedMessage, checkMessage, openMessage, signMessage, traceIdOf } from './signed-message';
export { type ChainFault, checkChain, entryHash } from './chain';
export { readCaseEntry } from './history/case-entry';
export { artefactDigest } from './artefact-digest';
export { type RegistryActor, actorOf } from './registry-actor';
export { signLinkDigest, verifyLinkDigest } from './link-digests';
export {
  attachmentFileId, attachmentReceiptFault, checkAttachmentClaims, digestName, plainDigest, readAttachmentDeletion, readAttachmentReceipt, signAttachmentDeletion, signAttachmentLeave, signAttachmentPull, signAttachmentReceipt,
  verifyAttachmentLeave, verifyAttachmentPull,
} from './attachments';
export { type WatermarkFields, signWatermark, verifyWatermark } from './watermarks';
export { type ErasurePlace, signErasureDone, signErasureOrder, verifyErasureDone, verifyErasureOrder } from './erasures';
export { type FailureActionFields, readFailureAction, signFailureAction, verifyFailureAction } from './failure-actions';
export { openMigrationDryRun, signMigrationDryRun, verifyMigrationDryRuns } from './migration-dry-runs';
export {
  type OpenedRegistryCommand, type RegistryCommandFields, type RegistryPlace, openRegistryCommand, signRegistryCommand, verifyRegistryCommand,
} from './registry-commands';
export {
  type OpenedRegistryEntry, type RegistryEntryFields, type VerifiedRegistryEntry, openRegistryEntry, registryEntryHash, signRegistryEntry, verifyRegistryEntry, withoutContent,
} from './registry-entries';
export {
  type RegistryHeadFields, type RegistrySnapshotFields, signRegistryHead, signRegistrySnapshotPage, verifyRegistryHead, verifyRegistrySnapshotPage,
} from './registry-heads';
export { REGISTRY_BEGINNING, type RegistryChainFault, type RegistryPosition, checkRegistryChain } from './registry-chain';
export {
  type ClientTls, type HubCredentials, HubCredentialsSchema, type KeeperCredentials, type WatchCredentials, KeeperCredentialsSchema, WatchCredentialsSchema, type OperatorCredentials, OperatorCredentialsSchema, type ParticipantCredentials,
  ParticipantCredentialsSchema, type StewardCredentials, StewardCredentialsSchema, TrustDirectorySchema, ownKeysOf, ownSealingKeysOf, readCredentials, readTrustDirectory,
} from './credentials';
