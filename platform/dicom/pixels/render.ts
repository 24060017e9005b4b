import jpeg from 'jpeg-js';
import type { DataSet } from '../read-elements.ts';
import { numberOf, textAt } from '../values.ts';
import { toRgb } from './colour.ts';
import type { FramePixels } from './decode-frame.ts';
import { describePixels } from './describe-pixels.ts';
import { encodePng, type Picture } from './png.ts';
import { lookedUp, modalityTable, voiTable } from './tables.ts';

/** A window of PS3.3 C.11.2. */
export interface Window {
  readonly centre: number;
  readonly width: number;
  readonly shape: 'linear' | 'linear-exact' | 'sigmoid';
}

/** Part of the image and the size it is fitted into (PS3.18 §8.3.5.1.3). */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly source?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface RenderOptions {
  readonly frame: number;
  readonly window?: Window;
  readonly viewport?: Viewport;
  readonly format: 'image/jpeg' | 'image/png';
  /** 1 to 100, of JPEG. */
  readonly quality?: number;
}

const QUALITY = 90;

/** Shows a frame as a picture of 8 bits: modality and window transformed, fitted into the viewport. */
export function renderFrame(frame: FramePixels, dataSet: DataSet, options: RenderOptions): Buffer {
  const isGrey = frame.samples === 1 && frame.photometric !== 'PALETTE COLOR';
  const shown = isGrey ? greys(frame, dataSet, options) : toRgb(frame, dataSet);
  const image = fit({ data: shown, width: frame.columns, height: frame.rows, channels: isGrey ? 1 : 3 }, options.viewport);
  return options.format === 'image/png' ? encodePng(image) : encodeJpeg(image, options.quality ?? QUALITY);
}

function greys(frame: FramePixels, dataSet: DataSet, options: RenderOptions): Uint8Array {
  const shownAs = greyOf(frame, dataSet, options);
  // A table where values are few: a window costs one look-up a pixel.
  if (frame.data.BYTES_PER_ELEMENT > 2) return Uint8Array.from(frame.data, shownAs);
  const table = new Uint8Array(65_536 * 2);
  const known = new Uint8Array(65_536 * 2);
  const shown = new Uint8Array(frame.data.length);
  for (let index = 0; index < shown.length; index += 1) {
    const value = frame.data[index]!;
    const place = value + 65_536;
    if (known[place] === 0) {
      table[place] = shownAs(value);
      known[place] = 1;
    }
    shown[index] = table[place]!;
  }
  return shown;
}

/** Stored value → brightness 0 to 255: the modality's table or its slope, then the window asked for, the object's table, its window or its whole range, in this order. */
function greyOf(frame: FramePixels, dataSet: DataSet, { window: asked, frame: number }: RenderOptions): (value: number) => number {
  const modality = modalityOf(dataSet, number);
  const settled = settledBits(dataSet);
  const isInverted = frame.photometric === 'MONOCHROME1' || textAt(dataSet, '20500020') === 'INVERSE';
  const table = asked === undefined ? voiTable(dataSet) : undefined;
  const window = asked ?? storedWindow(dataSet, number) ?? wholeRange(frame, (value) => modality(settled(value)));
  return (stored) => {
    const value = modality(settled(stored));
    const unit = table === undefined ? shade(value, window) : lookedUp(table, value) / table.max;
    return Math.round(255 * (isInverted ? 1 - unit : unit));
  };
}

/** Stored values as values of the modality, such as Hounsfield units (PS3.3 C.11.1). */
function modalityOf(dataSet: DataSet, frame: number): (value: number) => number {
  const table = modalityTable(dataSet);
  if (table !== undefined) return (value) => lookedUp(table, value);
  const slope = inGroups(dataSet, frame, { group: '00289145', tag: '00281053' }) || 1;
  const intercept = inGroups(dataSet, frame, { group: '00289145', tag: '00281052' }) ?? 0;
  return (value) => value * slope + intercept;
}

/** What lies above or below the stored bits (overlays of old files) is no brightness. */
function settledBits(dataSet: DataSet): (value: number) => number {
  const { bitsAllocated, bitsStored, highBit, isSigned } = describePixels({ dataSet });
  const isFloat = dataSet.elements.has('7FE00008') || dataSet.elements.has('7FE00009');
  if (isFloat || bitsAllocated > 16 || bitsAllocated === 1 || bitsStored === bitsAllocated || highBit < bitsStored - 1 || highBit >= bitsAllocated) return (value) => value;
  const [left, right] = [31 - highBit, 32 - bitsStored];
  return isSigned ? (value) => (value << left) >> right : (value) => (value << left) >>> right;
}

/** PS3.3 C.11.2.1.2 and C.11.2.1.3; 0 to 1. */
function shade(value: number, { centre, width, shape }: Window): number {
  if (shape === 'sigmoid') return 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  const exact = shape === 'linear-exact';
  const span = exact ? width : Math.max(width - 1, 1e-9);
  const middle = exact ? centre : centre - 0.5;
  return Math.max(0, Math.min(1, (value - middle) / span + 0.5));
}

function storedWindow(dataSet: DataSet, frame: number): Window | undefined {
  const centre = inGroups(dataSet, frame, { group: '00289132', tag: '00281050' });
  const width = inGroups(dataSet, frame, { group: '00289132', tag: '00281051' });
  if (centre === undefined || width === undefined || width <= 0) return undefined;
  const named = textAt(dataSet, '00281056');
  return { centre, width, shape: named === 'SIGMOID' ? 'sigmoid' : named === 'LINEAR_EXACT' ? 'linear-exact' : 'linear' };
}

function wholeRange({ data }: FramePixels, modality: (value: number) => number): Window {
  let [low, high] = [Infinity, -Infinity];
  for (const stored of data) {
    const value = modality(stored);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { centre: (low + high) / 2, width: Math.max(1e-6, high - low), shape: 'linear-exact' };
}

/** Of the object, or of the frame's own or the shared functional group (PS3.3 C.7.6.16). */
function inGroups(dataSet: DataSet, frame: number, { group, tag }: { group: string; tag: string }): number | undefined {
  const own = dataSet.elements.get('52009230')?.items?.[frame - 1]?.elements.get(group)?.items?.[0];
  const shared = dataSet.elements.get('52009229')?.items?.[0]?.elements.get(group)?.items?.[0];
  return numberOf(dataSet, tag) ?? (own && numberOf(own, tag)) ?? (shared && numberOf(shared, tag));
}

/** Scales down by averages, up by repetition; the shape is kept. */
function fit(picture: Picture, viewport: Viewport | undefined): Picture {
  if (viewport === undefined) return picture;
  const source = viewport.source ?? { x: 0, y: 0, width: picture.width, height: picture.height };
  const scale = Math.min(viewport.width / source.width, viewport.height / source.height);
  const [width, height] = [Math.max(1, Math.round(source.width * scale)), Math.max(1, Math.round(source.height * scale))];
  const { channels } = picture;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    const rows = spanOf(y, { scale, start: source.y, max: picture.height });
    for (let x = 0; x < width; x += 1) {
      const columns = spanOf(x, { scale, start: source.x, max: picture.width });
      for (let channel = 0; channel < channels; channel += 1) data[(y * width + x) * channels + channel] = average(picture, { rows, columns, channel });
    }
  }
  return { data, width, height, channels };
}

function spanOf(index: number, { scale, start, max }: { scale: number; start: number; max: number }): readonly [number, number] {
  const from = Math.max(0, Math.min(max - 1, Math.floor(start + index / scale)));
  return [from, Math.max(from + 1, Math.min(max, Math.floor(start + (index + 1) / scale)))];
}

function average({ data, width, channels }: Picture, { rows, columns, channel }: { rows: readonly [number, number]; columns: readonly [number, number]; channel: number }): number {
  let sum = 0;
  for (let y = rows[0]; y < rows[1]; y += 1) for (let x = columns[0]; x < columns[1]; x += 1) sum += data[(y * width + x) * channels + channel]!;
  return Math.round(sum / ((rows[1] - rows[0]) * (columns[1] - columns[0])));
}

function encodeJpeg({ data, width, height, channels }: Picture, quality: number): Buffer {
  const rgba = Buffer.alloc(width * height * 4, 255);
  for (let pixel = 0; pixel < width * height; pixel += 1) for (let channel = 0; channel < 3; channel += 1) rgba[pixel * 4 + channel] = data[pixel * channels + (channels === 1 ? 0 : channel)]!;
  return Buffer.from(jpeg.encode({ data: rgba, width, height }, quality).data);
}
