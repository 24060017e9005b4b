import { defineMessages } from '#platform/web/text/messages.ts';
import type { Slice, ViewWindow } from './slices.ts';
import { lookedUp } from './tables.ts';

const presetTitles = defineMessages({
  lung: ['肺窗', 'Lung'],
  mediastinum: ['纵隔窗', 'Mediastinum'],
  abdomen: ['腹窗', 'Abdomen'],
  brain: ['脑窗', 'Brain'],
  bone: ['骨窗', 'Bone'],
});

export type PresetKey = keyof typeof presetTitles;

/** Usual windows of CT in Hounsfield units, in the order of their keys 1 to 5. */
export const PRESETS: readonly { readonly key: PresetKey; readonly title: (typeof presetTitles)[PresetKey]; readonly window: ViewWindow }[] = [
  { key: 'lung', title: presetTitles.lung, window: { centre: -600, width: 1500, shape: 'linear' } },
  { key: 'mediastinum', title: presetTitles.mediastinum, window: { centre: 40, width: 400, shape: 'linear' } },
  { key: 'abdomen', title: presetTitles.abdomen, window: { centre: 50, width: 350, shape: 'linear' } },
  { key: 'brain', title: presetTitles.brain, window: { centre: 40, width: 80, shape: 'linear' } },
  { key: 'bone', title: presetTitles.bone, window: { centre: 450, width: 1500, shape: 'linear' } },
];

/** Presets are Hounsfield units: they fit only where values are. */
export const takesPresets = (slice: Slice): boolean => unitOf(slice) === 'HU' && isGrey(slice);

export const isGrey = ({ pixels }: Pick<Slice, 'pixels'>): boolean => pixels.samples === 1 && pixels.photometric.startsWith('MONOCHROME');

/** Brightness 0 to 1 of a value after the modality transformation (PS3.3 C.11.2.1.2 and C.11.2.1.3). */
function shade(value: number, { centre, width, shape }: ViewWindow): number {
  if (shape === 'sigmoid') return 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  const isExact = shape === 'linear-exact';
  const span = isExact ? width : Math.max(width - 1, 1e-9);
  const middle = isExact ? centre : centre - 0.5;
  return Math.max(0, Math.min(1, (value - middle) / span + 0.5));
}

export type Samples = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export interface GreyFrame {
  readonly kind: 'grey';
  /** Stored values, row by row. */
  readonly values: Samples;
  readonly low: number;
  readonly high: number;
  readonly byteCount: number;
}

/** Stored values as values of the modality, such as Hounsfield units (PS3.3 C.11.1). */
export function modalityOf({ modalityTable, rescale }: Pick<Slice, 'modalityTable' | 'rescale'>): (stored: number) => number {
  if (modalityTable !== null) return (stored) => lookedUp(modalityTable, stored);
  const { slope, intercept } = rescale ?? { slope: 1, intercept: 0 };
  return (stored) => stored * slope + intercept;
}

export const unitOf = ({ modalityTable, rescale }: Pick<Slice, 'modalityTable' | 'rescale'>): string | null => (modalityTable ?? rescale)?.unit ?? null;

/** The window of the object, or one over all values of the frame. */
export function ownWindow(slice: Slice, { low, high }: Pick<GreyFrame, 'low' | 'high'>): ViewWindow {
  if (slice.window !== null) return slice.window;
  const modality = modalityOf(slice);
  const { interestTable } = slice;
  const [from, to] = interestTable === null ? [modality(low), modality(high)] : [interestTable.first, interestTable.first + interestTable.entries.length - 1];
  return { centre: (from + to) / 2, width: Math.max(1e-6, Math.abs(to - from)), shape: 'linear-exact' };
}

export interface Shown {
  readonly window: ViewWindow;
  /** No window was chosen: the object's table shows it, where it has one. */
  readonly isOwn: boolean;
  readonly isInverted: boolean;
}

/** Writes the frame into RGBA pixels of a canvas. */
export function paintGrey(target: Uint8ClampedArray, { slice, frame }: { slice: Slice; frame: GreyFrame }, { window, isOwn, isInverted }: Shown): void {
  const modality = modalityOf(slice);
  const table = isOwn ? slice.interestTable : null;
  const isDarkHigh = (slice.pixels.photometric === 'MONOCHROME1' || slice.isInverse) !== isInverted;
  const grey = (value: number): number => {
    const level = Math.round(255 * (table === null ? shade(modality(value), window) : lookedUp(table, modality(value)) / table.max));
    return isDarkHigh ? 255 - level : level;
  };
  const { values, low, high } = frame;
  const count = Math.min(values.length, target.length / 4);
  const pixels = new Uint32Array(target.buffer, target.byteOffset, target.length / 4);
  // One step a pixel where values are few enough for a table; 0xAABBGGRR, all browsers run on little-endian machines.
  const words = values.BYTES_PER_ELEMENT <= 2 ? Uint32Array.from({ length: high - low + 1 }, (_, index) => 0xff000000 + grey(low + index) * 0x010101) : undefined;
  for (let index = 0; index < count; index += 1) pixels[index] = words ? words[values[index]! - low]! : 0xff000000 + grey(values[index]!) * 0x010101;
}
