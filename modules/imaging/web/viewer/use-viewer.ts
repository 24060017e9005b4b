import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { getStudy } from '../../contract.ts';
import { findLike, findPrior, hang, isPictured } from './hanging.ts';
import { PLAIN_VIEW, type Affine, type Size } from './image/geometry.ts';
import { FrameStore } from './image/frame-store.ts';
import { linkedIndex, offsetBetween, startOffset, type Offset } from './image/linking.ts';
import { loadFrame, type Frame } from './image/load-frame.ts';
import type { Slice } from './image/slices.ts';
import { isOf, viewOf } from './presentation/apply-state.ts';
import type { PresentationState } from './presentation/read-state.ts';
import { changed, FIRST_STAGE, paneCount, type Change, type PaneState, type Stage } from './stage.ts';
import { useMeasurements, type Measurements } from './use-measurements.ts';
import { useSeries, type SeriesAnswer } from './use-series.ts';

export type StudyDetail = ResultOf<typeof getStudy>;

/** Decoded frames in memory: 250 slices of 512 × 512 in 16 bits are half of it. */
const BYTES_MAX = 256 * 1024 * 1024;
const PARALLEL_MAX = 4;

export interface Viewer {
  readonly detail: StudyDetail;
  readonly prior: StudyDetail | undefined;
  readonly priorUid: string | undefined;
  readonly choosePrior: (studyUid: string | undefined) => void;
  readonly stage: Stage;
  readonly change: (change: Change) => void;
  readonly answers: readonly SeriesAnswer[];
  readonly frames: FrameStore<Frame>;
  /** Bytes of frames that one pane may wish for. */
  readonly wishBytesMax: number;
  readonly indexOf: (at: number) => number;
  readonly scrollTo: (at: number, index: number) => void;
  readonly setLinked: (isLinked: boolean) => void;
  readonly measurements: Measurements;
  /** Where the picture of each pane lies on its canvas, as it was painted last. */
  readonly sights: Map<number, { readonly way: Affine; readonly size: Size }>;
  /** Shows the pane in use by a state of the study, or as the images are. */
  readonly present: (presentation: PresentationState | undefined, isPresented: boolean) => void;
}

/** Everything that the viewer of one study knows. */
export function useViewer(given: StudyDetail): Viewer {
  const detail = usePictured(given)!;
  const [stage, change] = useReducer(changed, FIRST_STAGE);
  const frames = useFrames();
  const answers = useSeries(stage.panes);
  const hung = useMemo(() => hang(detail.study, detail.series), [detail]);
  const [priorUid, choosePrior] = useState(() => (hung.withPrior === 'none' ? undefined : findPrior(detail.study, detail.others)?.studyUid));
  const prior = usePictured(useOperation(getStudy, { id: priorUid ?? '' }, { enabled: priorUid !== undefined }).data);
  useHanging({ detail, hung, prior: priorUid === undefined ? undefined : prior, change });
  const indexOf = (at: number): number => stage.panes[at]!.index ?? startOf(stage.panes[at]!, answers[at]?.slices);
  const count = paneCount(stage.layout);
  const [sights] = useState(() => new Map<number, { way: Affine; size: Size }>());
  return {
    sights,
    present: (presentation, isPresented) => change({ do: 'pane', at: stage.active, pane: presentedPane({ presentation, isPresented }, { detail, slice: answers[stage.active]?.slices?.[indexOf(stage.active)] }) }),
    detail, prior: priorUid === undefined ? undefined : prior, priorUid, stage, change, answers, frames, indexOf, measurements: useMeasurements(detail.study),
    wishBytesMax: (BYTES_MAX * 0.8) / count,
    choosePrior: (studyUid) => {
      choosePrior(studyUid);
      if (studyUid === undefined) change({ do: 'set', stage: { layout: hung.layout } });
    },
    scrollTo: (at, index) => change({ do: 'indices', indices: indicesFor({ stage, answers }, at, index) }),
    setLinked: (isLinked) => change({ do: 'set', stage: { isLinked, offsets: isLinked ? offsetsNow(answers, indexOf) : {} } }),
  };
}

/** The series that hold pictures. */
function usePictured(detail: StudyDetail | undefined): StudyDetail | undefined {
  return useMemo(() => detail && { ...detail, series: detail.series.filter(isPictured) }, [detail]);
}

/** The pane goes to a series that the state speaks of, unless it stands on one of its pictures. */
function presentedPane({ presentation, isPresented }: Pick<PaneState, 'presentation' | 'isPresented'>, { detail, slice }: { detail: StudyDetail; slice: Slice | undefined }): Partial<PaneState> {
  const plain = { presentation, isPresented: false, window: undefined, isInverted: false, view: PLAIN_VIEW };
  if (presentation === undefined || !isPresented) return plain;
  const seriesUid = presentation.images.find((each) => detail.series.some((series) => series.seriesUid === each.seriesUid))?.seriesUid;
  const isHere = slice !== undefined && isOf(presentation, slice);
  return { ...plain, isPresented, view: viewOf(presentation), ...(isHere || seriesUid === undefined ? {} : { studyUid: detail.study.studyUid, seriesUid, index: undefined }) };
}

/** The first picture that the chosen state speaks of, or the middle. */
function startOf({ presentation }: PaneState, slices: readonly Slice[] | undefined): number {
  const found = presentation === undefined ? -1 : (slices?.findIndex((slice) => isOf(presentation, slice)) ?? -1);
  return found >= 0 ? found : middleOf(slices);
}

const middleOf = (slices: readonly Slice[] | undefined): number => Math.floor(((slices?.length ?? 1) - 1) / 2);

function useFrames(): FrameStore<Frame> {
  const [frames] = useState(() => new FrameStore<Frame>({ load: loadFrame, bytesMax: BYTES_MAX, parallelMax: PARALLEL_MAX }));
  useEffect(() => {
    frames.open();
    return () => frames.close();
  }, [frames]);
  return frames;
}

/** The current study at once; its prior beside it as soon as that is known. */
function useHanging({ detail, hung, prior, change }: { detail: StudyDetail; hung: ReturnType<typeof hang>; prior: StudyDetail | undefined; change: (change: Change) => void }): void {
  const done = useRef<string>(undefined);
  useEffect(() => {
    if (done.current === detail.study.studyUid) return;
    done.current = detail.study.studyUid;
    change({ do: 'hang', layout: hung.layout, panes: detail.series.map(({ seriesUid }) => ({ studyUid: detail.study.studyUid, seriesUid, window: hung.window })) });
  }, [change, detail, hung]);
  const like = findLike(detail.series[0], prior?.series ?? [])?.seriesUid;
  const studyUid = prior?.study.studyUid;
  useEffect(() => {
    if (studyUid === undefined || like === undefined) return;
    change({ do: 'set', stage: { layout: hung.withPrior === 'none' ? '1x2' : hung.withPrior } });
    change({ do: 'pane', at: 1, pane: { studyUid, seriesUid: like, index: undefined, window: hung.window } });
  }, [change, hung, like, studyUid]);
}

type Seen = Pick<Viewer, 'stage' | 'answers'>;

/** The pane itself, and with linking every pane that shows the same place. */
function indicesFor({ stage, answers }: Seen, at: number, index: number): Map<number, number> {
  const from = answers[at]?.slices;
  const indices = new Map<number, number>();
  if (from === undefined || from.length === 0) return indices;
  const settled = Math.max(0, Math.min(from.length - 1, index));
  indices.set(at, settled);
  if (!stage.isLinked) return indices;
  for (let other = 0; other < paneCount(stage.layout); other += 1) {
    const to = answers[other]?.slices;
    if (other === at || to === undefined || to.length < 2) continue;
    const offset: Offset = stage.offsets[`${at}>${other}`] ?? startOffset(from, to);
    if (offset === undefined && stage.panes[other]!.studyUid === stage.panes[at]!.studyUid) continue;
    indices.set(other, linkedIndex(from, settled, { to, offset }));
  }
  return indices;
}

/** What stands side by side when linking is switched on stays side by side. */
function offsetsNow(answers: readonly SeriesAnswer[], indexOf: (at: number) => number): Record<string, Offset> {
  const shown = answers.map(({ slices }, at) => slices?.[indexOf(at)]);
  return Object.fromEntries(shown.flatMap((from, at) => shown.flatMap((to, other) => (at === other ? [] : [[`${at}>${other}`, offsetBetween(from, to)]]))));
}

/** Runs again whenever a frame has come. */
export function useFrameArrivals(frames: FrameStore<Frame>): number {
  const [count, setCount] = useState(0);
  const arrived = useCallback(() => setCount((former) => former + 1), []);
  useEffect(() => frames.subscribe(arrived), [arrived, frames]);
  return count;
}
