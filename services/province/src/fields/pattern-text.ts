import { type PatternNode, UnsupportedPattern, parsePattern } from './pattern-parser';
import type { Seed } from './seed';

export interface LengthBounds { readonly min: number; readonly max: number }

const ATTEMPTS_MAX = 24;
/** Repetitions beyond the fewest allowed; enough for numbers that should not repeat between cases. */
const EXTRA_REPEATS_MAX = 12;

/**
 * A text that matches the whole pattern and has a length (code points) within bounds; the same seed and label give the
 * same text. @throws UnsupportedPattern when the pattern is beyond the parser or no try fits.
 */
export function textMatching(pattern: string, seed: Seed, label: string, { min, max }: LengthBounds): string {
  const node = parsePattern(pattern);
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    // Later tries are longer when the first are too short, and shorter when a bound is tight.
    const extra = min > EXTRA_REPEATS_MAX ? min + attempt : Math.max(0, EXTRA_REPEATS_MAX - attempt);
    const text = new Writer(seed, `${label}#${attempt}`, extra).write(node);
    const length = [...text].length;
    if (length >= min && length <= max && whole.test(text)) return text;
  }
  throw new UnsupportedPattern(`no text of ${min} to ${max} characters was found for ${pattern}`);
}

class Writer {
  private step = 0;
  constructor(private readonly seed: Seed, private readonly label: string, private readonly extraMax: number) {}

  write(node: PatternNode): string {
    switch (node.kind) {
      case 'characters': return this.character(node.characters);
      case 'sequence': return node.parts.map((part) => this.write(part)).join('');
      case 'choice': return this.write(node.options[this.pick(node.options.length)] ?? { kind: 'sequence', parts: [] });
      case 'repeat': return Array.from({ length: this.count(node.min, node.max) }, () => this.write(node.node)).join('');
    }
  }

  /** An optional part is left out; a repetition that may be long is made long, so that numbers differ between cases. */
  private count(min: number, max: number): number {
    return max - min <= 1 ? min : min + Math.min(this.extraMax, max - min);
  }

  /** Digits and letters read better on a form than the separators a class may also allow. */
  private character(characters: string): string {
    const plain = [...characters].filter((character) => /[0-9A-Za-z]/.test(character));
    const from = plain.length > 0 ? plain : [...characters];
    return from[this.pick(from.length)] ?? '';
  }

  private pick(below: number): number {
    this.step += 1;
    return this.seed.number(`${this.label}.${this.step}`, below);
  }
}
