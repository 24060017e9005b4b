import type { DicomJson } from '../image/dicom-json.ts';
import { apply, inverse, type Affine, type Point, type Size, type View } from '../image/geometry.ts';
import type { Slice, ViewWindow } from '../image/slices.ts';
import type { MeasureKind } from '../image/measure.ts';

/** A measurement with its words, on one picture. */
export interface Marked {
  readonly slice: Slice;
  readonly kind: MeasureKind;
  readonly points: readonly Point[];
  readonly lines: readonly string[];
}

export interface ToWrite {
  /** DICOM JSON of one referenced image: whose it is and of which study. */
  readonly source: DicomJson;
  /** At least one, all of one series. */
  readonly slices: readonly Slice[];
  readonly window: ViewWindow | undefined;
  readonly isInverse: boolean;
  readonly view: View;
  /** Corners of what is seen, in pixels of the image: the one at the top left of the pane, then the one at the bottom right. */
  readonly seen: readonly [Point, Point];
  readonly marks: readonly Marked[];
  readonly description: string;
  readonly creator: string;
  readonly now: Date;
  readonly newUid: () => string;
}

const GSPS = '1.2.840.10008.5.1.4.1.1.11.1';
const LAYER = 'MEASUREMENTS';
/** Patient, study and frame of reference are those of the image. */
const COPIED = ['00080020', '00080030', '00080050', '00080090', '00081030', '00080201', '00100010', '00100020', '00100021', '00100030', '00100040', '0020000D', '00200010', '00283000'];
/** Type 2: there, if empty. */
const EMPTY: DicomJson = Object.fromEntries([['00080020', 'DA'], ['00080030', 'TM'], ['00080050', 'SH'], ['00080090', 'PN'], ['00100010', 'PN'], ['00100020', 'LO'], ['00100030', 'DA'], ['00100040', 'CS'], ['00200010', 'SH']].map(([tag, vr]) => [tag!, { vr: vr! }]));

/** Grayscale Softcopy Presentation State (PS3.3 A.33.1) as DICOM JSON. */
export function writeState(of: ToWrite): DicomJson {
  const { source, slices, now, newUid } = of;
  const pad = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`;
  const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`;
  const copied = Object.fromEntries(COPIED.flatMap((tag) => (source[tag]?.Value === undefined || isMasked(source[tag].Value) ? [] : [[tag, source[tag]]])));
  return {
    ...EMPTY, ...copied,
    '00080016': ui(GSPS), '00080018': ui(newUid()), '00080060': cs('PR'), '00080070': { vr: 'LO', Value: ['Yigong'] }, '0020000E': ui(newUid()), '00200011': { vr: 'IS', Value: [9_900] }, '00200013': { vr: 'IS', Value: [1] },
    '00700080': cs('YIGONG'), '00700081': { vr: 'LO', Value: [of.description.slice(0, 64)] }, '00700082': { vr: 'DA', Value: [day] }, '00700083': { vr: 'TM', Value: [time] },
    '00700084': { vr: 'PN', Value: [/\p{Script=Han}/u.test(of.creator) ? { Alphabetic: '', Ideographic: of.creator } : { Alphabetic: of.creator }] },
    '00081115': sq({ '0020000E': ui(slices[0]!.seriesUid), '00081140': imagesOf(source, slices) }),
    ...rescaleOf(slices[0]!),
    ...(of.window === undefined ? {} : { '00283110': sq(windowItem(of.window)) }),
    '20500020': cs(of.isInverse ? 'INVERSE' : 'IDENTITY'),
    ...spatialOf(of.view),
    '0070005A': sq(areaItem(of)),
    ...(of.marks.length === 0 ? {} : { '00700060': sq({ '00700002': cs(LAYER), '00700062': { vr: 'IS', Value: [1] } }), '00700001': { vr: 'SQ', Value: of.marks.map((mark) => annotationOf(source, mark)) } }),
  };
}

/** A number that the reader sees masked is left empty: an object with stars for a Patient ID would be another patient's. */
const isMasked = (values: readonly unknown[]): boolean => JSON.stringify(values).includes('****');

const ui = (uid: string) => ({ vr: 'UI', Value: [uid] });
const cs = (code: string) => ({ vr: 'CS', Value: [code] });
const sq = (...items: DicomJson[]) => ({ vr: 'SQ', Value: items });

/** Referenced Image Sequence, one item an instance, with the frames where it has several. */
function imagesOf(source: DicomJson, slices: readonly Slice[]) {
  const uids = [...new Set(slices.map(({ sopUid }) => sopUid))];
  return sq(...uids.map((sopUid) => {
    const frames = slices.filter((each) => each.sopUid === sopUid).map(({ frame }) => frame);
    const isMulti = slices.some((each) => each.sopUid === sopUid && (each.frameCount > 1));
    return { '00081150': source['00080016'] ?? ui(''), '00081155': ui(sopUid), ...(isMulti ? { '00081160': { vr: 'IS', Value: frames } } : {}) };
  }));
}

const rescaleOf = ({ rescale }: Slice): DicomJson => (rescale === null ? {} : {
  '00281052': { vr: 'DS', Value: [rescale.intercept] }, '00281053': { vr: 'DS', Value: [rescale.slope] }, '00281054': { vr: 'LO', Value: [rescale.unit ?? 'US'] },
});

const windowItem = ({ centre, width, shape }: ViewWindow): DicomJson => ({
  '00281050': { vr: 'DS', Value: [decimal(centre)] }, '00281051': { vr: 'DS', Value: [decimal(width)] }, ...(shape === 'linear' ? {} : { '00281056': cs(shape === 'sigmoid' ? 'SIGMOID' : 'LINEAR_EXACT') }),
});
/** A decimal string has 16 letters at most. */
const decimal = (value: number): number => Number(value.toPrecision(8));

/** A mirror at the horizontal axis is half a turn and a mirror at the vertical one. */
function spatialOf({ turn, flipX, flipY }: View): DicomJson {
  const turned = (((turn + (flipY ? 2 : 0)) % 4) + 4) % 4;
  return { '00700041': cs(flipX !== flipY ? 'Y' : 'N'), '00700042': { vr: 'US', Value: [turned * 90] } };
}

function areaItem({ seen: [first, last], slices }: ToWrite): DicomJson {
  const { spacing, aspect } = slices[0]!;
  // The pixel that holds the corner; of two corners the nearer one to the image's own corner counts from below.
  const corner = (point: Point, other: Point) => ({
    vr: 'SL', Value: [(['x', 'y'] as const).map((axis) => (point[axis] <= other[axis] ? Math.floor(point[axis]) + 1 : Math.ceil(point[axis])))].flat(),
  });
  return {
    '00700052': corner(first, last), '00700053': corner(last, first), '00700100': cs('SCALE TO FIT'),
    ...(spacing === null ? { '00700102': { vr: 'IS', Value: [Math.round(aspect * 1_000), 1_000] } } : { '00700101': { vr: 'DS', Value: [decimal(spacing.row), decimal(spacing.column)] } }),
  };
}

/** What of the image lies at the corners of the pane. */
export function seenIn(way: Affine, { width, height }: Size): readonly [Point, Point] {
  const back = inverse(way);
  return [apply(back, { x: 0, y: 0 }), apply(back, { x: width, y: height })];
}

function annotationOf(source: DicomJson, mark: Marked): DicomJson {
  const last = mark.points.at(-1)!;
  return {
    '00081140': imagesOf(source, [mark.slice]), '00700002': cs(LAYER),
    '00700009': sq(graphicItem(mark)),
    ...(mark.lines.length === 0 ? {} : {
      '00700008': sq({ '00700004': cs('PIXEL'), '00700006': { vr: 'ST', Value: [mark.lines.join('\r\n')] }, '00700014': { vr: 'FL', Value: [last.x, last.y] }, '00700015': cs('N') }),
    }),
  };
}

function graphicItem({ kind, points }: Marked): DicomJson {
  const [type, drawn] = shapeOf(kind, points);
  return {
    '00700005': cs('PIXEL'), '00700020': { vr: 'US', Value: [2] }, '00700021': { vr: 'US', Value: [drawn.length] }, '00700022': { vr: 'FL', Value: drawn.flatMap(({ x, y }) => [x, y]) }, '00700023': cs(type), '00700024': cs('N'),
  };
}

function shapeOf(kind: MeasureKind, points: readonly Point[]): [string, readonly Point[]] {
  if (kind === 'probe') return ['POINT', points.slice(0, 1)];
  if (kind === 'length' || kind === 'angle') return ['POLYLINE', points];
  const [from, to] = points as [Point, Point];
  if (kind === 'rectangle') return ['POLYLINE', [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }, from]];
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const across = [{ x: Math.min(from.x, to.x), y: middle.y }, { x: Math.max(from.x, to.x), y: middle.y }];
  const down = [{ x: middle.x, y: Math.min(from.y, to.y) }, { x: middle.x, y: Math.max(from.y, to.y) }];
  return ['ELLIPSE', Math.abs(to.x - from.x) >= Math.abs(to.y - from.y) ? [...across, ...down] : [...down, ...across]];
}
