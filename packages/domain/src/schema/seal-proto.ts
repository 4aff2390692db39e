/**
 * The sealed personal part, as protobuf text: what compiled flow messages import, and what is handed out with them. It
 * repeats `proto/tongban/v1/seal.proto`, because pure code reads no files; a test holds the two equal.
 */
export const SEAL_PROTO_PATH = 'tongban/v1/seal.proto';
export const SEALED_TYPE = 'tongban.v1.Sealed';
export const SEAL_PROTO = `syntax = "proto3";

package tongban.v1;

// How the personal part of a message is protected.
enum SealAlgorithm {
  // Never sent.
  SEAL_ALGORITHM_UNSPECIFIED = 0;
  // Not sealed: the ciphertext is the plain personal part. Accepted in the embedded sandbox only.
  SEAL_ALGORITHM_NONE = 1;
  // X25519 key agreement with AES-256-GCM.
  SEAL_ALGORITHM_X25519_AES256_GCM = 2;
  // SM2 key encapsulation (GB/T 32918) with SM4-GCM (GB/T 32907).
  SEAL_ALGORITHM_SM2_SM4_GCM = 3;
}

// One party that can open a sealed part.
message SealRecipient {
  // Six-digit participant code.
  string participant = 1;
  // The recipient's key the content key is wrapped for.
  string key_id = 2;
  // The wrapped content key. Empty inside a message: wrapped keys travel beside it, so that they can be destroyed (WrappedKeys).
  bytes wrapped_key = 3;
}

// The personal part of a flow message, opaque to every hub.
message Sealed {
  // Algorithm of the seal.
  SealAlgorithm algorithm = 1;
  // Everybody who can open it.
  repeated SealRecipient recipients = 2;
  // Nonce of the content cipher.
  bytes nonce = 3;
  // The sealed bytes of the message's personal part.
  bytes ciphertext = 4;
  // Of the plain personal part: a digest keyed by the content key, because whoever reads the log could try values against a plain one. With algorithm NONE its SHA-256.
  bytes digest = 5;
  // SHA-256 of the WrappedKeys that belong to it, as they travel; empty with algorithm NONE.
  bytes keys_digest = 6;
}

// The content key of one sealed part, wrapped for each of its recipients. It travels beside the message and is kept outside the case log: destroying it erases what is sealed.
message WrappedKeys {
  // In the order of the sealed part's recipients.
  repeated SealRecipient recipients = 1;
}
`;

/** Values of `Sealed` in memory; the same names as the static contract's codec. */
export interface SealRecipientPart { readonly participant: string; readonly keyId: string; readonly wrappedKey: Uint8Array }
export interface SealedPart {
  /** Number of `SealAlgorithm`; 1 is NONE. */
  readonly algorithm: number;
  readonly recipients: readonly SealRecipientPart[];
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly digest: Uint8Array;
  readonly keysDigest: Uint8Array;
}
