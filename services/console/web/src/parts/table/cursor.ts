/** Pages by cursors: a list can go on and come back, and nothing is asked twice under another cursor. */
export interface CursorPages { readonly cursors: readonly string[] }
export const FIRST_PAGE: CursorPages = { cursors: [] };
export const cursorOf = ({ cursors }: CursorPages): string | undefined => cursors.at(-1);
export const pageNumber = ({ cursors }: CursorPages): number => cursors.length + 1;
export const nextPage = ({ cursors }: CursorPages, next: string): CursorPages => ({ cursors: [...cursors, next] });
export const previousPage = ({ cursors }: CursorPages): CursorPages => ({ cursors: cursors.slice(0, -1) });
