import { useQueries } from '@tanstack/react-query';
import { call } from '#platform/web/client/call.ts';
import { operationKey } from '#platform/web/client/hooks.ts';
import type { PortalPage, WaitingCount } from '#platform/web/page.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { pages } from './pages.ts';

export interface PortalRoom {
  readonly page: PortalPage;
  readonly waiting: number;
}

const TABS_MAX = 4;

/** The tabs the resident may use, with what is new there; the first tab is always the start page. */
export function usePortalRooms(): readonly PortalRoom[] {
  const { may } = useSession();
  const open = pages.filter((page) => page.place === 'tab' && may(page.permission)).slice(0, TABS_MAX);
  const counts = useQueries({
    queries: open.map(({ badge, path }) => ({
      queryKey: badge ? operationKey(badge, {}) : ['no-badge', path],
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<WaitingCount> => call(badge!, {}, { signal }),
      enabled: badge !== undefined && may(badge.permission),
      staleTime: 30_000,
    })),
  });
  return open.map((page, index) => ({ page, waiting: counts[index]?.data?.waiting ?? 0 }));
}
