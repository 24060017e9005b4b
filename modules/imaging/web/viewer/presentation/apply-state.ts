import { PLAIN_VIEW, type Area, type View } from '../image/geometry.ts';
import type { Slice } from '../image/slices.ts';
import type { PaneState } from '../stage.ts';
import { speaksOf, type PresentationState } from './read-state.ts';

/** What a pane shows: the picture and the view as its presentation state wants them. */
export interface Shown {
  readonly slice: Slice | undefined;
  readonly view: View;
  /** The state that this picture is shown by; undefined where none is, it is switched off, or speaks of other pictures. */
  readonly state: PresentationState | undefined;
}

export const isOf = (state: PresentationState, { seriesUid, sopUid, frame }: Pick<Slice, 'seriesUid' | 'sopUid' | 'frame'>): boolean =>
  state.images.some((each) => each.seriesUid === seriesUid && speaksOf([each], { sopUid, frame }));

export function shownIn(pane: Pick<PaneState, 'presentation' | 'isPresented' | 'view'>, slice: Slice | undefined): Shown {
  const { presentation, isPresented, view } = pane;
  if (presentation === undefined || !isPresented || slice === undefined || !isOf(presentation, slice)) return { slice, view, state: undefined };
  const area = areaFor(presentation, slice);
  return { slice: presented(slice, presentation), view: area === undefined ? view : { ...view, area }, state: presentation };
}

const areaFor = ({ areas }: PresentationState, slice: Slice): Area | undefined => {
  const { area } = areas.find(({ of }) => speaksOf(of, slice)) ?? {};
  return area !== undefined && area.right > area.left && area.bottom > area.top ? area : undefined;
};

/**
 * The picture with the transformations of the state in place of its own. A state without a modality transformation leaves the image's:
 * writers leave it out although the values of their windows are Hounsfield units.
 */
export function presented(slice: Slice, state: PresentationState): Slice {
  const interest = state.interests.find(({ of }) => speaksOf(of, slice));
  const hasModality = state.rescale !== null || state.modalityTable !== null;
  const aspect = state.areas.find(({ of }) => speaksOf(of, slice))?.aspect;
  return {
    ...slice,
    presentedBy: state.uid,
    ...(hasModality ? { rescale: state.rescale, modalityTable: state.modalityTable } : {}),
    ...(interest === undefined ? {} : { window: interest.window, interestTable: interest.table }),
    // The polarity of the state stands in place of the photometric interpretation (PS3.3 C.11.6).
    ...(state.isInverse === undefined || !slice.pixels.photometric.startsWith('MONOCHROME') ? {} : { isInverse: state.isInverse, pixels: { ...slice.pixels, photometric: 'MONOCHROME2' } }),
    ...(slice.spacing === null && aspect !== undefined ? { aspect } : {}),
  };
}

/** Turned clockwise first, then mirrored (PS3.3 C.10.6), as our views are. */
export const viewOf = ({ turn, flipX }: Pick<PresentationState, 'turn' | 'flipX'>): View => ({ ...PLAIN_VIEW, turn: Number.isInteger(turn) ? (turn + 4) % 4 : 0, flipX });
