import { HOSTILE_TEXTS, INPUT_BYTES_MAX, type Step, pick } from './step';

/** A field of the wire format (protobuf encoding): numbers and wire types as they stand, submessages taken apart where the bytes read as one. */
interface Node { number: number; wire: number; varint: bigint; bytes: Uint8Array; children?: Node[] }

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;
const TREE_DEPTH_MAX = 8;
/** What is larger is only changed as bytes: taking it apart takes longer than reading it. */
const TREE_BYTES_MAX = 64 * 1024;
const NUMBERS: readonly bigint[] = [0n, 1n, 127n, 128n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];

function varint(value: bigint): Buffer {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  out.push(Number(rest));
  return Buffer.from(out);
}
const tag = (number: number, wire: number): Buffer => varint((BigInt(number) << 3n) | BigInt(wire));

/** Undefined where the bytes are no message. */
function parse(bytes: Uint8Array, depth = 0): Node[] | undefined {
  const nodes: Node[] = [];
  let at = 0;
  const next = (): bigint | undefined => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) return undefined;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    return undefined;
  };
  while (at < bytes.length) {
    const key = next();
    if (key === undefined || key >> 3n === 0n || key >> 3n > 536_870_911n) return undefined;
    const [number, wire] = [Number(key >> 3n), Number(key & 7n)];
    if (wire === VARINT) {
      const value = next();
      if (value === undefined) return undefined;
      nodes.push({ number, wire, varint: value, bytes: new Uint8Array() });
      continue;
    }
    const length = wire === FIXED_64 ? 8 : wire === FIXED_32 ? 4 : wire === LENGTH_DELIMITED ? Number(next() ?? -1n) : -1;
    if (length < 0 || at + length > bytes.length) return undefined;
    const content = bytes.subarray(at, at + length);
    at += length;
    const children = wire === LENGTH_DELIMITED && length > 1 && depth < TREE_DEPTH_MAX ? parse(content, depth + 1) : undefined;
    nodes.push({ number, wire, varint: 0n, bytes: content, ...(children && { children }) });
  }
  return nodes;
}

function serialise(nodes: readonly Node[]): Buffer {
  return Buffer.concat(nodes.flatMap(({ number, wire, varint: value, bytes, children }) => {
    if (wire === VARINT) return [tag(number, wire), varint(value)];
    const content = children ? serialise(children) : bytes;
    return wire === LENGTH_DELIMITED ? [tag(number, wire), varint(BigInt(content.length)), content] : [tag(number, wire), content];
  }));
}

/** Every list of fields in the tree, with the place in it. */
function places(nodes: Node[], found: { readonly list: Node[]; readonly index: number }[] = []): typeof found {
  nodes.forEach((node, index) => {
    found.push({ list: nodes, index });
    if (node.children) places(node.children, found);
  });
  return found;
}

type TreeChange = (list: Node[], index: number, size: number) => void;
const leaf = (node: Node, bytes: Uint8Array): Node => ({ number: node.number, wire: LENGTH_DELIMITED, varint: 0n, bytes });

const IN_THE_TREE: readonly TreeChange[] = [
  // Left away.
  (list, index) => void list.splice(index, 1),
  // Many times.
  (list, index, size) => {
    const each = serialise([list[index]!]).length;
    const times = Math.min(pick([2, 10, 1_000, 30_000], size), Math.floor(INPUT_BYTES_MAX / 8 / Math.max(1, each)));
    list.splice(index, 0, ...Array.from({ length: times }, () => list[index]!));
  },
  // Under another number, or as another type of the wire.
  (list, index, size) => { list[index] = { ...list[index]!, number: 1 + (size % 60) }; },
  (list, index, size) => {
    const node = list[index]!;
    list[index] = pick<Node>([
      { ...node, wire: VARINT, varint: BigInt(size) }, { number: node.number, wire: FIXED_64, varint: 0n, bytes: Buffer.alloc(8, size) }, { number: node.number, wire: FIXED_32, varint: 0n, bytes: Buffer.alloc(4, size) },
    ], size);
  },
  // Another value.
  (list, index, size) => {
    const node = list[index]!;
    list[index] = node.wire === VARINT ? { ...node, varint: pick(NUMBERS, size) } : leaf(node, Buffer.from(pick(HOSTILE_TEXTS, size), 'utf8'));
  },
  (list, index, size) => { list[index] = leaf(list[index]!, Buffer.from([0xff, 0xfe, 0xc0, 0x80, size & 255])); },
  // Inside itself.
  (list, index, size) => {
    const { number } = list[index]!;
    let inner: Buffer = serialise([list[index]!]);
    for (let depth = pick([3, 99, 101, 2_000], size); depth > 0 && inner.length < INPUT_BYTES_MAX / 4; depth--) inner = Buffer.concat([tag(number, LENGTH_DELIMITED), varint(BigInt(inner.length)), inner]);
    list[index] = leaf(list[index]!, inner);
  },
  // Beside fields that nobody knows.
  (list, index, size) => void list.splice(index, 0, { number: 5_000 + size, wire: LENGTH_DELIMITED, varint: 0n, bytes: Buffer.alloc(pick([0, 1, 100_000], size), size) }),
];

type BytesChange = (bytes: Buffer, at: number, size: number) => Buffer;
const insert = (bytes: Buffer, at: number, what: Uint8Array): Buffer => Buffer.concat([bytes.subarray(0, at % (bytes.length + 1)), what, bytes.subarray(at % (bytes.length + 1))]);

const IN_THE_BYTES: readonly BytesChange[] = [
  (bytes, at, size) => {
    const flipped = Buffer.from(bytes);
    if (flipped.length > 0) flipped[at % flipped.length]! ^= 1 << (size & 7);
    return flipped;
  },
  (bytes, at) => bytes.subarray(0, at % (bytes.length + 1)),
  // A length that promises far more than there is.
  (bytes, at, size) => insert(bytes, at, Buffer.concat([tag(1 + (size % 30), LENGTH_DELIMITED), varint(pick(NUMBERS, size))])),
  // Groups inside groups, which no message of ours has; a reader skips them.
  (bytes, at, size) => insert(bytes, at, Buffer.alloc(pick([2, 101, 100_000], size), tag(1 + (size % 15), 3))),
  (bytes, at, size) => insert(bytes, at, Buffer.alloc(size % 20, 0xff)),
];

/** Bytes of a message changed so that most of it is still one. */
export function mutateProtobuf(bytes: Uint8Array, { kind, at, size }: Step): Uint8Array {
  const which = kind % (IN_THE_TREE.length + IN_THE_BYTES.length);
  const change = IN_THE_BYTES[which - IN_THE_TREE.length];
  if (change) return change(Buffer.from(bytes), at, size).subarray(0, INPUT_BYTES_MAX);
  const nodes = bytes.length > TREE_BYTES_MAX ? undefined : parse(bytes);
  const found = nodes ? places(nodes) : [];
  if (!nodes || found.length === 0) return bytes;
  const { list, index } = pick(found, at);
  IN_THE_TREE[which]!(list, index, size);
  return serialise(nodes).subarray(0, INPUT_BYTES_MAX);
}
