import type { ReactNode } from 'react';

export interface WorkspaceItem {
  /** The same key opened again comes to the front instead of opening twice. */
  readonly key: string;
  readonly title: string;
  readonly content: ReactNode;
  readonly width?: 'normal' | 'wide';
}

export interface WorkspaceState {
  readonly items: readonly WorkspaceItem[];
  /** Null when all are minimised. */
  readonly front: string | null;
}

export const emptyWorkspace: WorkspaceState = { items: [], front: null };

export type WorkspaceStep =
  | { readonly do: 'open'; readonly item: WorkspaceItem }
  | { readonly do: 'close' | 'show'; readonly key: string }
  | { readonly do: 'minimise' };

/** Opening puts an item in front and keeps the others mounted behind it; closing shows the one opened before. */
export function workspaceAfter(state: WorkspaceState, step: WorkspaceStep): WorkspaceState {
  if (step.do === 'minimise') return { ...state, front: null };
  if (step.do === 'show') return state.items.some((item) => item.key === step.key) ? { ...state, front: step.key } : state;
  if (step.do === 'open') {
    const known = state.items.some((item) => item.key === step.item.key);
    return { items: known ? state.items : [...state.items, step.item], front: step.item.key };
  }
  const items = state.items.filter((item) => item.key !== step.key);
  const front = state.front === step.key ? (items.at(-1)?.key ?? null) : state.front;
  return { items, front };
}
