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

/** The rooms the resident may use, with what is new there: as many as the bar has tabs beside the start page, unless told otherwise. */
export function usePortalRooms(roomsMax = TABS_MAX): readonly PortalRoom[] {
  const { may } = useSession();
  const open = pages.filter((page) => page.place === 'tab' && may(page.permission)).slice(0, roomsMax);
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
