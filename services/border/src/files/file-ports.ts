import type { EnvironmentCode, RegionCode, v1 } from '@tongban/contracts';
import type { AttachmentRules } from '@tongban/domain';
import type { FilePlace, FileStream, Pace } from '@tongban/messaging';
import type { BusinessClock } from '@tongban/service-kit';
import type { Signer, TrustDirectory } from '@tongban/trust';
import type { AttachedCase } from './attached-case';
import type { RollingDigests } from './rolling-digests';

/** What the keeping of a region's files works with. */
export interface FilePorts {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly files: FileStream;
  /** Of what this process stores. */
  readonly rolling: RollingDigests;
  /** Of what is stored, and of what is given, in bytes: files share disk and links with messages, and a server keeps what was just written or read in its memory. */
  readonly paces: { readonly storing: Pace; readonly giving: Pace };
  readonly rules: AttachmentRules;
  readonly trust: TrustDirectory;
  readonly signer: Signer;
  readonly clock: Pick<BusinessClock, 'now'>;
  readonly regionOf: (participant: string) => RegionCode;
  /** The case that a participant attaches a file to. */
  readonly caseOf: (participant: string, request: v1.AttachmentRequest) => Promise<AttachedCase>;
  /** Tells the region of the recipient that the file is there. Telling it twice is harmless. */
  readonly announce: (place: FilePlace, toRegion: RegionCode) => Promise<void>;
  /** The next piece of a file that another region keeps. */
  readonly askPart: (region: RegionCode, query: v1.AttachmentPartQuery.$Properties) => Promise<v1.AttachmentPart>;
}
/** Chunks that travel in one answer: 1 MiB. */
export const PART_CHUNKS = 4;
