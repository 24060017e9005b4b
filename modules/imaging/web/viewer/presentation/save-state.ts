import { storeObjects } from '../../store-files.ts';
import type { DicomJson } from '../image/dicom-json.ts';
import { ask, seriesAddress } from '../image/load-frame.ts';
import type { Slice } from '../image/slices.ts';
import { isGrey, ownWindow } from '../image/windowing.ts';
import { resultLines } from '../measurement-text.ts';
import type { Say } from '#platform/web/text/messages.ts';
import type { Viewer } from '../use-viewer.ts';
import { shownIn } from './apply-state.ts';
import { seenIn, writeState, type Marked } from './write-state.ts';

/** The pane in use as it would be saved; undefined where there is nothing that a grey state can hold. */
function paneToSave({ stage, answers, indexOf, frames, sights }: Viewer) {
  const at = stage.active;
  const pane = stage.panes[at]!;
  const slices = answers[at]?.slices;
  const raw = slices?.[indexOf(at)];
  const frame = raw && frames.get(raw.key);
  const sight = sights.get(at);
  if (slices === undefined || raw === undefined || frame?.kind !== 'grey' || !isGrey(raw) || sight === undefined) return undefined;
  return { pane, slices, slice: shownIn(pane, raw).slice!, frame, sight };
}

export const canSave = (viewer: Viewer): boolean => paneToSave(viewer) !== undefined;

export interface Saving {
  readonly viewer: Viewer;
  readonly description: string;
  readonly creator: string;
  readonly say: Say;
}

/** Stores what the pane in use shows beside its study. Answers why it was refused, or nothing. */
export async function saveState({ viewer, description, creator, say }: Saving): Promise<string | undefined> {
  const kept = paneToSave(viewer);
  if (kept === undefined) return '–';
  const { pane, slices, slice, frame, sight } = kept;
  const marks = viewer.measurements.list.flatMap((each): Marked[] => {
    const on = each.seriesUid === slice.seriesUid ? slices.find(({ key }) => key === each.slice) : undefined;
    return on === undefined ? [] : [{ slice: on, kind: each.kind, points: each.points, lines: resultLines(each.result, say) }];
  });
  const referenced = [...new Map<string, Slice>([[slice.key, slice], ...marks.map((mark) => [mark.slice.key, mark.slice] as const)]).values()];
  const answer = await ask(`${seriesAddress(slice.studyUid, slice.seriesUid)}/instances/${slice.sopUid}/metadata`, 'application/dicom+json', AbortSignal.timeout(30_000));
  const [source] = (await answer.json()) as DicomJson[];
  const isDarkHigh = (slice.pixels.photometric === 'MONOCHROME1' || slice.isInverse) !== pane.isInverted;
  return storeObjects(slice.studyUid, [writeState({
    source: source!, slices: referenced, window: pane.window ?? ownWindow(slice, frame), isInverse: isDarkHigh, view: pane.view, seen: seenIn(sight.way, sight.size), marks, description, creator, now: new Date(), newUid,
  })]);
}

/** A UID from random bits (PS3.5 B.2). */
function newUid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `2.25.${bytes.reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n)}`;
}
