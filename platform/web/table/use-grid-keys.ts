import type { KeyboardEvent } from 'react';

export interface GridKeyActs {
  readonly total: number;
  readonly active: number;
  readonly rowsPerScreen: number;
  readonly go: (index: number) => void;
  readonly open: () => void;
  readonly select: () => void;
}

/** Index after a key, or undefined when the key moves nothing. */
export function indexAfterKey(key: string, { active, total, rowsPerScreen }: { active: number; total: number; rowsPerScreen: number }): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    j: active + 1, ArrowDown: active + 1, k: active - 1, ArrowUp: active - 1, Home: 0, End: total - 1,
    PageDown: active + rowsPerScreen, PageUp: active - rowsPerScreen,
  };
  const wanted = moves[key];
  return wanted === undefined || total === 0 ? undefined : Math.min(total - 1, Math.max(0, wanted));
}

/** Keys of a focused list: j k arrows Home End Page, Enter opens, x or Space selects. */
export function gridKeyListener(acts: GridKeyActs) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const next = indexAfterKey(event.key, acts);
    if (next !== undefined) acts.go(next);
    else if (event.key === 'Enter') acts.open();
    else if (event.key === 'x' || event.key === ' ') acts.select();
    else return;
    event.preventDefault();
  };
}
