import { compare, divide, exact, larger, multiply, ONE, rounded, smaller, subtract, toDecimal, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import type { Text } from '#platform/kernel/problem.ts';
import type { Scoring } from '../../../contract/scheme.ts';

/** What one item of one member is scored by; decimals as text. */
export interface ItemQuestion {
  readonly scoring: Scoring;
  readonly weight: string;
  readonly decimals: number;
  readonly unit: string;
  readonly value: string | null;
  /** Of the period before; only improvement asks for it. */
  readonly previous: string | null;
  /** Values of all members of the group that have one, the member's own among them. */
  readonly peers: readonly string[];
  readonly direction: 'higher' | 'lower';
}

export interface ItemAnswer {
  /** Null: no value, nothing was scored. */
  readonly points: string | null;
  readonly formula: Text;
}

const plain = (value: Exact): string => {
  const text = toDecimal(value, 4);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};
const share = (value: Exact): Exact => larger(ZERO, smaller(ONE, value));

const WAYS: { readonly [Kind in Scoring['kind']]: (question: ItemQuestion & { value: string }, scoring: Extract<Scoring, { kind: Kind }>) => ItemAnswer } = {
  threshold: (question, { operator, value: limit }) => {
    const difference = compare(exact(question.value), exact(limit));
    const reached = { '>=': difference >= 0, '>': difference > 0, '<=': difference <= 0, '<': difference < 0 }[operator];
    const { amount, limitText } = { amount: withUnit(question.value, question.unit), limitText: withUnit(limit, question.unit) };
    return given(question, reached ? ONE : ZERO, { zh: `${amount} ${reached ? '达到' : '未达到'} ${operator} ${limitText}`, en: `${amount} ${reached ? 'meets' : 'misses'} ${operator} ${limitText}` });
  },
  linear: (question, { floor, full }) => {
    const part = share(divide(subtract(exact(question.value), exact(floor)), subtract(exact(full), exact(floor))));
    const [amount, from, to] = [question.value, floor, full].map((each) => withUnit(each, question.unit)) as [string, string, string];
    if (part.over === 0n) return given(question, ZERO, { zh: `${amount} 未超过起点 ${from}`, en: `${amount} does not pass the floor ${from}` });
    if (compare(part, ONE) === 0) return given(question, ONE, { zh: `${amount} 达到满分点 ${to}`, en: `${amount} reaches full marks at ${to}` });
    return given(question, part, { zh: `${amount} 位于 ${from} 与 ${to} 之间`, en: `${amount} between ${from} and ${to}` });
  },
  bands: (question, { bands }) => {
    const value = exact(question.value);
    const band = bands.find(({ from, to }) => (from === undefined || compare(value, exact(from)) >= 0) && (to === undefined || compare(value, exact(to)) < 0));
    if (band === undefined) return missing({ zh: '没有对应区间', en: 'no band for the value' });
    const where = `[${band.from ?? '−∞'}, ${band.to ?? '+∞'})`;
    const amount = withUnit(question.value, question.unit);
    return pointed(question, exact(band.points), { zh: `${amount} 在区间 ${where}`, en: `${amount} in the band ${where}` });
  },
  percentile: (question, { peersMin }) => {
    const { peers, value, direction } = question;
    if (peers.length < peersMin) return missing({ zh: `同组可比机构 ${peers.length} 家，少于 ${peersMin} 家，不排位`, en: `${peers.length} peers with a value, fewer than ${peersMin}: not placed` });
    const side = direction === 'higher' ? 1 : -1;
    const worse = peers.filter((peer) => compare(exact(value), exact(peer)) * side > 0).length;
    const equal = peers.filter((peer) => compare(exact(value), exact(peer)) === 0).length - 1;
    // Equals share the middle of their places.
    const part = divide(exact(2 * worse + equal), exact(2 * (peers.length - 1)));
    const amount = withUnit(value, question.unit);
    return given(question, part, { zh: `${amount} 优于同组其他 ${peers.length - 1} 家中的 ${worse} 家，并列 ${equal} 家`, en: `${amount} is better than ${worse} of ${peers.length - 1} peers, level with ${equal}` });
  },
  improvement: (question, { measure, floor, full }) => {
    const { previous, value, direction } = question;
    if (previous === null) return missing({ zh: '上期无值，无法比较', en: 'no value of the period before' });
    const former = exact(previous);
    if (measure === 'relative' && former.over <= 0n) return missing({ zh: `上期值 ${previous} 不能作为比较基数`, en: `the former value ${previous} is no base to compare with` });
    const rise = direction === 'higher' ? subtract(exact(value), former) : subtract(former, exact(value));
    const change = measure === 'relative' ? multiply(divide(rise, former), exact(100)) : rise;
    const part = share(divide(subtract(change, exact(floor)), subtract(exact(full), exact(floor))));
    const unit = measure === 'relative' ? '%' : question.unit;
    const [now, then, moved] = [withUnit(value, question.unit), withUnit(previous, question.unit), withUnit(plain(change), unit)];
    return given(question, part, { zh: `由 ${then} 变为 ${now}，改善 ${moved}（起点 ${floor}，满分 ${full}）`, en: `from ${then} to ${now}: better by ${moved} (floor ${floor}, full ${full})` });
  },
};

const withUnit = (value: string, unit: string): string => (unit === '' ? value : unit === '%' ? `${value} %` : `${value} ${unit}`);

const missing = (formula: Text): ItemAnswer => ({ points: null, formula });

const given = (question: ItemQuestion, part: Exact, words: Text): ItemAnswer => pointed(question, multiply(exact(question.weight), part), words);

/** Rounded half up to the decimals of the scheme, never out of 0 to weight. */
function pointed({ weight, decimals }: ItemQuestion, amount: Exact, words: Text): ItemAnswer {
  const points = toDecimal(smaller(exact(weight), rounded(amount, decimals)), decimals);
  return { points, formula: { zh: `${words.zh}：得 ${points} 分（满分 ${weight}）`, en: `${words.en}: ${points} of ${weight}` } };
}

/** The points of one item with its formula in words. Pure. */
export function scoreItem(question: ItemQuestion): ItemAnswer {
  if (question.value === null) return missing({ zh: '无值', en: 'no value' });
  const way = WAYS[question.scoring.kind] as (question: ItemQuestion, scoring: Scoring) => ItemAnswer;
  return way(question, question.scoring);
}

