import { useEffect, useRef, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';
import { apply, inverse, type Affine, type Point } from './image/geometry.ts';
import { POINTS_OF, type MeasureKind } from './image/measure.ts';
import type { ViewWindow } from './image/slices.ts';
import type { ToolKey } from './tools.ts';
import type { DrawingHands } from './use-drawing.ts';
import type { Viewer } from './use-viewer.ts';

export interface HandsOf {
  readonly at: number;
  readonly viewer: Viewer;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly drawing: DrawingHands;
  readonly window: ViewWindow | undefined;
  readonly sliceCount: number;
  /** From pixels of the image to device pixels of the canvas. */
  readonly way: RefObject<Affine | undefined>;
}

const ZOOM_PX = 150;
const [ZOOM_MIN, ZOOM_MAX] = [0.2, 40];
const SCROLL_PX_MIN = 4;
/** Pixels of dragging that double the window at most. */
const WINDOW_PX = 300;
const WHEEL_STEP = 40;

interface Drag {
  readonly tool: ToolKey;
  readonly start: Point;
  readonly last: Point;
  readonly index: number;
  readonly window: ViewWindow | undefined;
}

const pointOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => ({ x: clientX, y: clientY });
const isDrawn = (tool: ToolKey): tool is MeasureKind => tool in POINTS_OF;
const gap = ([first, second]: readonly Point[]): number => Math.hypot(first!.x - second!.x, first!.y - second!.y);

/** Mouse, pen and fingers on one pane. */
export function useHands(of: HandsOf) {
  const { at, viewer, canvas, drawing } = of;
  const drag = useRef<Drag>(undefined);
  const fingers = useRef(new Map<number, Point>());
  const zoomBy = (factor: number): void => viewer.change({ do: 'view', at, view: (view) => ({ ...view, zoom: Math.max(ZOOM_MIN, Math.min(ZOOM_MAX, view.zoom * factor)) }) });
  useWheel(of, zoomBy);
  const end = (event: ReactPointerEvent): void => {
    fingers.current.delete(event.pointerId);
    if (drag.current && isDrawn(drag.current.tool)) drawing.up(imagePoint(of, event));
    drag.current = undefined;
  };
  return {
    onPointerDown: (event: ReactPointerEvent) => {
      canvas.current?.setPointerCapture(event.pointerId);
      viewer.change({ do: 'set', stage: { active: at, isPlaying: false } });
      fingers.current.set(event.pointerId, pointOf(event));
      const tool: ToolKey = event.button === 1 ? 'pan' : event.button === 2 ? 'zoom' : viewer.stage.tool;
      drag.current = { tool, start: pointOf(event), last: pointOf(event), index: viewer.indexOf(at), window: of.window };
      if (isDrawn(tool)) drawing.down(tool, imagePoint(of, event));
    },
    onPointerMove: (event: ReactPointerEvent) => {
      if (fingers.current.size === 2 && fingers.current.has(event.pointerId)) {
        const before = gap([...fingers.current.values()]);
        fingers.current.set(event.pointerId, pointOf(event));
        return zoomBy(gap([...fingers.current.values()]) / Math.max(1, before));
      }
      if (drawing.sketch) return drawing.move(imagePoint(of, event));
      if (drag.current === undefined) return;
      dragTo(of, drag.current, { to: pointOf(event), zoomBy });
      drag.current = { ...drag.current, last: pointOf(event) };
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
  };
}

function dragTo({ at, viewer, canvas, sliceCount }: HandsOf, drag: Drag, { to, zoomBy }: { to: Point; zoomBy: (factor: number) => void }): void {
  const box = canvas.current!.getBoundingClientRect();
  const step = { x: to.x - drag.last.x, y: to.y - drag.last.y };
  const whole = { x: to.x - drag.start.x, y: to.y - drag.start.y };
  if (drag.tool === 'pan') {
    const side = Math.min(box.width, box.height);
    return viewer.change({ do: 'view', at, view: (view) => ({ ...view, pan: { x: view.pan.x + step.x / side, y: view.pan.y + step.y / side } }) });
  }
  if (drag.tool === 'zoom') return zoomBy(Math.exp(-step.y / ZOOM_PX));
  if (drag.tool === 'scroll') return viewer.scrollTo(at, drag.index + Math.round(whole.y / Math.max(SCROLL_PX_MIN, box.height / Math.max(1, sliceCount))));
  if (drag.tool === 'window' && drag.window) {
    const { centre, width, shape } = drag.window;
    const part = width / WINDOW_PX;
    viewer.change({ do: 'pane', at, pane: { window: { shape, centre: rounded(centre + whole.y * part, width), width: Math.max(shape === 'linear' ? 1 : 1e-3, rounded(width + whole.x * part, width)) } } });
  }
}

const rounded = (value: number, width: number): number => (width > 20 ? Math.round(value) : Math.round(value * 100) / 100);

function imagePoint({ canvas, way }: HandsOf, event: { clientX: number; clientY: number }): Point {
  const box = canvas.current!.getBoundingClientRect();
  const ratio = canvas.current!.width / Math.max(1, box.width);
  const point = { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
  return way.current ? apply(inverse(way.current), point) : point;
}

/** React listens to the wheel passively; the page must not scroll with the stack. */
function useWheel(of: HandsOf, zoomBy: (factor: number) => void): void {
  const turned = useRef(0);
  const latest = useRef({ of, zoomBy });
  latest.current = { of, zoomBy };
  useEffect(() => {
    const element = of.canvas.current;
    const listen = (event: WheelEvent): void => {
      event.preventDefault();
      const { of: { viewer, at }, zoomBy: zoom } = latest.current;
      if (event.ctrlKey) return zoom(Math.exp(-event.deltaY / (ZOOM_PX * 4)));
      turned.current += event.deltaMode === 1 ? event.deltaY * WHEEL_STEP : event.deltaY;
      const steps = Math.trunc(turned.current / WHEEL_STEP);
      if (steps === 0) return;
      turned.current -= steps * WHEEL_STEP;
      // A notch of a mouse is 100 or 120: one image.
      viewer.scrollTo(at, viewer.indexOf(at) + (Math.abs(steps) <= 3 ? Math.sign(steps) : Math.trunc(steps / 2)));
    };
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [of.canvas]);
}
