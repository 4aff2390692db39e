/** A text in both languages, side by side, so that neither can be forgotten. `{{name}}` is filled in. */
export type Pair = readonly [zh: string, en: string];
export type Words = Readonly<Record<string, Pair>>;
