/**
 * The shape of the sealed personal part, as protobuf text: what compiled flow messages import. It repeats
 * `proto/tongban/v1/seal.proto`, because pure code reads no files; a test holds the two equal.
 */
export const SEAL_PROTO_PATH = 'tongban/v1/seal.proto';
export const SEALED_TYPE = 'tongban.v1.Sealed';
export const SEAL_PROTO = `syntax = "proto3";

package tongban.v1;

enum SealAlgorithm {
  SEAL_ALGORITHM_UNSPECIFIED = 0;
  SEAL_ALGORITHM_NONE = 1;
  SEAL_ALGORITHM_X25519_AES256_GCM = 2;
  SEAL_ALGORITHM_SM2_SM4_GCM = 3;
}

message SealRecipient {
  string participant = 1;
  string key_id = 2;
  bytes wrapped_key = 3;
}

message Sealed {
  SealAlgorithm algorithm = 1;
  repeated SealRecipient recipients = 2;
  bytes nonce = 3;
  bytes ciphertext = 4;
  bytes digest = 5;
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
}
