import { join } from 'node:path';
import { Namespace, Root, Type } from 'protobufjs';
import type { SignatureFields } from '../trust/public-keys';

/** The messages of the published .proto files as far as this audit reads them. Names are protobufjs's camel case. */
export interface SignedBytes { readonly signature?: SignatureFields | null }
export interface SignedReceipt extends SignedBytes { readonly receipt: Uint8Array }
export interface SignedMessage extends SignedBytes { readonly envelope: Uint8Array }
export interface Receipt {
  readonly level: number; readonly messageId: string; readonly caseNo: string; readonly messageDigest: Uint8Array; readonly sender: string;
  readonly issuer: string; readonly at: string; readonly logIndex: number; readonly deliveryNo: number; readonly code: string;
}
export interface ReceiptBatch { readonly caseNo: string; readonly receipts: readonly SignedReceipt[] }
interface Party { readonly participant: string }
export interface Envelope {
  readonly messageId: string; readonly caseNo: string; readonly homeRegion: string; readonly sender?: Party | null; readonly recipient?: Party | null;
  readonly data: Uint8Array; readonly payloadDigest: Uint8Array; readonly schemaDigest: string;
}
export interface CaseEntry {
  readonly logIndex: number; readonly previousHash: Uint8Array; readonly caseNo: string; readonly registeredAt: string;
  readonly registered?: { readonly message: Uint8Array; readonly received?: SignedReceipt | null; readonly registered?: SignedReceipt | null; readonly deliveryNo: number } | null;
  readonly rejected?: { readonly message: Uint8Array; readonly received?: SignedReceipt | null; readonly rejected?: SignedReceipt | null } | null;
  readonly receipts?: { readonly receipts: readonly SignedReceipt[] } | null;
  readonly migrated?: { readonly fromDigest: string; readonly toDigest: string } | null;
  readonly erased?: CaseErased | null;
  readonly erasureConfirmed?: { readonly actionId: string; readonly region: string; readonly done?: SignedErasureDone | null } | null;
  readonly lapsed?: { readonly deadlineId: string; readonly dueOn: string } | null;
  readonly alarmed?: { readonly alarms: readonly { readonly stage: number; readonly deadlineId: string; readonly run: string; readonly level: number; readonly to: readonly string[] }[] } | null;
}
export interface ErasedMessage { readonly messageId: string; readonly sender: string; readonly digest: Uint8Array }
export interface SignedErasureOrder extends SignedBytes { readonly order: Uint8Array }
export interface SignedErasureDone extends SignedBytes { readonly done: Uint8Array }
export interface CaseErased {
  readonly actionId: string; readonly proposedBy: string; readonly confirmedBy: string; readonly regions: readonly string[]; readonly messages: readonly ErasedMessage[]; readonly order?: SignedErasureOrder | null;
}
interface ErasureStatement { readonly statement: string; readonly environment: number; readonly issuer: string; readonly actionId: string; readonly caseNo: string; readonly at: string }
export interface ErasureOrder extends ErasureStatement { readonly messages: readonly ErasedMessage[] }
export interface ErasureDone extends ErasureStatement { readonly messages: number }
export interface SignedWatermark extends SignedBytes { readonly watermark: Uint8Array }
export interface Watermark {
  readonly region: string; readonly until: string; readonly issuedAt: string;
  readonly positions: readonly { readonly participant: string; readonly sequence: { toString(): string } | number }[];
}
export interface RejectedMessage { readonly original: Uint8Array; readonly rejected?: SignedReceipt | null; readonly submittedBy: string }
export interface AttachmentAnnouncement { readonly participant: string; readonly fileId: string }
export interface FailedMessage { readonly original: Uint8Array; readonly stream: string; readonly streamSequence: { toString(): string } | number }

export interface SignedRegistryEntry { readonly event: Uint8Array }
export interface RegistryEvent {
  readonly artefactsPublished?: { readonly terms?: { readonly effectiveFrom: string } | null; readonly artefacts: readonly { readonly artefact?: { readonly kind: number; readonly content: Uint8Array } | null }[] } | null;
}

interface Shapes {
  SignedRegistryEntry: SignedRegistryEntry; RegistryEvent: RegistryEvent;
  SignedMessage: SignedMessage; Envelope: Envelope; SignedReceipt: SignedReceipt; Receipt: Receipt; ReceiptBatch: ReceiptBatch;
  CaseEntry: CaseEntry; RejectedMessage: RejectedMessage; FailedMessage: FailedMessage; SignedWatermark: SignedWatermark; Watermark: Watermark; AttachmentAnnouncement: AttachmentAnnouncement;
  ErasureOrder: ErasureOrder; SignedErasureDone: SignedErasureDone; ErasureDone: ErasureDone;
}

const PACKAGE = 'tongban.v1';

/** Decodes by reflection on the .proto files themselves: no generated code stands between the contract and this audit. */
export class StaticContract {
  private readonly types: ReadonlyMap<keyof Shapes, Type>;

  /** @param protoDirectory the repository's `proto` */
  constructor(protoDirectory: string) {
    const root = new Root();
    root.resolvePath = (_origin, target) => join(protoDirectory, target);
    root.loadSync(['envelope', 'receipt', 'case_log', 'rejection', 'watermark', 'registry_log', 'erasure'].map((name) => `tongban/v1/${name}.proto`));
    const names: readonly (keyof Shapes)[] = ['SignedMessage', 'Envelope', 'SignedReceipt', 'Receipt', 'ReceiptBatch', 'CaseEntry', 'RejectedMessage', 'FailedMessage', 'SignedWatermark', 'Watermark', 'AttachmentAnnouncement', 'SignedRegistryEntry', 'RegistryEvent', 'ErasureOrder', 'SignedErasureDone', 'ErasureDone'];
    root.resolveAll();
    const folder = root.lookup(PACKAGE);
    for (const type of folder instanceof Namespace ? folder.nestedArray : []) if (type instanceof Type) absentBytesAreBytes(type);
    this.types = new Map(names.map((name) => [name, root.lookupType(`${PACKAGE}.${name}`)]));
  }

  /** @returns undefined when the bytes are no such message. */
  decode<N extends keyof Shapes>(name: N, bytes: Uint8Array): Shapes[N] | undefined {
    try {
      return this.types.get(name)!.decode(bytes) as unknown as Shapes[N];
    } catch {
      return undefined;
    }
  }
}

/** Reflection gives an absent field of bytes as an empty array. */
function absentBytesAreBytes(type: Type): void {
  const absent = type.ctor.prototype as unknown as Record<string, unknown>;
  for (const field of type.fieldsArray) if (field.type === 'bytes' && !field.repeated) absent[field.name] = Buffer.alloc(0);
}
