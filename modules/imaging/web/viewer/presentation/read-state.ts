import type { DicomJson } from '../image/dicom-json.ts';
import type { Area, Point } from '../image/geometry.ts';
import { itemIn, numberIn, numbersIn, rescaleIn, textIn, windowIn, type Slice, type ViewWindow } from '../image/slices.ts';
import { INTEREST_TABLE, MODALITY_TABLE, tableIn, type Table } from '../image/tables.ts';

/** Images that a part of a state speaks of; undefined = every image of the state. `frames` undefined = every frame. */
export type Scope = readonly { readonly sopUid: string; readonly frames: readonly number[] | undefined }[] | undefined;

/** PIXEL: pixels of the image, 0,0 at its corner. DISPLAY: parts of the displayed area as it is seen (PS3.3 C.10.5). */
export type Units = 'PIXEL' | 'DISPLAY';

export interface Graphic {
  readonly kind: 'POINT' | 'POLYLINE' | 'INTERPOLATED' | 'CIRCLE' | 'ELLIPSE';
  readonly units: Units;
  readonly points: readonly Point[];
  readonly isFilled: boolean;
}

export interface TextMark {
  readonly lines: readonly string[];
  readonly box: { readonly units: Units; readonly corners: readonly [Point, Point]; readonly align: CanvasTextAlign } | undefined;
  readonly anchor: { readonly units: Units; readonly at: Point; readonly isVisible: boolean } | undefined;
}

export interface Annotation {
  readonly of: Scope;
  readonly order: number;
  readonly ink: string | undefined;
  readonly graphics: readonly Graphic[];
  readonly texts: readonly TextMark[];
}

/** What lies outside every shape is covered. Pixels of the image. */
export interface Shutter {
  readonly rectangle: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } | undefined;
  readonly circle: { readonly centre: Point; readonly radius: number } | undefined;
  readonly polygon: readonly Point[] | undefined;
  readonly ink: string;
}

/** How pictures of a study are to be shown (PS3.3 A.33.1). */
export interface PresentationState {
  readonly uid: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly creator: string | undefined;
  /** `YYYY-MM-DD HH:MM`, as far as it is known. */
  readonly made: string;
  readonly images: readonly { readonly seriesUid: string; readonly sopUid: string; readonly frames: readonly number[] | undefined }[];
  readonly rescale: Slice['rescale'];
  readonly modalityTable: Table | null;
  readonly interests: readonly { readonly of: Scope; readonly window: ViewWindow | null; readonly table: Table | null }[];
  /** Undefined where it does not say: the image's own polarity. */
  readonly isInverse: boolean | undefined;
  readonly turn: number;
  readonly flipX: boolean;
  readonly areas: readonly { readonly of: Scope; readonly area: Area; readonly aspect: number | undefined }[];
  readonly shutter: Shutter | undefined;
  readonly annotations: readonly Annotation[];
}

const SOFTCOPY_STATES = '1.2.840.10008.5.1.4.1.1.11.';
const ITEMS_MAX = 2_000;

export const isState = (json: DicomJson): boolean => (textIn(json, '00080016') ?? '').startsWith(SOFTCOPY_STATES);

const itemsIn = (json: DicomJson | undefined, tag: string): DicomJson[] => Array.from({ length: Math.min(ITEMS_MAX, json?.[tag]?.Value?.length ?? 0) }, (_, index) => itemIn(json, tag, index)).filter((each) => each !== undefined);

const framesIn = (json: DicomJson): readonly number[] | undefined => {
  const frames = (json['00081160']?.Value ?? []).map(Number).filter(Number.isInteger);
  return frames.length === 0 ? undefined : frames;
};

function scopeOf(json: DicomJson): Scope {
  const named = itemsIn(json, '00081140').flatMap((each) => {
    const sopUid = textIn(each, '00081155');
    return sopUid === undefined ? [] : [{ sopUid, frames: framesIn(each) }];
  });
  return named.length === 0 ? undefined : named;
}

export const speaksOf = (scope: Scope, { sopUid, frame }: Pick<Slice, 'sopUid' | 'frame'>): boolean =>
  scope === undefined || scope.some((each) => each.sopUid === sopUid && (each.frames === undefined || each.frames.includes(frame)));

/** Reads one object of a presentation series; what it does not hold is left as the image has it. */
export function readState(json: DicomJson): PresentationState {
  const shape = textIn(json, '20500020');
  return {
    uid: textIn(json, '00080018') ?? '',
    label: textIn(json, '00700080') ?? '',
    description: textIn(json, '00700081'),
    creator: creatorOf(json),
    made: madeOf(json),
    images: itemsIn(json, '00081115').flatMap((series) => (scopeOf(series) ?? []).map((each) => ({ ...each, seriesUid: textIn(series, '0020000E') ?? '' }))),
    rescale: rescaleIn(json),
    modalityTable: tableIn(json, MODALITY_TABLE),
    interests: itemsIn(json, '00283110').map((item) => ({ of: scopeOf(item), window: windowIn(item), table: tableIn({ ...item, '00280103': json['00280103'] ?? {} }, INTEREST_TABLE) })),
    isInverse: shape === undefined ? undefined : shape === 'INVERSE',
    turn: ((numberIn(json, '00700042') ?? 0) / 90) % 4,
    flipX: textIn(json, '00700041') === 'Y',
    areas: itemsIn(json, '0070005A').flatMap(areaOf),
    shutter: shutterOf(json),
    annotations: annotationsOf(json),
  };
}

function creatorOf(json: DicomJson): string | undefined {
  const name = json['00700084']?.Value?.[0] as { Alphabetic?: string; Ideographic?: string } | undefined;
  return (name?.Ideographic ?? name?.Alphabetic)?.replace(/\^+/g, ' ').trim() || undefined;
}

function madeOf(json: DicomJson): string {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})/.exec(textIn(json, '00700082') ?? '') ?? [];
  const [, hour, minute] = /^(\d{2}):?(\d{2})/.exec(textIn(json, '00700083') ?? '') ?? [];
  return year === undefined ? '' : `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}`}`;
}

/** Corners are numbers of pixels from 1; whichever way it is turned, both name pixels of the image (PS3.3 C.10.4). */
function areaOf(item: DicomJson): PresentationState['areas'] {
  const [x1, y1] = numbersIn(item, '00700052', 2) ?? [];
  const [x2, y2] = numbersIn(item, '00700053', 2) ?? [];
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) return [];
  const ratio = textIn(item, '00700100') === 'MAGNIFY' ? numberIn(item, '00700103') : undefined;
  const [row, column] = numbersIn(item, '00700101', 2) ?? numbersIn(item, '00700102', 2) ?? [];
  return [{
    of: scopeOf(item),
    area: { left: Math.min(x1, x2) - 1, top: Math.min(y1, y2) - 1, right: Math.max(x1, x2), bottom: Math.max(y1, y2), ...(ratio !== undefined && ratio > 0 ? { ratio } : {}) },
    aspect: row !== undefined && column !== undefined && row > 0 && column > 0 ? row / column : undefined,
  }];
}

/** PS3.3 C.7.6.11: edges and vertices are numbers of rows and columns from 1. */
function shutterOf(json: DicomJson): Shutter | undefined {
  const shapes = (json['00181600']?.Value ?? []).map(String);
  const [left, right, top, bottom] = ['00181602', '00181604', '00181606', '00181608'].map((tag) => numberIn(json, tag));
  const [row, column] = numbersIn(json, '00181610', 2) ?? [];
  const radius = numberIn(json, '00181612');
  const vertices = (json['00181620']?.Value ?? []).map(Number);
  const shutter: Shutter = {
    rectangle: shapes.includes('RECTANGULAR') && left !== undefined && right !== undefined && top !== undefined && bottom !== undefined ? { left: left - 1, right, top: top - 1, bottom } : undefined,
    circle: shapes.includes('CIRCULAR') && row !== undefined && column !== undefined && radius !== undefined ? { centre: { x: column - 0.5, y: row - 0.5 }, radius } : undefined,
    polygon: shapes.includes('POLYGONAL') && vertices.length >= 6 && vertices.every(Number.isFinite) ? pairs(vertices).map(({ x, y }) => ({ x: y - 0.5, y: x - 0.5 })) : undefined,
    ink: inkOf(json, { grey: '00181622', lab: '00181624' }) ?? '#000',
  };
  return shutter.rectangle ?? shutter.circle ?? shutter.polygon ? shutter : undefined;
}

const pairs = (values: readonly number[]): Point[] => Array.from({ length: Math.min(ITEMS_MAX, values.length >> 1) }, (_, index) => ({ x: values[index * 2]!, y: values[index * 2 + 1]! }));

function annotationsOf(json: DicomJson): Annotation[] {
  const layers = new Map(itemsIn(json, '00700060').map((layer) => [textIn(layer, '00700002'), { order: numberIn(layer, '00700062') ?? 0, ink: inkOf(layer, { grey: '00700066', lab: '00700401' }) }]));
  return itemsIn(json, '00700001').map((item) => ({
    of: scopeOf(item), order: 0, ink: undefined, ...layers.get(textIn(item, '00700002')),
    graphics: itemsIn(item, '00700009').flatMap(graphicOf), texts: itemsIn(item, '00700008').map(textMarkOf),
  })).sort((one, other) => one.order - other.order);
}

const KINDS: readonly string[] = ['POINT', 'POLYLINE', 'INTERPOLATED', 'CIRCLE', 'ELLIPSE'];
const LEAST: Readonly<Record<Graphic['kind'], number>> = { POINT: 1, POLYLINE: 2, INTERPOLATED: 2, CIRCLE: 2, ELLIPSE: 4 };
const unitsIn = (json: DicomJson, tag: string): Units => (textIn(json, tag) === 'DISPLAY' ? 'DISPLAY' : 'PIXEL');

function graphicOf(item: DicomJson): Graphic[] {
  const kind = textIn(item, '00700023') ?? '';
  const points = pairs((item['00700022']?.Value ?? []).map(Number)).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (!KINDS.includes(kind) || points.length < LEAST[kind as Graphic['kind']]) return [];
  return [{ kind: kind as Graphic['kind'], units: unitsIn(item, '00700005'), points, isFilled: textIn(item, '00700024') === 'Y' }];
}

function textMarkOf(item: DicomJson): TextMark {
  const point = (tag: string): Point | undefined => {
    const [x, y] = numbersIn(item, tag, 2) ?? [];
    return x === undefined || y === undefined ? undefined : { x, y };
  };
  const [first, last, anchor] = [point('00700010'), point('00700011'), point('00700014')];
  const named = textIn(item, '00700012');
  return {
    lines: (textIn(item, '00700006') ?? '').split(/\r\n|\n|\r/),
    box: first && last && { units: unitsIn(item, '00700003'), corners: [first, last], align: named === 'RIGHT' ? 'right' : named === 'CENTER' ? 'center' : 'left' },
    anchor: anchor && { units: unitsIn(item, '00700004'), at: anchor, isVisible: textIn(item, '00700015') === 'Y' },
  };
}

/** Grey of 16 bits, or CIELab of 16 bits each (PS3.3 C.10.7.1.1), as a colour of the screen. */
function inkOf(json: DicomJson, { grey, lab }: { grey: string; lab: string }): string | undefined {
  const [lightness, a, b] = numbersIn(json, lab, 3) ?? [];
  if (lightness !== undefined && a !== undefined && b !== undefined) return fromLab((lightness * 100) / 65_535, (a * 255) / 65_535 - 128, (b * 255) / 65_535 - 128);
  const level = numberIn(json, grey);
  if (level === undefined) return undefined;
  const byte = Math.round((Math.max(0, Math.min(65_535, level)) * 255) / 65_535);
  return `rgb(${byte} ${byte} ${byte})`;
}

/** CSS knows the colour space; its white is D50 like that of DICOM. */
const fromLab = (lightness: number, a: number, b: number): string => `lab(${lightness.toFixed(2)} ${a.toFixed(2)} ${b.toFixed(2)})`;
