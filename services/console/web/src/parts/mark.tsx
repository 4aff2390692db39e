import type { ReactNode } from 'react';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'plain';

/** A short word in a colour that says the same as the word: nobody needs to see the colour. */
export const Mark = ({ tone = 'plain', title, children }: { readonly tone?: Tone; readonly title?: string; readonly children: ReactNode }) => <span className={`mark mark-${tone}`} title={title}>{children}</span>;
