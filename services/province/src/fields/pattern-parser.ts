/** The part of ECMA-262 patterns that texts are made from; anything else is refused, never guessed at. */
export type PatternNode =
  /** One character out of these. */
  | { readonly kind: 'characters'; readonly characters: string }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number };

export class UnsupportedPattern extends Error {
  override readonly name = 'UnsupportedPattern';
}

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Printable ASCII: what `.` and negated classes are taken from. */
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const ESCAPED_CLASSES: Readonly<Record<string, string>> = { d: DIGITS, w: `${DIGITS}${LETTERS}_`, s: ' ' };
const ESCAPED_CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' };
/** A repetition without an upper bound ends here. */
const REPEAT_MAX = 64;
const RANGE_MAX = 0x3000;

/** @throws UnsupportedPattern for look-around, back references, property escapes and inner anchors. */
export function parsePattern(pattern: string): PatternNode {
  const parser = new PatternParser([...pattern]);
  const node = parser.choice();
  if (!parser.atEnd) throw new UnsupportedPattern(`unexpected ) in ${pattern}`);
  return node;
}

class PatternParser {
  private position = 0;
  constructor(private readonly text: readonly string[]) {}

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  choice(): PatternNode {
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    const [only] = options;
    return options.length === 1 && only ? only : { kind: 'choice', options };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.atEnd && this.peek() !== '|' && this.peek() !== ')') {
      // The whole value has to match anyway, so an anchor at either end adds nothing.
      if (this.take('^') || this.take('$')) continue;
      parts.push(this.repeated(this.atom()));
    }
    return { kind: 'sequence', parts };
  }

  private atom(): PatternNode {
    if (this.take('(')) {
      if (this.take('?') && !this.take(':')) throw this.unsupported('a group that looks around or has a name');
      const inner = this.choice();
      if (!this.take(')')) throw this.unsupported('an open group');
      return inner;
    }
    if (this.take('[')) return { kind: 'characters', characters: this.characterClass() };
    if (this.take('.')) return { kind: 'characters', characters: PRINTABLE };
    if (this.take('\\')) return { kind: 'characters', characters: this.escape() };
    return { kind: 'characters', characters: this.next() };
  }

  private repeated(node: PatternNode): PatternNode {
    const bounds = this.quantifier();
    if (bounds === undefined) return node;
    this.take('?'); // lazy or greedy, the texts are the same
    return { kind: 'repeat', node, ...bounds };
  }

  private quantifier(): { readonly min: number; readonly max: number } | undefined {
    if (this.take('?')) return { min: 0, max: 1 };
    if (this.take('*')) return { min: 0, max: REPEAT_MAX };
    if (this.take('+')) return { min: 1, max: REPEAT_MAX };
    if (!this.take('{')) return undefined;
    let inside = '';
    while (!this.take('}')) inside += this.next();
    const bounds = /^(\d+)(,?)(\d*)$/.exec(inside);
    if (bounds === null) throw this.unsupported(`the quantifier {${inside}}`);
    const min = Number(bounds[1]);
    const open = Math.max(min, REPEAT_MAX);
    return { min, max: bounds[3] ? Number(bounds[3]) : bounds[2] ? open : min };
  }

  private characterClass(): string {
    const negated = this.take('^');
    let characters = '';
    while (!this.take(']')) {
      const from = this.classMember();
      if (from.length === 1 && this.peek() === '-' && this.text[this.position + 1] !== ']') {
        this.take('-');
        characters += this.range(from, this.classMember());
      } else characters += from;
    }
    const known = new Set(characters);
    const chosen = negated ? [...PRINTABLE].filter((character) => !known.has(character)) : [...known];
    if (chosen.length === 0) throw this.unsupported('a class without a character');
    return chosen.join('');
  }

  private classMember(): string {
    return this.take('\\') ? this.escape() : this.next();
  }

  private range(from: string, to: string): string {
    const [first = 0, last = 0] = [from.codePointAt(0), to.codePointAt(0)];
    if (to.length !== 1 || last < first || last - first > RANGE_MAX) throw this.unsupported(`the range ${from}-${to}`);
    return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).join('');
  }

  private escape(): string {
    const character = this.next();
    const set = ESCAPED_CLASSES[character] ?? ESCAPED_CONTROLS[character];
    if (set !== undefined) return set;
    if (/[A-Za-z0-9]/.test(character)) throw this.unsupported(`the escape \\${character}`);
    return character;
  }

  private peek(): string | undefined {
    return this.text[this.position];
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position += 1;
    return true;
  }

  private next(): string {
    const character = this.text[this.position];
    if (character === undefined) throw this.unsupported('an end that comes too early');
    this.position += 1;
    return character;
  }

  private unsupported(what: string): UnsupportedPattern {
    return new UnsupportedPattern(`no text can be made from ${what} in ${this.text.join('')}`);
  }
}
