import { useEffect, useRef } from 'react';
import { turned, PLAIN_VIEW } from './image/geometry.ts';
import { PRESETS, takesPresets } from './image/windowing.ts';
import { ACTS, LAYOUTS, TOOLS, type ActKey } from './tools.ts';
import type { Viewer } from './use-viewer.ts';

const LEAP = 10;

/** What the toolbar and the keys can do with the pane in use. */
export interface ActsOf {
  readonly viewer: Viewer;
  readonly toNext: (() => void) | undefined;
  readonly toPrevious: (() => void) | undefined;
  readonly togglePrior: () => void;
  readonly toggleHelp: () => void;
}

export function act(key: ActKey, { viewer, toNext, toPrevious, togglePrior, toggleHelp }: ActsOf): void {
  const { change, stage } = viewer;
  const at = stage.active;
  const pane = stage.panes[at]!;
  const doing: Readonly<Record<ActKey, () => void>> = {
    invert: () => change({ do: 'pane', at, pane: { isInverted: !pane.isInverted } }),
    turn: () => change({ do: 'view', at, view: turned }),
    flipX: () => change({ do: 'view', at, view: (view) => ({ ...view, flipX: !view.flipX, pan: { x: -view.pan.x, y: view.pan.y } }) }),
    flipY: () => change({ do: 'view', at, view: (view) => ({ ...view, flipY: !view.flipY, pan: { x: view.pan.x, y: -view.pan.y } }) }),
    reset: () => change({ do: 'pane', at, pane: { view: PLAIN_VIEW, window: undefined, isInverted: false, isPresented: false } }),
    ownWindow: () => change({ do: 'pane', at, pane: { window: undefined } }),
    cine: () => change({ do: 'set', stage: { isPlaying: !stage.isPlaying } }),
    linked: () => viewer.setLinked(!stage.isLinked),
    prior: togglePrior,
    next: () => toNext?.(),
    previous: () => toPrevious?.(),
    undo: viewer.measurements.undo,
    present: () => viewer.present(pane.presentation, !pane.isPresented),
    // Each pane listens itself: only it knows what is being drawn.
    cancel: () => {},
    help: toggleHelp,
  };
  doing[key]();
}

/** A preset for the pane in use, where its values are Hounsfield units. */
export function choosePreset({ stage, answers, change, indexOf }: Viewer, number: number): void {
  const slice = answers[stage.active]?.slices?.[indexOf(stage.active)];
  const preset = PRESETS[number];
  if (slice && preset && takesPresets(slice)) change({ do: 'pane', at: stage.active, pane: { window: preset.window } });
}

const MOVES: Readonly<Record<string, (index: number, last: number) => number>> = {
  arrowup: (index) => index - 1, arrowdown: (index) => index + 1, pageup: (index) => index - LEAP, pagedown: (index) => index + LEAP, home: () => 0, end: (_index, last) => last,
};
/** On these, the keys belong to the control that has the focus. */
const TYPING = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"], [role="combobox"], [role="slider"]';

/** One key, one act, anywhere on the page. */
export function useKeys(of: ActsOf): void {
  const latest = useRef(of);
  latest.current = of;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (target?.closest(TYPING) && event.key !== 'Escape')) return;
      if (event.key === ' ' && target?.closest('button, a')) return;
      if (press(event.key.toLowerCase(), latest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function press(key: string, of: ActsOf): boolean {
  const { viewer } = of;
  const at = viewer.stage.active;
  const [tool, layout, doing, move] = [TOOLS.find((each) => each.press === key), LAYOUTS.find((each) => each.press === key), ACTS.find((each) => each.press === key), MOVES[key]];
  if (move) viewer.scrollTo(at, move(viewer.indexOf(at), (viewer.answers[at]?.slices?.length ?? 1) - 1));
  else if (tool) viewer.change({ do: 'set', stage: { tool: tool.key } });
  else if (layout) viewer.change({ do: 'set', stage: { layout: layout.key } });
  else if (doing && doing.key !== 'cancel') act(doing.key, of);
  else if (/^[1-5]$/.test(key)) choosePreset(viewer, Number(key) - 1);
  else return false;
  return true;
}

/** Turns the pages of the pane in use; waits for a page that is not here yet. */
export function useCine(viewer: Viewer): void {
  const latest = useRef(viewer);
  latest.current = viewer;
  const { isPlaying, framesPerSecond } = viewer.stage;
  useEffect(() => {
    if (!isPlaying) return undefined;
    const step = (): void => {
      const { stage, answers, indexOf, scrollTo, frames } = latest.current;
      const slices = answers[stage.active]?.slices ?? [];
      const next = (indexOf(stage.active) + 1) % Math.max(1, slices.length);
      if (slices[next] && (frames.has(slices[next].key) || frames.failureOf(slices[next].key))) scrollTo(stage.active, next);
    };
    const timer = setInterval(step, 1000 / framesPerSecond);
    return () => clearInterval(timer);
  }, [framesPerSecond, isPlaying]);
}
