import { PLAIN_VIEW, type View } from './image/geometry.ts';
import type { Offset } from './image/linking.ts';
import type { ViewWindow } from './image/slices.ts';
import type { PresentationState } from './presentation/read-state.ts';
import { LAYOUTS, PANES_MAX, type LayoutKey, type ToolKey } from './tools.ts';

/** What one pane shows. */
export interface PaneState {
  readonly studyUid: string | undefined;
  readonly seriesUid: string | undefined;
  /** Undefined until something was scrolled: the middle. */
  readonly index: number | undefined;
  /** Undefined = the object's own. */
  readonly window: ViewWindow | undefined;
  readonly isInverted: boolean;
  readonly view: View;
  /** Chosen for this pane; pictures that it does not speak of are shown as they are. */
  readonly presentation: PresentationState | undefined;
  /** The chosen state is switched on. */
  readonly isPresented: boolean;
}

export interface Stage {
  readonly layout: LayoutKey;
  /** Always as many as the largest layout has. */
  readonly panes: readonly PaneState[];
  readonly active: number;
  readonly tool: ToolKey;
  readonly isLinked: boolean;
  /** By `from>to` numbers of panes, as set when linking was switched on by hand. */
  readonly offsets: Readonly<Record<string, Offset>>;
  readonly isPlaying: boolean;
  readonly framesPerSecond: number;
}

export type Change =
  | { readonly do: 'hang'; readonly layout: LayoutKey; readonly panes: readonly Pick<PaneState, 'studyUid' | 'seriesUid' | 'window'>[] }
  | { readonly do: 'set'; readonly stage: Partial<Stage> }
  | { readonly do: 'pane'; readonly at: number; readonly pane: Partial<PaneState> }
  | { readonly do: 'view'; readonly at: number; readonly view: (view: View) => View }
  | { readonly do: 'indices'; readonly indices: ReadonlyMap<number, number> };

const EMPTY_PANE: PaneState = { studyUid: undefined, seriesUid: undefined, index: undefined, window: undefined, isInverted: false, view: PLAIN_VIEW, presentation: undefined, isPresented: false };
const FRAMES_PER_SECOND = 12;

export const FIRST_STAGE: Stage = {
  layout: '1x1', panes: Array.from({ length: PANES_MAX }, () => EMPTY_PANE), active: 0, tool: 'scroll', isLinked: true, offsets: {}, isPlaying: false, framesPerSecond: FRAMES_PER_SECOND,
};

export const paneCount = (layout: LayoutKey): number => LAYOUTS.find(({ key }) => key === layout)!.count;

export function changed(stage: Stage, change: Change): Stage {
  const withPanes = (alter: (pane: PaneState, at: number) => PaneState): Stage => ({ ...stage, panes: stage.panes.map(alter) });
  switch (change.do) {
    case 'hang':
      return { ...FIRST_STAGE, tool: stage.tool, layout: change.layout, panes: FIRST_STAGE.panes.map((pane, at) => ({ ...pane, ...change.panes[at] })) };
    case 'set': {
      const next = { ...stage, ...change.stage };
      return next.active < paneCount(next.layout) ? next : { ...next, active: 0 };
    }
    case 'pane':
      return withPanes((pane, at) => (at === change.at ? { ...pane, ...change.pane } : pane));
    case 'view':
      return withPanes((pane, at) => (at === change.at ? { ...pane, view: change.view(pane.view) } : pane));
    case 'indices':
      return withPanes((pane, at) => (change.indices.has(at) ? { ...pane, index: change.indices.get(at)! } : pane));
  }
}
