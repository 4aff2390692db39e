import Table from 'cli-table3';
import { createColors } from 'picocolors';

export type Language = 'zh' | 'en';
export interface Worded { readonly zh: string; readonly en: string }

const BORDERLESS = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ',
};

/** How a person sees an answer: language, colours, tables. Widths count East Asian characters as two columns. */
export class View {
  readonly colours: ReturnType<typeof createColors>;
  constructor(readonly language: Language, coloured: boolean) {
    this.colours = createColors(coloured);
  }

  say(zh: string, en: string): string {
    return this.language === 'zh' ? zh : en;
  }

  words(worded: Worded): string {
    return this.say(worded.zh, worded.en);
  }

  heading(zh: string, en: string): string {
    return this.colours.bold(this.say(zh, en));
  }

  /** Columns under their headings, without borders; no line when there is no row. */
  table(headings: readonly Worded[], rows: readonly (readonly (string | number | undefined)[])[]): string {
    if (rows.length === 0) return this.colours.dim(this.say('（无）', '(none)'));
    const table = new Table({
      head: headings.map((heading) => this.colours.dim(this.words(heading))),
      chars: BORDERLESS, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    });
    table.push(...rows.map((row) => row.map((cell) => String(cell ?? ''))));
    return withoutTrailingBlanks(table.toString());
  }

  /** One fact a line, the names aligned; a fact without a value is left out. */
  facts(facts: readonly (readonly [Worded, string | number | undefined])[]): string {
    const table = new Table({ chars: BORDERLESS, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true } });
    table.push(...facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => [this.colours.dim(this.words(name)), String(value)]));
    return withoutTrailingBlanks(table.toString());
  }
}

const withoutTrailingBlanks = (text: string): string => text.split('\n').map((line) => line.trimEnd()).join('\n');
