import { useEffect, useRef, useState, type RefObject } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useText } from '#platform/web/text/messages.ts';
import type { Affine, View } from './image/geometry.ts';
import { wishAround } from './image/frame-store.ts';
import { FrameFailure, loadFirstPicture, type Frame } from './image/load-frame.ts';
import { measured } from './image/measure.ts';
import type { Slice } from './image/slices.ts';
import { resultLines } from './measurement-text.ts';
import { drawMeasurement, drawPicture, Plate, windowOf, type Drawing } from './paint.ts';
import { PaneOverlay } from './pane-overlay.tsx';
import { shownIn } from './presentation/apply-state.ts';
import { drawState } from './presentation/draw-state.ts';
import type { PresentationState } from './presentation/read-state.ts';
import { useDrawing, type Sketch } from './use-drawing.ts';
import { useHands } from './use-hands.ts';
import { useFrameArrivals, type Viewer } from './use-viewer.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

/** One picture with what stands on it. Focus it to scroll by keys. */
export function Pane({ at, viewer }: { at: number; viewer: Viewer }) {
  const say = useText();
  const pane = viewer.stage.panes[at]!;
  const { slices, error } = viewer.answers[at]!;
  const index = viewer.indexOf(at);
  const { slice, view, state } = shownIn(pane, slices?.[index]);
  useFrameArrivals(viewer.frames);
  useEffect(() => viewer.frames.want(`pane ${at}`, slices ? wishAround(slices, index, viewer.wishBytesMax) : []), [at, index, slices, viewer.frames, viewer.wishBytesMax]);
  useEffect(() => () => viewer.frames.want(`pane ${at}`, []), [at, viewer.frames]);
  const frame = slice && viewer.frames.get(slice.key);
  const failure = slice ? viewer.frames.failureOf(slice.key) : error;
  const canvas = useRef<HTMLCanvasElement>(null);
  const way = useRef<Affine>(undefined);
  const window = slice && frame ? windowOf(slice, frame, pane.window) : pane.window;
  const drawing = useDrawing({ slice, frame, add: viewer.measurements.add });
  const hands = useHands({ at, viewer, canvas, drawing, window, sliceCount: slices?.length ?? 1, way });
  useEscape(drawing.cancel);
  const first = useFirstPicture(viewer, at, frame !== undefined);
  const shown = usePainting({ at, viewer, canvas, way, slice, view, state, frame, first, sketch: drawing.sketch });
  const isActive = viewer.stage.active === at;
  return (
    <section className={isActive ? 'imaging-pane imaging-pane-active' : 'imaging-pane'} aria-label={say(messages.paneOf, { number: at + 1 })}>
      <canvas
        ref={canvas} className={`imaging-canvas imaging-tool-${viewer.stage.tool}`} tabIndex={0} role="img" onFocus={() => viewer.change({ do: 'set', stage: { active: at } })}
        aria-label={`${say(messages.slice)} ${index + 1}/${slices?.length ?? '–'}`} data-shown={shown} data-slice={slice?.key} data-presented={state?.uid} {...hands}
      />
      <PaneOverlay at={at} viewer={viewer} slice={slice} view={view} state={state} window={window} isPreview={shown === 'picture'} />
      {pane.seriesUid === undefined && <p className="imaging-pane-note">{say(messages.emptyPane)}</p>}
      {slices?.length === 0 && <p className="imaging-pane-note">{say(messages.noImages)}</p>}
      {pane.seriesUid !== undefined && shown === 'nothing' && !failure && slices?.length !== 0 && <p className="imaging-pane-note" role="status">{say(messages.loading)}</p>}
      {failure && (
        <div className="imaging-pane-note" role="alert">
          <p>{say(messages.cannotShow, { status: failure instanceof FrameFailure ? failure.status : '–' })}</p>
          {slice && <Button size="small" onClick={() => viewer.frames.retry(slice.key)}>{say(messages.tryAgain)}</Button>}
        </div>
      )}
    </section>
  );
}

function useEscape(cancel: () => void): void {
  const latest = useRef(cancel);
  latest.current = cancel;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => void (event.key === 'Escape' && latest.current());
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** What the server renders of the series' middle, until the first frame itself is here. */
function useFirstPicture(viewer: Viewer, at: number, isHere: boolean): Frame | undefined {
  const { studyUid, seriesUid, window, index } = viewer.stage.panes[at]!;
  const isWanted = studyUid !== undefined && seriesUid !== undefined && index === undefined;
  const { data } = useQuery({
    queryKey: ['dicom-web', 'first', studyUid, seriesUid, window ?? null],
    queryFn: ({ signal }) => loadFirstPicture(studyUid!, seriesUid!, { window, signal }),
    enabled: isWanted && !isHere, retry: false, staleTime: Infinity, gcTime: 60_000,
  });
  return isWanted ? data : undefined;
}

interface Painting {
  readonly at: number;
  readonly viewer: Viewer;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly way: RefObject<Affine | undefined>;
  readonly slice: Slice | undefined;
  readonly view: View;
  readonly state: PresentationState | undefined;
  readonly frame: Frame | undefined;
  readonly first: Frame | undefined;
  readonly sketch: Sketch | undefined;
}

/** Paints after every change; says what is on the canvas. */
function usePainting(painting: Painting): 'frame' | 'picture' | 'nothing' {
  const { canvas, viewer, at, slice, view, state, frame, first } = painting;
  const say = useText();
  const [plate] = useState(() => new Plate());
  const size = useCanvasSize(canvas);
  const drawings = slice ? drawingsOn(painting, (result) => resultLines(result, say)) : [];
  const pane = viewer.stage.panes[at]!;
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context || size.width === 0) return;
    if (slice && frame) {
      const picture = plate.picture(slice, frame, { window: windowOf(slice, frame, pane.window) ?? { centre: 0, width: 1, shape: 'linear' }, isOwn: pane.window === undefined, isInverted: pane.isInverted });
      painting.way.current = drawPicture(context, picture, { shape: slice, view, pane: size });
      viewer.sights.set(at, { way: painting.way.current, size });
      if (state) drawState(state, slice, { context, way: painting.way.current, area: view.area ?? { left: 0, top: 0, right: slice.columns, bottom: slice.rows }, ratio: devicePixelRatio });
      drawings.forEach((drawing) => drawMeasurement(context, painting.way.current!, { drawing, ratio: devicePixelRatio }));
    } else if (first?.kind === 'picture') {
      const { width, height } = first.picture;
      painting.way.current = drawPicture(context, first.picture, { shape: { columns: width, rows: height, aspect: slice?.aspect ?? 1 }, view, pane: size });
    } else context.clearRect(0, 0, size.width, size.height);
    if ((frame ?? first) && performance.getEntriesByName('yigong-first-image').length === 0) performance.mark('yigong-first-image');
  });
  return slice && frame ? 'frame' : first ? 'picture' : 'nothing';
}

function drawingsOn({ viewer, slice, frame, sketch }: Painting, lines: (result: ReturnType<typeof measured>) => string[]): Drawing[] {
  const settled = viewer.measurements.list.filter((each) => each.slice === slice!.key).map((each) => ({ kind: each.kind, points: each.points, lines: lines(each.result), isDraft: false }));
  if (sketch === undefined) return settled;
  const isWhole = sketch.points.length === (sketch.kind === 'angle' ? 3 : 2);
  const result = isWhole ? lines(measured(sketch.kind, sketch.points, { slice: slice!, frame: frame?.kind === 'grey' ? frame : undefined })) : [];
  return [...settled, { kind: sketch.kind, points: sketch.points, lines: result, isDraft: true }];
}

/** Device pixels of the canvas follow its size on screen. */
function useCanvasSize(canvas: RefObject<HTMLCanvasElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const [width, height] = [Math.round(element.clientWidth * devicePixelRatio), Math.round(element.clientHeight * devicePixelRatio)];
      if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
      setSize((former) => (former.width === width && former.height === height ? former : { width, height }));
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [canvas]);
  return size;
}
