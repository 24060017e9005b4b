import { describe, expect, it } from 'vitest';
import { FrameStore, wishAround } from './frame-store.ts';
import { apply, edgeLetters, inverse, lettersOfDirection, PLAIN_VIEW, toPane, turned } from './geometry.ts';
import { linkedIndex, startOffset } from './linking.ts';
import { measured } from './measure.ts';
import type { DicomJson } from './dicom-json.ts';
import { slicesOf, type Slice } from './slices.ts';
import { withTables } from './tables.ts';
import { ownWindow, paintGrey } from './windowing.ts';

const json = (index: number, more: DicomJson = {}): DicomJson => ({
  '00080018': { Value: [`1.${index}`] }, '00280010': { Value: [4] }, '00280011': { Value: [4] }, '00200013': { Value: [index] }, '00280030': { Value: [2, 0.5] },
  '00200032': { Value: [0, 0, index * 5] }, '00200037': { Value: [1, 0, 0, 0, 1, 0] }, '00281052': { Value: [-1024] }, '00281053': { Value: [1] }, '00080060': { Value: ['CT'] }, ...more,
});
const stack = (count: number): Slice[] => slicesOf(Array.from({ length: count }, (_, index) => json(index)));

describe('slices', () => {
  it('stand from the head to the feet, whatever their order and numbers', () => expect(slicesOf([json(1), json(3), json(2)]).map(({ place }) => place)).toEqual([15, 10, 5]));
  it('follow their numbers where places are missing, and leave out what holds no image', () => expect(slicesOf([json(2, { '00200032': {} }), json(1), { '00080018': { Value: ['9'] } }]).map(({ instanceNumber }) => instanceNumber)).toEqual([1, 2]));
  it('say HU of a CT without a type of rescale', () => expect(stack(1)[0]!.rescale).toEqual({ slope: 1, intercept: -1024, unit: 'HU' }));
});

describe('tables', () => {
  const table = (descriptor: readonly number[], data: object): DicomJson[string] => ({ Value: [{ '00283002': { Value: descriptor }, '00283006': data }] });
  const painted = (slice: Slice, isOwn: boolean): number[] => {
    const target = new Uint8ClampedArray(16);
    const frame = { kind: 'grey' as const, values: Uint16Array.from([0, 1, 2, 3]), low: 0, high: 3, byteCount: 8 };
    paintGrey(target, { slice, frame }, { window: isOwn ? ownWindow(slice, frame) : { centre: 1.5, width: 3, shape: 'linear-exact' }, isOwn, isInverted: false });
    return [0, 4, 8, 12].map((at) => target[at]!);
  };
  const plain = { '00281052': {}, '00281053': {}, '00283010': table([4, 0, 8], { Value: [255, 170, 85, 0] }) };
  it('of interest shows the image until a window is chosen', () => {
    const slice = slicesOf([json(1, plain)])[0]!;
    expect([painted(slice, true), painted(slice, false)]).toEqual([[255, 170, 85, 0], [0, 85, 170, 255]]);
  });
  it('of the modality stands in place of slope and intercept', () => expect(painted(slicesOf([json(1, { '00283000': table([4, 0, 16], { Value: [3, 2, 1, 0] }) })])[0]!, false)).toEqual([255, 170, 85, 0]));
  it('that stands beside the description is fetched', async () => {
    const filled = await withTables([json(1, { ...plain, '00283010': table([4, 0, 8], { BulkDataURI: 'http://here/bulk' }) })], () => Promise.resolve(Uint16Array.from([0, 0, 255, 255]).buffer));
    expect(painted(slicesOf(filled)[0]!, true)).toEqual([0, 0, 255, 255]);
  });
});

describe('geometry', () => {
  const slice = stack(1)[0]!;
  it('comes back from the pane to the same pixel in every turn and mirror', () => {
    for (let turn = 0; turn < 4; turn += 1) {
      for (const [flipX, flipY] of [[false, false], [true, false], [false, true], [true, true]] as const) {
        const way = toPane(slice, { zoom: 1.7, pan: { x: 0.1, y: -0.2 }, turn, flipX, flipY }, { width: 300, height: 200 });
        const back = apply(inverse(way), apply(way, { x: 1, y: 3 }));
        expect([back.x, back.y].map((each) => Math.round(each * 1e6) / 1e6)).toEqual([1, 3]);
      }
    }
  });
  it('names the edges of an axial slice, also turned and mirrored', () => {
    expect(edgeLetters(slice, PLAIN_VIEW)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    expect(edgeLetters(slice, turned(PLAIN_VIEW))).toEqual({ left: 'P', right: 'A', top: 'R', bottom: 'L' });
    expect(edgeLetters(slice, { ...PLAIN_VIEW, flipX: true })).toEqual({ left: 'L', right: 'R', top: 'A', bottom: 'P' });
  });
  it('names an oblique direction by its strongest parts', () => expect(lettersOfDirection([0.4, -0.9, 0.1])).toBe('AL'));
});

describe('linking', () => {
  it('finds the same place in a thinner stack', () => expect(linkedIndex(stack(4), 1, { to: stack(8), offset: 0 })).toBe(5));
  it('lays stacks that overlap by half or more over each other', () => expect(startOffset(stack(4), stack(5))).toBe(0));
});

describe('measuring', () => {
  const slice = stack(1)[0]!;
  const values = Uint16Array.from({ length: 16 }, (_, index) => 1024 + index);
  const of = { slice, frame: { kind: 'grey' as const, values, low: 1024, high: 1039, byteCount: 32 } };
  it('takes the spacing of rows and columns apart', () => expect(measured('length', [{ x: 0, y: 0 }, { x: 4, y: 0 }], of)).toEqual({ isMillimetres: true, length: 2 }));
  it('says pixels without spacing', () => expect(measured('length', [{ x: 0, y: 0 }, { x: 3, y: 4 }], { slice: { ...slice, spacing: null }, frame: undefined })).toEqual({ isMillimetres: false, length: 5 }));
  it('measures a right angle', () => expect(measured('angle', [{ x: 2, y: 0 }, { x: 0, y: 0 }, { x: 0, y: 2 }], of).angle).toBeCloseTo(90));
  it('gives mean and deviation of a rectangle in HU', () => expect(measured('rectangle', [{ x: 0, y: 0 }, { x: 2, y: 2 }], of)).toMatchObject({ area: 4, values: { mean: 2.5, low: 0, high: 5, count: 4, unit: 'HU' } }));
});

describe('frames in memory', () => {
  it('stay below their limit, what is looked at stays, and never more than four are asked for at once', async () => {
    let [running, most] = [0, 0];
    const store = new FrameStore({ bytesMax: 100, parallelMax: 4, load: async () => {
      most = Math.max(most, (running += 1));
      await Promise.resolve();
      running -= 1;
      return { byteCount: 10 };
    } });
    const slices = stack(50);
    store.want('pane', wishAround(slices, 25, 9 * 32));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(most).toBe(4);
    expect(store.byteCount).toBeLessThanOrEqual(100);
    expect(store.has(slices[25]!.key)).toBe(true);
    store.close();
  });
  it.each([['one pane', 1], ['two panes', 2]])('are not fetched over and over when %s wish for more than there is room for', async (_, panes) => {
    const loads: string[] = [];
    const store = new FrameStore({ bytesMax: 100, parallelMax: 4, load: async ({ key }) => {
      loads.push(key);
      await Promise.resolve();
      return { byteCount: 10 };
    } });
    const slices = stack(50);
    let from = 0;
    const wish = (): void => {
      for (let pane = 0; pane < panes; pane += 1) store.want(`pane ${pane}`, pane === 0 ? slices.slice(from) : slices.toReversed());
    };
    store.subscribe(wish);
    wish();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(loads).toHaveLength(new Set(loads).size);
    // Those under way when memory was full come as well.
    expect(loads.length).toBeLessThanOrEqual(14);
    expect(store.byteCount).toBe(100);
    expect(slices.slice(0, 10 / panes).every(({ key }) => store.has(key))).toBe(true);
    from = 30;
    wish();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.has(slices[30]!.key)).toBe(true);
    store.close();
  });
  it('are wished for outwards from the one that is seen', () => expect(wishAround(stack(5), 2, 1_000).map(({ place }) => place)).toEqual([10, 5, 15, 0, 20]));
});
