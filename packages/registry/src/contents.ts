import { TongbanError, fieldFault, type v1 } from '@tongban/contracts';
import { type ArtefactVersion, canonicalJson } from '@tongban/domain';
import { refOf } from './kinds';

/** A content as it travels: the text whose digest names it. */
export const contentBytes = (content: unknown): Uint8Array => Buffer.from(canonicalJson(content), 'utf8');

/**
 * JSON of a content. Whether it is plain and canonical is for `requireCanonical`, once its depth was looked at.
 * @throws TongbanError `registry.command-invalid` at `path`.
 */
export function contentOf(bytes: Uint8Array | null | undefined, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array()));
  } catch (cause) {
    throw new TongbanError('registry.command-invalid', `${path} is no JSON`, [fieldFault(path, 'field.type', '须为UTF-8编码的JSON', 'it must be JSON in UTF-8')], { cause });
  }
}

/** One content has one text. A digest of another text would name the same content twice. @throws TongbanError `registry.command-invalid` at `path`. */
export function requireCanonical(content: unknown, bytes: Uint8Array | null | undefined, path: string): void {
  if (Buffer.from(contentBytes(content)).equals(bytes ?? new Uint8Array())) return;
  throw new TongbanError('registry.command-invalid', `${path} is not in canonical form`, [fieldFault(path, 'field.type', '须为RFC 8785规范形式的JSON', 'it must be JSON in the canonical form of RFC 8785')]);
}

/** A version with its content, from wherever the content is; its digest was verified with the entry. */
export const versionOf = (sent: v1.ArtefactVersion.$Properties | null | undefined, content: unknown): ArtefactVersion => ({ ...refOf(sent), digest: sent?.digest ?? '', content });
