export { Province } from './province';
export type {
  AlarmHandler, AttachOptions, AttachSource, AttachTarget, Attached, CaseAlarms, CaseLapse, Delivery, DeliveredAttachment, DeliveryHandler, DeliveryParty, LapseHandler, ListFilters, MessageAttributes, MessageReceipt, OpenRequest, Problem,
  ProvinceLogger, ProvinceOptions, ProvinceState, RecipientRejection, RejectionHandler, SendRequest, Sent, StateValue, Step, SubmissionPace,
} from './options';
export type { Fields } from '@tongban/domain';
export type { CaseQueryOptions, ListOptions } from './hub/hub-queries';
export { type HeldReceipt, type HeldReceiptsOptions, heldReceiptsIn } from './receipts/held-receipts';
export { SDK_VERSION } from './hub/hello';
export type { CaseFacts, PartyFacts } from './case-facts';
export { type MadeMessage, type MakerSettings, type MessageDraft, MessageMaker } from './make/message-maker';
export { type Opening, type OpeningContext, planOpening } from './make/opening';
export { correlationIdOf, newMessageId, newTraceparent } from './make/message-id';
export { type Seal, type SealSettings, type SealedMessage, plainSeal, sealOf } from './seal';
export type { FlowsInForce, VersionedFlow } from './make/flows-in-force';
export { InstalledStandards } from './standards/installed-standards';
export type { CompiledContract, ContractFile, ContractManifest, Guide } from '@tongban/compiled-contract';
export type { AdoptionDeclaration, Declared } from './standards/declaration';
export type { DeclareOptions, DryRunOptions, ProvinceStandards, ReplayOptions, SubscribeOptions } from './standards/province-standards';
export type { StandardsSubscription } from './standards/subscription';
export type {
  StandardsDelta, StandardsEntry, StandardsFilter, StandardsHandler, StandardsSnapshot, StandardsStanding, StandardsStep, StandardsUpdate,
} from './standards/update';
