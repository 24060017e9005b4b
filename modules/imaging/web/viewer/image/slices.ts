import type { DicomJson } from './dicom-json.ts';
import { INTEREST_TABLE, MODALITY_TABLE, tableIn, type Table } from './tables.ts';

/** How samples lie in the bytes of a frame (PS3.3 C.7.6.3). */
export interface PixelForm {
  readonly samples: number;
  readonly photometric: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly isFloat: boolean;
}

export interface ViewWindow {
  readonly centre: number;
  readonly width: number;
  readonly shape: 'linear' | 'linear-exact' | 'sigmoid';
}

/** Millimetres between the centres of neighbouring rows and columns. */
export interface Spacing {
  readonly row: number;
  readonly column: number;
}

/** One picture of a stack: an instance, or one frame of a multi-frame instance. */
export interface Slice {
  readonly key: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  /** From 1. */
  readonly frame: number;
  /** Of the instance. */
  readonly frameCount: number;
  /** UID of the presentation state that took the place of what the image says of itself. */
  readonly presentedBy?: string;
  readonly modality: string;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: PixelForm;
  /** Null where the object gives none: values are then what the device stored. */
  readonly rescale: { readonly slope: number; readonly intercept: number; readonly unit: string | null } | null;
  /** Modality LUT, in place of slope and intercept. */
  readonly modalityTable: Table | null;
  readonly window: ViewWindow | null;
  /** VOI LUT, in place of a window until one is chosen. */
  readonly interestTable: Table | null;
  /** Presentation LUT Shape INVERSE (PS3.3 C.11.6). */
  readonly isInverse: boolean;
  /** Null where lengths can only be told in pixels. */
  readonly spacing: Spacing | null;
  /** Height of a pixel over its width. */
  readonly aspect: number;
  readonly position: readonly number[] | null;
  /** Direction cosines of the row, then of the column, in the patient's left, back and head directions. */
  readonly orientation: readonly number[] | null;
  /** Letters of the directions in which columns and rows increase, where no cosines are given. */
  readonly letters: readonly string[] | null;
  /** Millimetres along the normal of the image. */
  readonly place: number | null;
  readonly frameOfReference: string | null;
  readonly instanceNumber: number;
  readonly framesPerSecond: number | null;
}

const first = (json: DicomJson | undefined, tag: string): unknown => json?.[tag]?.Value?.[0];
export const numberIn = (json: DicomJson | undefined, tag: string): number | undefined => {
  const value = first(json, tag);
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
};
export const textIn = (json: DicomJson | undefined, tag: string): string | undefined => {
  const value = first(json, tag);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};
export const numbersIn = (json: DicomJson | undefined, tag: string, count: number): readonly number[] | undefined => {
  const values = json?.[tag]?.Value?.map(Number);
  return values !== undefined && values.length >= count && values.slice(0, count).every(Number.isFinite) ? values.slice(0, count) : undefined;
};
export const itemIn = (json: DicomJson | undefined, tag: string, index = 0): DicomJson | undefined => {
  const value = json?.[tag]?.Value?.[index];
  return typeof value === 'object' && value !== null ? (value as DicomJson) : undefined;
};

const SHARED_GROUPS = '52009229';
const FRAME_GROUPS = '52009230';
const [PLANE_POSITION, PLANE_ORIENTATION, PIXEL_MEASURES, FRAME_VOI, PIXEL_TRANSFORMATION] = ['00209113', '00209116', '00289110', '00289132', '00289145'] as const;

/** Where an attribute stands: the frame's functional group, the shared one, or the object itself (PS3.3 C.7.6.16). */
const placeOf = (json: DicomJson, frame: number, group: string): DicomJson =>
  itemIn(itemIn(json, FRAME_GROUPS, frame - 1), group) ?? itemIn(itemIn(json, SHARED_GROUPS), group) ?? json;

const FRAMES_MAX = 20_000;

/** Every picture of the instances of one series, in the order of their places in the patient. What holds no image is left out. */
export function slicesOf(instances: readonly DicomJson[]): Slice[] {
  const slices = instances.flatMap((json) => {
    const frames = Math.min(FRAMES_MAX, Math.max(1, numberIn(json, '00280008') ?? 1));
    if (numberIn(json, '00280010') === undefined || numberIn(json, '00280011') === undefined) return [];
    const tables = { modalityTable: tableIn(json, MODALITY_TABLE), interestTable: tableIn(json, INTEREST_TABLE) };
    return Array.from({ length: frames }, (_, index) => ({ ...sliceOf(json, index + 1), frameCount: frames, ...tables }));
  });
  return inOrder(slices);
}

function sliceOf(json: DicomJson, frame: number): Omit<Slice, 'modalityTable' | 'interestTable' | 'frameCount'> {
  const sopUid = textIn(json, '00080018') ?? '';
  const position = numbersIn(placeOf(json, frame, PLANE_POSITION), '00200032', 3) ?? null;
  const orientation = numbersIn(placeOf(json, frame, PLANE_ORIENTATION), '00200037', 6) ?? null;
  const spacing = spacingOf(placeOf(json, frame, PIXEL_MEASURES));
  return {
    key: `${sopUid}/${frame}`, studyUid: textIn(json, '0020000D') ?? '', seriesUid: textIn(json, '0020000E') ?? '', sopUid, frame, modality: textIn(json, '00080060') ?? '',
    rows: numberIn(json, '00280010')!, columns: numberIn(json, '00280011')!, pixels: pixelForm(json), spacing, aspect: aspectOf(json, spacing),
    rescale: rescaleIn(placeOf(json, frame, PIXEL_TRANSFORMATION), textIn(json, '00080060')), window: windowIn(placeOf(json, frame, FRAME_VOI)), isInverse: textIn(json, '20500020') === 'INVERSE',
    position, orientation, letters: lettersOf(json), place: position && orientation ? alongNormal(position, orientation) : null,
    frameOfReference: textIn(json, '00200052') ?? null, instanceNumber: numberIn(json, '00200013') ?? 0, framesPerSecond: speedOf(json),
  };
}

function pixelForm(json: DicomJson): PixelForm {
  const bitsAllocated = numberIn(json, '00280100') ?? 16;
  const bitsStored = Math.min(bitsAllocated, numberIn(json, '00280101') ?? bitsAllocated);
  return {
    samples: numberIn(json, '00280002') ?? 1, photometric: textIn(json, '00280004') ?? 'MONOCHROME2', bitsAllocated, bitsStored,
    highBit: numberIn(json, '00280102') ?? bitsStored - 1, isSigned: numberIn(json, '00280103') === 1, isFloat: json['7FE00008'] !== undefined || json['7FE00009'] !== undefined,
  };
}

export function rescaleIn(group: DicomJson, modality?: string): Slice['rescale'] {
  const [slope, intercept] = [numberIn(group, '00281053'), numberIn(group, '00281052')];
  if (slope === undefined && intercept === undefined) return null;
  const named = textIn(group, '00281054');
  // CT Image Module (PS3.3 C.8.2.1.1.2): without a type the unit is HU.
  const unit = named === 'US' ? null : (named ?? (modality === 'CT' ? 'HU' : null));
  return { slope: slope === undefined || slope === 0 ? 1 : slope, intercept: intercept ?? 0, unit };
}

export function windowIn(group: DicomJson): ViewWindow | null {
  const [centre, width] = [numberIn(group, '00281050'), numberIn(group, '00281051')];
  if (centre === undefined || width === undefined || width <= 0) return null;
  const named = textIn(group, '00281056');
  return { centre, width, shape: named === 'SIGMOID' ? 'sigmoid' : named === 'LINEAR_EXACT' ? 'linear-exact' : 'linear' };
}

function spacingOf(group: DicomJson): Spacing | null {
  const [row, column] = numbersIn(group, '00280030', 2) ?? [];
  return row !== undefined && column !== undefined && row > 0 && column > 0 ? { row, column } : null;
}

function aspectOf(json: DicomJson, spacing: Spacing | null): number {
  if (spacing !== null) return spacing.row / spacing.column;
  const [vertical, horizontal] = numbersIn(json, '00280034', 2) ?? [];
  return vertical !== undefined && horizontal !== undefined && vertical > 0 && horizontal > 0 ? vertical / horizontal : 1;
}

function lettersOf(json: DicomJson): readonly string[] | null {
  const letters = json['00200020']?.Value;
  return letters?.length === 2 && letters.every((each) => typeof each === 'string') ? (letters as string[]) : null;
}

/** Cine Rate, Recommended Display Frame Rate or Frame Time (PS3.3 C.7.6.5). */
function speedOf(json: DicomJson): number | null {
  const frameTimeMs = numberIn(json, '00181063');
  return numberIn(json, '00082144') ?? numberIn(json, '00180040') ?? (frameTimeMs !== undefined && frameTimeMs > 0 ? 1000 / frameTimeMs : null);
}

function alongNormal([x = 0, y = 0, z = 0]: readonly number[], [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0]: readonly number[]): number {
  return x * (b * f - c * e) + y * (c * d - a * f) + z * (a * e - b * d);
}

const BY_NUMBER = (left: Slice, right: Slice): number => left.instanceNumber - right.instanceNumber || left.sopUid.localeCompare(right.sopUid) || left.frame - right.frame;

/** By place where all share one direction and stand apart; by instance number and frame otherwise (localisers, films, time series). */
function inOrder(slices: readonly Slice[]): Slice[] {
  const places = new Set(slices.map(({ place }) => place?.toFixed(2)));
  const direction = slices[0]?.orientation;
  const isStack = slices.every(({ place, orientation }) => place !== null && orientation!.every((each, index) => Math.abs(each - direction![index]!) < 0.01));
  if (!isStack || places.size !== slices.length) return [...slices].sort(BY_NUMBER);
  // From the head to the feet where slices lie across: the place grows towards the head.
  return [...slices].sort((left, right) => right.place! - left.place!);
}
