import { useMemo } from 'react';
import { useQueries } from '@tanstack/react-query';
import { call } from '#platform/web/client/call.ts';
import { operationKey } from '#platform/web/client/hooks.ts';
import { isListed, type ModulePage, type WaitingCount } from '#platform/web/page.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { pages } from '../pages.ts';

export interface Room {
  readonly page: ModulePage;
  /** Undefined where nothing is counted or the answer is not there yet. */
  readonly count: WaitingCount | undefined;
}

/** The listed pages that the person may enter now, with what waits there. */
export function useRooms(): readonly Room[] {
  const { may, acting, phase } = useSession();
  const isOffline = phase === 'offline';
  const open = useMemo(() => pages.filter((page) => isListed(page) && may(page.permission) && (!isOffline || page.worksOffline === true)), [isOffline, may]);
  const counts = useQueries({
    queries: open.map(({ badge, path }) => ({
      queryKey: badge ? [...operationKey(badge, {}), acting?.organisationId] : ['no-badge', path],
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<WaitingCount> => call(badge!, {}, { signal }),
      enabled: badge !== undefined && !isOffline && may(badge.permission),
      staleTime: 30_000,
    })),
  });
  return open.map((page, index) => ({ page, count: counts[index]?.data }));
}
