import { createHash } from 'node:crypto';
import { type FieldFault, fieldFault, type v1 } from '@tongban/contracts';

/** SHA-256 (hex) of an artefact's content and one line feed, as its digest in the contract says. */
export const artefactDigest = (content: Uint8Array): string => createHash('sha256').update(content).update('\n').digest('hex');

/** Artefacts whose digest is not that of their content, by the path given with each. */
export const artefactFaults = (artefacts: readonly { readonly path: string; readonly artefact: v1.ArtefactVersion.$Properties | undefined }[]): FieldFault[] => artefacts
  .filter(({ artefact }) => artefact?.digest !== artefactDigest(artefact?.content ?? new Uint8Array()))
  .map(({ path }) => fieldFault(`${path}.digest`, 'digest.mismatch'));
