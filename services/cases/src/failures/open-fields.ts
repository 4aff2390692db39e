import { openMessage } from '@tongban/trust';
import type { FlowReleases } from '../record/flow-releases';

/** What of a message can be read by the version that it follows: where it is from and to, and its open content. The personal part is not looked at. */
export interface OpenPart { /** It begins a case. */ readonly opens: boolean; readonly division: string; readonly counterpart: string; readonly onBehalfOf: string; readonly fields: Readonly<Record<string, unknown>> }

/** Undefined where the bytes are no message, or the version is not known here. */
export function openPartOf(releases: Pick<FlowReleases, 'byDigest'>, bytes: Uint8Array): OpenPart | undefined {
  try {
    const { envelope: { schemaDigest, messageType, data, sender, recipient, onBehalfOf } } = openMessage(bytes);
    const release = releases.byDigest(schemaDigest);
    return release && { opens: [...release.flow.entries.values()].some(({ message }) => message === messageType), division: sender?.division ?? '', counterpart: recipient?.division ?? '', onBehalfOf, fields: release.types.decodeOpen(messageType, data).fields };
  } catch {
    return undefined;
  }
}
