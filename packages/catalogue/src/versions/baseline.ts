import { type ArtefactVersion, BASELINE_VERSION, artefactVersion } from '@tongban/domain';
import type { Catalogue } from '../catalogue';

/**
 * Everything a catalogue ships with as version 1.0 of an artefact, in the order of the data files: what a registry begins with. Common
 * messages are artefacts one by one; record types, enumerations, divisions and regions are no artefacts and stay with the package.
 */
export function baselineArtefacts({ standards, items, dictionary, flows, holidays }: Catalogue): ArtefactVersion[] {
  return [
    ...[...standards].map(([id, content]) => artefactVersion({ kind: 'standard', id }, BASELINE_VERSION, content)),
    ...[...items].map(([id, content]) => artefactVersion({ kind: 'item', id }, BASELINE_VERSION, content)),
    ...dictionary.codeLists.map((content) => artefactVersion({ kind: 'code-list', id: content.id }, BASELINE_VERSION, content)),
    ...dictionary.commonMessages.map((content) => artefactVersion({ kind: 'common-messages', id: content.messageId }, BASELINE_VERSION, content)),
    ...holidays.map((content) => artefactVersion({ kind: 'calendar', id: String(content.year) }, BASELINE_VERSION, content)),
    ...[...flows].map(([id, content]) => artefactVersion({ kind: 'flow', id }, BASELINE_VERSION, content)),
  ];
}
