import type { SessionDocument } from '@console/documents';
import { type ReactNode, createContext, use, useEffect, useMemo } from 'react';
import { keepCsrfToken } from '../api/http';
import { liveStore } from '../api/live-store';
import { useDocument } from '../api/use-document';
import { useWords } from '../i18n/use-words';
import { ProblemNotice } from '../parts/problem-notice';
import { PageSkeleton } from '../parts/skeletons';
import type { Permission } from './places';

interface KnownSession {
  readonly session: SessionDocument;
  readonly may: (permission: Permission) => boolean;
  /** Names for codes; the code where there is none. */
  readonly participantName: (code: string) => string;
  readonly regionName: (code: string) => string;
  readonly itemName: (code: string) => string;
  readonly flowName: (code: string) => string;
}
const SessionContext = createContext<KnownSession | undefined>(undefined);

/** Nothing is shown before it is known who looks: what they may not see is then never drawn. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useDocument<SessionDocument>('/session', {}, { every: 300_000 });
  const { wording } = useWords();
  useEffect(() => {
    if (data === undefined) return undefined;
    keepCsrfToken(data.csrfToken);
    return undefined;
  }, [data]);
  const follows = data?.permissions.includes('status.read') === true;
  useEffect(() => {
    if (!follows) return undefined;
    liveStore.start();
    return () => liveStore.stop();
  }, [follows]);

  const known = useMemo((): KnownSession | undefined => {
    if (data === undefined) return undefined;
    const naming = (named: readonly { readonly code: string; readonly name: { zh: string; en: string } }[]) => {
      const names = new Map(named.map(({ code, name }) => [code, wording(name)]));
      return (code: string): string => names.get(code) ?? code;
    };
    return {
      session: data, may: (permission) => data.permissions.includes(permission),
      participantName: naming(data.participants), regionName: naming(data.regions), itemName: naming(data.items), flowName: naming(data.flows),
    };
  }, [data, wording]);

  if (known === undefined) {
    return <main className="alone">{error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton />}</main>;
  }
  return <SessionContext value={known}>{children}</SessionContext>;
}

export function useSession(): KnownSession {
  const known = use(SessionContext);
  if (known === undefined) throw new Error('there is no session round this');
  return known;
}
