import { TongbanError } from '@tongban/contracts';
import { type ArtefactKind, type ArtefactVersion, contentDigest, versionKey } from '@tongban/domain';
import { BUNDLE_KEYS, BUNDLE_KINDS } from '../bundle/bundle';
import { BundleFaults } from '../bundle/bundle-faults';
import { RECORD_SHAPES, idOf } from '../bundle/bundle-shape';
import { shaped } from '../bundle/shape-faults';
import { deepFreeze } from '../deep-freeze';

const KEY_OF_KIND = new Map(BUNDLE_KEYS.map((key) => [BUNDLE_KINDS[key].kind, key]));

/**
 * The content of a published version, once more checked for its shape, its id and its digest: what a hub installs comes over a wire.
 * Whether it is right was judged by its owner. `isDigestVerified`: the digest was taken of it already.
 */
export function contentOf(version: ArtefactVersion, isDigestVerified: boolean): unknown {
  const { kind, id, content, digest } = version;
  if (!isDigestVerified && contentDigest(content) !== digest) throw new TongbanError('digest.mismatch', `${versionKey(version)} is not what its digest names`);
  const key = keyOf(kind);
  const faults = new BundleFaults();
  const record = shaped(RECORD_SHAPES[key], content, '$', faults);
  if (record !== undefined && idOf(key, record) !== id) faults.report(`$.${BUNDLE_KINDS[key].idKey}`, `内容的标识不是${id}`, `the content has not the id ${id}`);
  faults.refuse();
  // The very one that was given: its owner's registry holds it as well.
  return deepFreeze(content);
}

function keyOf(kind: ArtefactKind) {
  const key = KEY_OF_KIND.get(kind);
  if (key === undefined) throw new TongbanError('catalogue.invalid', `there is no shape for artefacts of the kind ${kind}`);
  return key;
}
