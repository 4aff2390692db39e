import type { SideName, Wording } from './case-document';

/** An open code of a message, in words: why something was returned, refused or asked for. */
export interface ReasonDocument {
  readonly field: string;
  readonly fieldWording: Wording;
  readonly code: string;
  readonly wording: Wording;
}
/** A message of the case that explains where it stands. What it says in its sealed part is in its recipient's own copy. */
export interface ExplainingMessageDocument {
  readonly messageId: string;
  readonly messageType: string;
  readonly messageKind: string;
  readonly wording: Wording;
  /** Side that sent it. */
  readonly side: SideName;
  /** Business instant of its receipt. */
  readonly receivedAt: string;
  readonly reasons: readonly ReasonDocument[];
  /** Open dates it names, such as the day until which something is asked for. */
  readonly dates: readonly { readonly field: string; readonly fieldWording: Wording; readonly on: string }[];
}
/** Why time does not count on a track of a case that is under way. */
export interface StandstillDocument {
  readonly track: string;
  /** `suspended`: it runs on with the days it has left. `stopped`: it runs anew when the track goes on. */
  readonly why: 'suspended' | 'stopped';
  /** Words of the state the track is in. */
  readonly wording: Wording;
  /** Beijing date. */
  readonly since: string;
  /** Ids of the deadlines that stand. */
  readonly deadlines: readonly string[];
  /** The message that made it stand; absent where it cannot be told any more. */
  readonly by?: ExplainingMessageDocument;
}
/** What a track waits for: whose turn it is, and what the case goes on with. */
export interface AwaitedDocument {
  readonly track: string;
  readonly state: string;
  readonly wording: Wording;
  readonly actor: string;
  readonly actorWording: Wording;
  readonly side: SideName;
  /** Participant and division of the side. */
  readonly participant: string;
  readonly division: string;
  /** The message that brought the track there; absent where it cannot be told any more. */
  readonly by?: ExplainingMessageDocument;
  /** What moves the track, the guide's path first. */
  readonly messages: readonly ({ readonly type: string; readonly kind: string; readonly dueOn?: string; readonly dueKind?: string; readonly legal?: boolean; readonly overdue?: boolean; readonly undetermined?: true } & Wording)[];
}
/** A material of the item, as the version that the case follows has it. */
export interface MaterialDocument extends Wording {
  readonly code: string;
  readonly required: boolean;
  /** Fetched by data sharing: nobody is asked for it. */
  readonly shareable: boolean;
}
/** What has to be brought. A hub reads open fields only, so it names what requests name openly and says where more is sealed. */
export interface MaterialsDocument {
  /** The item's own list. */
  readonly ofItem: readonly MaterialDocument[];
  /** Asked for and not answered yet. */
  readonly missing: readonly MissingMaterialDocument[];
  /** Requests that are not answered yet; their recipients read in their own copies what they ask for. */
  readonly requests: readonly (ExplainingMessageDocument & { readonly track: string; /** Part of what it asks for is sealed. */ readonly sealed: boolean })[];
}
export interface MissingMaterialDocument extends Wording {
  readonly code: string;
  /** Request that names it. */
  readonly messageId: string;
}
/** A case that a side may open after this one. */
export interface SuccessorOptionDocument extends Wording { readonly kind: string }
/** A case that was opened after this one. */
export interface SuccessorDocument {
  readonly caseNo: string;
  readonly kind: string;
  readonly wording: Wording;
  readonly homeRegion: string;
  readonly openedAt: string;
}
/** Sent to `cases.successors` as a CaseQuery; answered with the successors that are homed in the answering region. */
export interface SuccessorsDocument { readonly successors: readonly SuccessorDocument[] }
