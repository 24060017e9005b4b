import type { Placed, Point } from './geometry.ts';

export interface Label {
  readonly key: string;
  readonly text: string;
  readonly at: Point;
  readonly anchor: 'start' | 'end' | 'middle';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface LabelPlan {
  readonly marks: readonly Placed[];
  /** In the order of importance: the first get their place first. */
  readonly wanted: readonly { readonly key: string; readonly text: string }[];
  /** Height of the letters and half the size of a mark, in drawing units. */
  readonly letter: number;
  readonly mark: number;
  readonly width: number;
}

/** A name right, left, below or above its mark where it covers neither a mark nor another name; without room it is left out. */
export function placeLabels(plan: LabelPlan): Label[] {
  const taken: { key: string; box: Box }[] = plan.marks.map((mark) => ({ key: mark.key, box: boxRound(mark.at, plan.mark) }));
  const labels: Label[] = [];
  for (const { key, text } of plan.wanted) {
    const mark = plan.marks.find((each) => each.key === key);
    const fitting = mark && candidates(mark.at, text, plan).find(({ box }) =>
      box.left >= 0 && box.right <= plan.width && taken.every((other) => other.key === key || !cross(box, other.box)));
    if (fitting === undefined) continue;
    taken.push({ key: `${key} name`, box: fitting.box });
    labels.push({ key, text, at: fitting.at, anchor: fitting.anchor });
  }
  return labels;
}

const boxRound = ([x, y]: Point, half: number): Box => ({ left: x - half, right: x + half, top: y - half, bottom: y + half });

const cross = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Chinese letters are as wide as high; Latin ones about half. */
const widthOf = (text: string, letter: number): number => [...text].reduce((sum, each) => sum + (each > '\u2e7f' ? letter : letter * 0.56), 0);

function candidates([x, y]: Point, text: string, { letter, mark }: LabelPlan): { at: Point; anchor: Label['anchor']; box: Box }[] {
  const width = widthOf(text, letter);
  const reach = mark + 4;
  const box = (left: number, base: number): Box => ({ left, right: left + width, top: base - letter, bottom: base + letter * 0.2 });
  const base = y + letter * 0.36;
  return [
    { at: [x + reach, base], anchor: 'start', box: box(x + reach, base) },
    { at: [x - reach, base], anchor: 'end', box: box(x - reach - width, base) },
    { at: [x, y + reach + letter], anchor: 'middle', box: box(x - width / 2, y + reach + letter) },
    { at: [x, y - reach - 2], anchor: 'middle', box: box(x - width / 2, y - reach - 2) },
    { at: [x + mark, y + reach + letter], anchor: 'end', box: box(x + mark - width, y + reach + letter) },
    { at: [x - mark, y + reach + letter], anchor: 'start', box: box(x - mark, y + reach + letter) },
  ];
}
