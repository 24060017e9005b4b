import { useSearchParams } from 'react-router';

export interface DeskFilters {
  readonly flow: 'outward' | 'down';
  readonly box: 'in' | 'out' | 'all';
  readonly ours?: 'true';
  readonly overdue?: 'true';
}

/** The board's filters live in the address, so that a desk can be bookmarked and sent. */
export function useDeskFilters(): { filters: DeskFilters; shown: 'board' | 'list'; set: (name: string, value: string | undefined) => void } {
  const [parameters, setParameters] = useSearchParams();
  const box = parameters.get('box');
  return {
    shown: parameters.get('show') === 'list' ? 'list' : 'board',
    filters: {
      flow: parameters.get('flow') === 'down' ? 'down' : 'outward',
      box: box === 'in' || box === 'out' ? box : 'all',
      ...(parameters.get('ours') === 'true' ? { ours: 'true' as const } : {}),
      ...(parameters.get('overdue') === 'true' ? { overdue: 'true' as const } : {}),
    },
    set: (name, value) =>
      setParameters((before) => {
        const after = new URLSearchParams(before);
        if (value === undefined) after.delete(name);
        else after.set(name, value);
        return after;
      }, { replace: true }),
  };
}
