import { useNavigate, useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { listStudies } from '../../contract.ts';

/** Studies of the list that are looked through for the next one. */
const LIST_MAX = 500;
const FILTERS = ['q', 'modality', 'from', 'until', 'match', 'personId'] as const;

export interface Neighbours {
  readonly toNext: (() => void) | undefined;
  readonly toPrevious: (() => void) | undefined;
  /** Address of the list with the filters that led here. */
  readonly list: string;
}

/** The list from which this study was opened, by the filters in the address; the next one opens with the same. */
export function useNeighbours(studyUid: string): Neighbours {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const filters = Object.fromEntries(FILTERS.flatMap((key) => {
    const values = search.getAll(key).filter(Boolean);
    return values.length === 0 ? [] : [[key, key === 'modality' ? values : values[0]!]];
  }));
  const rows = useOperation(listStudies, { ...filters, limit: LIST_MAX }, { staleMs: 60_000 }).data?.rows ?? [];
  const at = rows.findIndex((each) => each.studyUid === studyUid);
  const query = search.size === 0 ? '' : `?${search.toString()}`;
  const to = (uid: string | undefined) => (uid === undefined ? undefined : () => void navigate(`/imaging/studies/${uid}${query}`));
  // Opened from elsewhere and not in the list: its first study comes next.
  return { toNext: to(rows[at + 1]?.studyUid), toPrevious: at > 0 ? to(rows[at - 1]!.studyUid) : undefined, list: `/imaging/studies${query}` };
}
