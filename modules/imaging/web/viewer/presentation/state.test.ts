import { describe, expect, it } from 'vitest';
import { apply, toPane, type Affine } from '../image/geometry.ts';
import type { DicomJson } from '../image/dicom-json.ts';
import { slicesOf, type Slice } from '../image/slices.ts';
import { paintGrey, ownWindow } from '../image/windowing.ts';
import { presented, shownIn, viewOf } from './apply-state.ts';
import { isState, readState } from './read-state.ts';
import { seenIn, writeState, type ToWrite } from './write-state.ts';

const image = (more: DicomJson = {}): DicomJson => ({
  '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] }, '00080018': { vr: 'UI', Value: ['1.2.1'] }, '0020000D': { vr: 'UI', Value: ['1.2'] }, '0020000E': { vr: 'UI', Value: ['1.2.3'] }, '00080060': { vr: 'CS', Value: ['CT'] },
  '00280010': { vr: 'US', Value: [40] }, '00280011': { vr: 'US', Value: [100] }, '00280100': { vr: 'US', Value: [16] }, '00281052': { vr: 'DS', Value: [-1000] }, '00281053': { vr: 'DS', Value: [1] }, '00280004': { vr: 'CS', Value: ['MONOCHROME2'] }, ...more,
});
const slice = slicesOf([image()])[0]!;
const referenced: DicomJson = { '00081115': { vr: 'SQ', Value: [{ '0020000E': { vr: 'UI', Value: ['1.2.3'] }, '00081140': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.1'] } }] } }] } };
const state = (more: DicomJson = {}) => readState({ '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.11.1'] }, '00080018': { vr: 'UI', Value: ['9.9'] }, ...referenced, ...more });
const reference = (sopUid: string, frames?: number[]): DicomJson => ({ '00081155': { vr: 'UI', Value: [sopUid] }, ...(frames ? { '00081160': { vr: 'IS', Value: frames } } : {}) });
const window = (centre: number, width: number, of?: DicomJson[]): DicomJson => ({ '00281050': { vr: 'DS', Value: [centre] }, '00281051': { vr: 'DS', Value: [width] }, ...(of ? { '00081140': { vr: 'SQ', Value: of } } : {}) });
const sq = (...Value: DicomJson[]) => ({ vr: 'SQ', Value });

function painted(shown: Slice, values: number[]): number[] {
  const pixels = new Uint8ClampedArray(values.length * 4);
  const frame = { kind: 'grey' as const, values: Int16Array.from(values), low: Math.min(...values), high: Math.max(...values), byteCount: 0 };
  paintGrey(pixels, { slice: shown, frame }, { window: ownWindow(shown, frame), isOwn: true, isInverted: false });
  return values.map((_, index) => pixels[index * 4]!);
}

describe('a presentation state', () => {
  it('is told from pictures by its class', () => {
    expect(isState({ '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.11.2'] } })).toBe(true);
    expect(isState(image())).toBe(false);
  });

  it('gives each picture the window that names it, or the one that names none', () => {
    const read = state({ '00283110': sq(window(40, 400, [reference('other')]), window(500, 100)) });
    expect(presented(slice, read).window).toEqual({ centre: 500, width: 100, shape: 'linear' });
    const named = state({ '00283110': sq(window(40, 400, [reference('1.2.1', [2])]), window(7, 8, [reference('1.2.1', [1])])) });
    expect(presented(slice, named).window).toMatchObject({ centre: 7 });
    expect(presented(slice, state()).window).toBe(slice.window);
  });

  it('takes its own modality transformation and polarity in place of those of the image', () => {
    const darkHigh = slicesOf([image({ '00280004': { vr: 'CS', Value: ['MONOCHROME1'] } })])[0]!;
    const plain = state({ '00283110': sq(window(0, 2000)), '20500020': { vr: 'CS', Value: ['IDENTITY'] } });
    expect(painted(presented(darkHigh, plain), [0, 2000])).toEqual([0, 255]);
    const inverse = state({ '00283110': sq(window(1000, 2001)), '20500020': { vr: 'CS', Value: ['INVERSE'] }, '00281052': { vr: 'DS', Value: [0] }, '00281053': { vr: 'DS', Value: [1] } });
    expect(painted(presented(slice, inverse), [0, 2000])).toEqual([255, 0]);
    expect(presented(slice, plain).rescale).toEqual(slice.rescale);
  });

  it('speaks only of the pictures that it references, and only while it is switched on', () => {
    const presentation = state({ '00283110': sq(window(1, 2)) });
    const pane = { presentation, isPresented: true, view: viewOf(presentation) };
    expect(shownIn(pane, slice).state).toBe(presentation);
    expect(shownIn({ ...pane, isPresented: false }, slice).slice).toBe(slice);
    expect(shownIn(pane, { ...slice, sopUid: '7' }).state).toBeUndefined();
  });

  it('fills the pane with its displayed area, turned and mirrored as it says', () => {
    for (const [rotation, flip] of [[0, 'N'], [90, 'N'], [180, 'Y'], [270, 'Y']] as const) {
      const read = state({ '00700042': { vr: 'US', Value: [rotation] }, '00700041': { vr: 'CS', Value: [flip] }, '0070005A': sq({ '00700052': { vr: 'SL', Value: [11, 6] }, '00700053': { vr: 'SL', Value: [30, 15] }, '00700100': { vr: 'CS', Value: ['SCALE TO FIT'] } }) });
      const { view } = shownIn({ presentation: read, isPresented: true, view: viewOf(read) }, slice);
      expect(view).toMatchObject({ turn: rotation / 90, flipX: flip === 'Y', area: { left: 10, top: 5, right: 30, bottom: 15 } });
      const way = toPane(slice, view, { width: 400, height: 400 });
      const corners = [apply(way, { x: 10, y: 5 }), apply(way, { x: 30, y: 15 })];
      const [xs, ys] = [corners.map(({ x }) => Math.round(x)).sort((a, b) => a - b), corners.map(({ y }) => Math.round(y)).sort((a, b) => a - b)];
      expect([xs, ys]).toEqual(rotation % 180 === 0 ? [[0, 400], [100, 300]] : [[100, 300], [0, 400]]);
    }
    const magnified = state({ '0070005A': sq({ '00700052': { vr: 'SL', Value: [1, 1] }, '00700053': { vr: 'SL', Value: [10, 10] }, '00700100': { vr: 'CS', Value: ['MAGNIFY'] }, '00700103': { vr: 'FL', Value: [3] } }) });
    expect(toPane(slice, shownIn({ presentation: magnified, isPresented: true, view: viewOf(magnified) }, slice).view, { width: 400, height: 400 }).a).toBe(3);
  });

  it('reads shutters, layers, graphics and texts in their units, and leaves out what has too few points', () => {
    const graphic = (type: string, data: number[], units = 'PIXEL'): DicomJson => ({ '00700005': { vr: 'CS', Value: [units] }, '00700023': { vr: 'CS', Value: [type] }, '00700022': { vr: 'FL', Value: data }, '00700024': { vr: 'CS', Value: ['N'] } });
    const read = state({
      '00181600': { vr: 'CS', Value: ['RECTANGULAR', 'CIRCULAR', 'POLYGONAL'] }, '00181602': { vr: 'IS', Value: [3] }, '00181604': { vr: 'IS', Value: [90] }, '00181606': { vr: 'IS', Value: [2] }, '00181608': { vr: 'IS', Value: [39] },
      '00181610': { vr: 'IS', Value: [20, 50] }, '00181612': { vr: 'IS', Value: [10] }, '00181620': { vr: 'IS', Value: [1, 1, 1, 90, 30, 90] }, '00181622': { vr: 'US', Value: [65535] },
      '00700060': sq({ '00700002': { vr: 'CS', Value: ['B'] }, '00700062': { vr: 'IS', Value: [2] }, '00700066': { vr: 'US', Value: [0] } }, { '00700002': { vr: 'CS', Value: ['A'] }, '00700062': { vr: 'IS', Value: [1] }, '00700401': { vr: 'US', Value: [65535, 32896, 32896] } }),
      '00700001': sq(
        { '00700002': { vr: 'CS', Value: ['B'] }, '00700009': sq(graphic('CIRCLE', [10, 10, 15, 10]), graphic('ELLIPSE', [1, 2]), graphic('SQUIGGLE', [1, 2, 3, 4])) },
        { '00700002': { vr: 'CS', Value: ['A'] }, '00700008': sq({ '00700006': { vr: 'ST', Value: ['结节\r\n12 mm'] }, '00700003': { vr: 'CS', Value: ['DISPLAY'] }, '00700010': { vr: 'FL', Value: [0.1, 0.2] }, '00700011': { vr: 'FL', Value: [0.3, 0.4] }, '00700012': { vr: 'CS', Value: ['CENTER'] } }) },
      ),
    });
    expect(read.shutter).toEqual({ rectangle: { left: 2, right: 90, top: 1, bottom: 39 }, circle: { centre: { x: 49.5, y: 19.5 }, radius: 10 }, polygon: [{ x: 0.5, y: 0.5 }, { x: 89.5, y: 0.5 }, { x: 89.5, y: 29.5 }], ink: 'rgb(255 255 255)' });
    expect(read.annotations.map(({ ink, graphics, texts }) => [ink, graphics.map(({ kind }) => kind), texts.length])).toEqual([['lab(100.00 0.00 0.00)', [], 1], ['rgb(0 0 0)', ['CIRCLE'], 0]]);
    expect(read.annotations[0]!.texts[0]).toMatchObject({ lines: ['结节', '12 mm'], box: { units: 'DISPLAY', align: 'center', corners: [{ x: 0.1, y: 0.2 }, { x: 0.3, y: 0.4 }] }, anchor: undefined });
  });

  const same = (one: Affine, other: Affine): boolean => (['a', 'b', 'c', 'd', 'e', 'f'] as const).every((key) => Math.abs(one[key] - other[key]) < 0.5);

  it('that is saved shows the picture again as it was: window, polarity, area, turn, mirrors and measurements', () => {
    const pane = { width: 300, height: 300 };
    for (const turn of [0, 1, 2, 3]) for (const [flipX, flipY] of [[false, false], [true, false], [false, true], [true, true]] as const) {
      // Corners that fall on pixels: the displayed area is told in whole pixels.
      const view = { zoom: 1, pan: { x: 0, y: 0 }, turn, flipX, flipY, area: { left: 20, top: 0, right: 60, bottom: 40 } };
      const way = toPane(slice, view, pane);
      let count = 0;
      const asked: ToWrite = {
        source: image({ '00100010': { vr: 'PN', Value: [{ Ideographic: '王^小东' }] } }), slices: [slice], window: { centre: 40, width: 400, shape: 'linear' }, isInverse: true, view, seen: seenIn(way, pane), description: '右肺结节', creator: '李医生', now: new Date(2026, 10, 23, 9, 5),
        newUid: () => `2.25.${(count += 1)}`, marks: [{ slice, kind: 'ellipse', points: [{ x: 30, y: 10 }, { x: 50, y: 20 }], lines: ['面积 12 mm²'] }],
      };
      const read = readState(writeState(asked));
      expect(writeState({ ...asked, source: image({ '00100020': { vr: 'LO', Value: ['330***************'] } }) })['00100020']).toEqual({ vr: 'LO' });
      expect(writeState({ ...asked, source: image({ '00100020': { vr: 'LO', Value: ['N-7'] } }) })['00100020']).toEqual({ vr: 'LO', Value: ['N-7'] });
      expect(read).toMatchObject({ description: '右肺结节', creator: '李医生', made: '2026-11-23 09:05', isInverse: true, images: [{ seriesUid: '1.2.3', sopUid: '1.2.1' }] });
      const shown = shownIn({ presentation: read, isPresented: true, view: viewOf(read) }, slice);
      expect(shown.slice).toMatchObject({ window: { centre: 40, width: 400 }, rescale: { slope: 1, intercept: -1000, unit: 'HU' } });
      expect(same(toPane(slice, shown.view, pane), way), `${turn} ${flipX} ${flipY}`).toBe(true);
      expect(read.annotations[0]).toMatchObject({ graphics: [{ kind: 'ELLIPSE', points: [{ x: 30, y: 15 }, { x: 50, y: 15 }, { x: 40, y: 10 }, { x: 40, y: 20 }] }], texts: [{ lines: ['面积 12 mm²'], anchor: { at: { x: 50, y: 20 } } }] });
    }
  });
});
