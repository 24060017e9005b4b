import { readDicom } from '../read-file.ts';
import { decodeFrame } from './decode-frame.ts';
import { describePixels } from './describe-pixels.ts';
import { renderFrame, type RenderOptions } from './render.ts';

/** What the worker is asked. Frames count from 1. */
export type PixelWork =
  | { readonly kind: 'render'; readonly options: RenderOptions }
  /** The frame as uncompressed samples in little endian, interleaved by pixel. */
  | { readonly kind: 'decode'; readonly frame: number };

export async function doPixelWork(bytes: Buffer, work: PixelWork): Promise<Uint8Array> {
  const file = readDicom(bytes);
  const pixels = describePixels(file);
  const frame = await decodeFrame(file, pixels, work.kind === 'render' ? work.options.frame : work.frame);
  if (work.kind === 'render') return renderFrame(frame, file.dataSet, work.options);
  return new Uint8Array(frame.data.buffer, frame.data.byteOffset, frame.data.byteLength);
}
