/** Version of the contract this build speaks, and those a hub of this build serves (N and N−1; 1.0 is the first). */
export const CONTRACT_VERSION = '1.0';
export const CONTRACTS_SERVED: readonly { version: string; sunsetOn: string }[] = [{ version: '1.0', sunsetOn: '' }];

/** Largest SignedMessage in bytes. Brokers take a little more, so that the hub can refuse it with a receipt. */
export const MESSAGE_BYTES_MAX = 1024 * 1024;
export const BROKER_PAYLOAD_BYTES_MAX = 4 * 1024 * 1024;
/** Largest SignedRegistryCommand in bytes: 3 MiB of contents and what is said about them. Published, they must still fit an entry with field numbers and approvals. */
export const REGISTRY_COMMAND_BYTES_MAX = 3328 * 1024;
/** Largest SignedRegistryEntry in bytes: what a broker takes, less its subject and headers. */
export const REGISTRY_ENTRY_BYTES_MAX = BROKER_PAYLOAD_BYTES_MAX - 64 * 1024;
/** Bytes of each chunk of an attachment but the last: small enough that a message does not wait long behind one on a slow link. */
export const FILE_CHUNK_BYTES = 256 * 1024;
/** Chunks that one file may have: 2 GiB. */
export const FILE_CHUNKS_MAX = 8192;
/** Largest WrappedKeys in bytes: a dozen recipients by the longest algorithm. */
export const WRAPPED_KEYS_BYTES_MAX = 4096;
export const SHARDS = 64;
/** A case log longer than this takes no more messages. */
export const CASE_ENTRIES_MAX = 2000;

/** What the broker holds a participant's account to: connections together, and subscriptions of each. */
export const PARTICIPANT_CONNECTIONS_MAX = 64;
export const PARTICIPANT_SUBSCRIPTIONS_MAX = 256;
