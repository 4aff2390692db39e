import { type ReactNode, Suspense, lazy } from 'react';
import { Navigate, createBrowserRouter } from 'react-router';
import { PageSkeleton } from '../parts/skeletons';
import { PageFault } from './page-fault';
import { firstPlace, placeOf } from './places';
import { useSession } from './session';
import { Shell } from './shell';
import { NoPlace } from './no-place';

/** Each is a file of its own. */
const PAGES = {
  NowPage: () => import('../pages/now/now-page'),
  CasesPage: () => import('../pages/cases/cases-page'),
  CasePage: () => import('../pages/cases/case-page'),
  FailuresPage: () => import('../pages/failures/failures-page'),
  DeadlinesPage: () => import('../pages/deadlines/deadlines-page'),
  StandardsPage: () => import('../pages/standards/standards-page'),
  LinksPage: () => import('../pages/links/links-page'),
  AuditPage: () => import('../pages/audit/audit-page'),
};
const [NowPage, CasesPage, CasePage, FailuresPage, DeadlinesPage, StandardsPage, LinksPage, AuditPage] = [lazy(PAGES.NowPage), lazy(PAGES.CasesPage), lazy(PAGES.CasePage), lazy(PAGES.FailuresPage), lazy(PAGES.DeadlinesPage), lazy(PAGES.StandardsPage), lazy(PAGES.LinksPage), lazy(PAGES.AuditPage)] as const;

/** Fetches every page while nothing else is to be done: they are small, and somebody who is cut off later finds them all. */
export function fetchPages(): void {
  const fetchAll = (): void => { for (const load of Object.values(PAGES)) void load().catch(() => undefined); };
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 10_000 });
  else setTimeout(fetchAll, 2_000);
}

/** A page behind its permission. The API refuses too; this only keeps an empty page from looking like a fault. */
function Guarded({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  const { may } = useSession();
  const place = placeOf(path);
  if (place !== undefined && !may(place.needs)) return <NoPlace why="not-allowed" />;
  return <Suspense fallback={<PageSkeleton />}>{children}</Suspense>;
}

function Home() {
  const { may } = useSession();
  const first = firstPlace(may);
  return first === undefined ? <NoPlace why="not-allowed" /> : <Navigate to={first} replace />;
}

const page = (path: string, element: ReactNode, under = path) => ({ path, element: <Guarded path={under}>{element}</Guarded>, errorElement: <PageFault /> });

export const router = createBrowserRouter([{
  element: <Shell />,
  errorElement: <PageFault />,
  children: [
    { index: true, element: <Home /> },
    page('/now', <NowPage />),
    page('/cases', <CasesPage />),
    page('/cases/:caseNo', <CasePage />, '/cases'),
    page('/failures', <FailuresPage />),
    page('/failures/:region/:sequence', <FailuresPage />, '/failures'),
    page('/deadlines', <DeadlinesPage />),
    page('/standards', <StandardsPage />),
    page('/standards/:section', <StandardsPage />, '/standards'),
    page('/links', <LinksPage />),
    page('/audit', <AuditPage />),
    // Addresses by which what is shown on a tab may be named elsewhere.
    { path: '/participants', element: <Navigate to="/links?tab=participants" replace /> },
    { path: '/status', element: <Navigate to="/links?tab=hubs" replace /> },
    { path: '/security-events', element: <Navigate to="/links?tab=security" replace /> },
    { path: '/alarms', element: <Navigate to="/deadlines?tab=alarms" replace /> },
    { path: '*', element: <NoPlace why="not-found" /> },
  ],
}]);
