import type { SessionDocument } from '@console/documents';
import type { WordKey } from '../i18n/words';

export type Permission = SessionDocument['permissions'][number];

/** The pages of the menu, in the order of an operator's questions, and what one has to be allowed to see each. */
export interface Place { readonly path: string; readonly title: WordKey; readonly needs: Permission }
export const PLACES = [
  { path: '/now', title: 'app.now', needs: 'status.read' },
  { path: '/cases', title: 'app.cases', needs: 'cases.read' },
  { path: '/failures', title: 'app.failures', needs: 'failures.read' },
  { path: '/deadlines', title: 'app.deadlines', needs: 'cases.read' },
  { path: '/standards', title: 'app.standards', needs: 'standards.read' },
  { path: '/links', title: 'app.links', needs: 'links.read' },
  { path: '/audit', title: 'app.audit', needs: 'audit.read' },
] as const satisfies readonly Place[];

/** The place that an address belongs to. */
export const placeOf = (pathname: string): Place | undefined => PLACES.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
/** Where somebody begins who may see only some of them. */
export const firstPlace = (may: (permission: Permission) => boolean): string | undefined => PLACES.find(({ needs }) => may(needs))?.path;
