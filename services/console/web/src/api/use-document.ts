import { QueryClient, type UseQueryResult, keepPreviousData, useQuery } from '@tanstack/react-query';
import { getDocument } from './http';
import { isPassing, problemIn } from './problem';
import type { QueryValues } from './query-string';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000, refetchOnWindowFocus: true, networkMode: 'always',
      retry: (failures, error) => failures < 1 && isPassing(problemIn(error)), retryDelay: 800,
    },
    mutations: { networkMode: 'always' },
  },
});

interface Options {
  readonly enabled?: boolean;
  /** Ask again after so many milliseconds, for what the live stream does not tell. */
  readonly every?: number | false;
  /** The answer to another question stays until the new one is there, so that a list does not jump while it is paged. */
  readonly keep?: boolean;
  /** Asked anew when it is another: of an answer that depends on more than its address. */
  readonly version?: string | number;
}

/** A document of the API. Its address is its key: whoever asks the same shares the answer. */
export function useDocument<T>(path: string, query: QueryValues = {}, { enabled = true, every = false, keep = false, version }: Options = {}): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: version === undefined ? [path, query] : [path, query, version], queryFn: ({ signal }) => getDocument<T>(path, query, signal), enabled, refetchInterval: every,
    ...(keep && { placeholderData: keepPreviousData }),
  });
}
