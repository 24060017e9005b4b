import type { ViewWindow, Slice } from './slices.ts';
import { greyFrame } from './decode-samples.ts';
import { isGrey, type GreyFrame } from './windowing.ts';

/** Colours, palettes and single bits: shown as the server renders them, without loss. */
export interface PictureFrame {
  readonly kind: 'picture';
  readonly picture: ImageBitmap;
  readonly byteCount: number;
}
export type Frame = GreyFrame | PictureFrame;

const ROOT = '/dicom-web';
const TRIES_MAX = 3;
const PAUSE_MS = 400;
const BUSY = new Set([429, 502, 503, 504]);
/** Explicit VR Little Endian: uncompressed, whatever the archive keeps. */
const RAW = 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1';

export class FrameFailure extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the archive answered ${status}`);
    this.status = status;
  }
}

export const seriesAddress = (studyUid: string, seriesUid: string): string => `${ROOT}/studies/${studyUid}/series/${seriesUid}`;
const frameAddress = ({ studyUid, seriesUid, sopUid, frame }: Slice): string => `${seriesAddress(studyUid, seriesUid)}/instances/${sopUid}/frames/${frame}`;

export async function loadFrame(slice: Slice, signal: AbortSignal): Promise<Frame> {
  if (!isGrey(slice) || slice.pixels.bitsAllocated === 1) return loadPicture(`${frameAddress(slice)}/rendered`, 'image/png', signal);
  const answer = await ask(frameAddress(slice), RAW, signal);
  return greyFrame(await answer.arrayBuffer(), slice.pixels);
}

/** The middle image of a series as the server renders it: there before the description of the series is. */
export function loadFirstPicture(studyUid: string, seriesUid: string, { window, signal }: { window: ViewWindow | undefined; signal: AbortSignal }): Promise<PictureFrame> {
  const query = window ? `?window=${window.centre},${window.width},${window.shape}` : '';
  return loadPicture(`${seriesAddress(studyUid, seriesUid)}/rendered${query}`, 'image/jpeg', signal);
}

async function loadPicture(address: string, type: string, signal: AbortSignal): Promise<PictureFrame> {
  const blob = await (await ask(address, type, signal)).blob();
  const picture = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  return { kind: 'picture', picture, byteCount: picture.width * picture.height * 4 };
}

/** A busy archive is asked again, a little later each time. */
export async function ask(address: string, accept: string, signal: AbortSignal): Promise<Response> {
  for (let tried = 1; ; tried += 1) {
    const answer = await fetch(address, { headers: { accept, 'x-yigong': '1' }, credentials: 'same-origin', signal });
    if (answer.ok) return answer;
    if (!BUSY.has(answer.status) || tried === TRIES_MAX) throw new FrameFailure(answer.status);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tried));
  }
}
