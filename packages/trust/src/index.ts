export { type PublicKeyRecord, type SigningKeyRecord, Signer, generateSigningKey } from './keys';
export { MessageIdSeal } from './message-id-seal';
export { TrustDirectory, type TrustDirectoryFile } from './directory';
export { sha256, sha256Hex } from './digest';
export {
  type ReceiptFields, type ReceiptLevelName, issueReceipt, readReceipt, receiptFromHeader, receiptLevel, receiptLevelName, receiptToHeader, verifyReceipt,
} from './receipts';
export { type OpenedMessage, checkMessage, openMessage, signMessage, traceIdOf } from './signed-message';
export { type ChainFault, checkChain, entryHash } from './chain';
export {
  type HubCredentials, HubCredentialsSchema, type OperatorCredentials, OperatorCredentialsSchema, type ParticipantCredentials,
  ParticipantCredentialsSchema, TrustDirectorySchema, readCredentials, readTrustDirectory,
} from './credentials';
