import { add, compare, divide, exact, multiply, rounded, smaller, subtract, sumOf, toDecimal, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import type { Text } from '#platform/kernel/problem.ts';
import type { SchemeContent, SchemeItem } from '../../../contract/scheme.ts';
import { leavesOf } from '../scheme/tree.ts';
import { scoreItem } from './score-item.ts';

/** One frozen input. */
export interface InputValue {
  readonly value: string | null;
  readonly previous: string | null;
}

export interface MemberInput {
  readonly organisationId: string;
  readonly groupId: string;
  /** By id of item or veto; vetoes hold `1` where they apply. */
  readonly values: ReadonlyMap<string, InputValue>;
}

/** A part of a total. `spread` and `veto` are the two parts that no item has. */
export interface ScorePart {
  readonly itemId: string;
  readonly kind: 'item' | 'watch' | 'spread' | 'veto';
  readonly weight: string;
  /** Null: no value. Counts as zero in the total. */
  readonly points: string | null;
  readonly formula: Text;
}

export interface MemberScore {
  readonly organisationId: string;
  readonly groupId: string;
  readonly parts: readonly ScorePart[];
  /** Exactly the sum of the parts. */
  readonly total: string;
  readonly grade: string;
  /** Within the group; equal totals share a place. */
  readonly rank: number;
  readonly vetoes: readonly string[];
}

export interface Knowledge {
  /** Unit and direction by id of indicator. */
  readonly indicators: ReadonlyMap<string, { readonly unit: string; readonly direction: 1 | -1 | 0 }>;
}

/** Scores all members. Pure: the order of the members changes nothing but the order of the answers. */
export function scoreMembers(scheme: SchemeContent, members: readonly MemberInput[], known: Knowledge): MemberScore[] {
  const scored = members.map((member) => scoreMember(scheme, member, { peers: members.filter(({ groupId }) => groupId === member.groupId), known }));
  return scored.map((score) => ({
    ...score,
    rank: 1 + scored.filter(({ groupId, total }) => groupId === score.groupId && compare(exact(total), exact(score.total)) > 0).length,
  }));
}

interface Around {
  readonly peers: readonly MemberInput[];
  readonly known: Knowledge;
}

function scoreMember(scheme: SchemeContent, member: MemberInput, around: Around): MemberScore {
  const items = leavesOf(scheme, member.groupId).map((item) => partOf(scheme, item, { ...around, member }));
  const spread = spreadOf(scheme, member, items);
  const before = sumOf([...items, ...spread].map(({ points }) => (points === null ? ZERO : exact(points))));
  const veto = vetoOf(scheme, member, before);
  const total = veto.parts.reduce((sum, { points }) => add(sum, exact(points!)), before);
  return {
    organisationId: member.organisationId, groupId: member.groupId, parts: [...items, ...spread, ...veto.parts], total: toDecimal(total, scheme.decimals),
    grade: scheme.grades.find(({ from }) => compare(total, exact(from)) >= 0)?.grade ?? '', rank: 0, vetoes: veto.ids,
  };
}

function partOf(scheme: SchemeContent, item: SchemeItem, { member, peers, known }: Around & { member: MemberInput }): ScorePart {
  const { value = null, previous = null } = member.values.get(item.id) ?? {};
  const indicator = item.source?.kind === 'indicator' ? known.indicators.get(item.source.indicator) : undefined;
  const unit = indicator?.unit ?? (item.source?.kind === 'manual' ? item.source.unit : '');
  if (item.watch || item.scoring === undefined) {
    return { itemId: item.id, kind: 'watch', weight: '0', points: null, formula: { zh: `${value ?? '无值'} ${unit}（监测，不计分、不排名）`, en: `${value ?? 'no value'} ${unit} (watched: neither scored nor ranked)` } };
  }
  const stated = 'direction' in item.scoring ? item.scoring.direction : undefined;
  const { points, formula } = scoreItem({
    scoring: item.scoring, weight: item.weight, decimals: scheme.decimals, unit, value, previous, direction: stated ?? (indicator?.direction === -1 ? 'lower' : 'higher'),
    peers: peers.flatMap((peer) => peer.values.get(item.id)?.value ?? []),
  });
  return { itemId: item.id, kind: 'item', weight: item.weight, points, formula };
}

/** The weight of items that are out is borne by the others: the sum is stretched to the full points. */
function spreadOf(scheme: SchemeContent, { groupId }: MemberInput, parts: readonly ScorePart[]): ScorePart[] {
  const out = parts.filter(({ kind, points, itemId }) => kind === 'item' && points === null && scheme.items.find(({ id }) => id === itemId)?.missing === 'spread');
  const gone = sumOf(out.map(({ weight }) => exact(weight)));
  const left = subtract(exact(scheme.full), gone);
  if (out.length === 0 || left.over <= 0n) return [];
  const sum = sumOf(parts.map(({ points }) => (points === null ? ZERO : exact(points))));
  const stretched = smaller(exact(scheme.full), rounded(divide(multiply(sum, exact(scheme.full)), left), scheme.decimals));
  const points = toDecimal(subtract(stretched, sum), scheme.decimals);
  const [had, full, rest] = [toDecimal(sum, scheme.decimals), scheme.full, toDecimal(left, scheme.decimals)];
  const ids = out.map(({ itemId }) => itemId);
  return [{
    itemId: 'spread', kind: 'spread', weight: '0', points,
    formula: { zh: `缺项 ${ids.join('、')} 的权重由其余项分担（分组 ${groupId}）：${had} × ${full} ÷ ${rest} − ${had} = ${points}`, en: `the weight of ${ids.join(', ')} is borne by the other items (group ${groupId}): ${had} × ${full} ÷ ${rest} − ${had} = ${points}` },
  }];
}

function vetoOf(scheme: SchemeContent, member: MemberInput, before: Exact): { parts: ScorePart[]; ids: string[] } {
  const held = scheme.vetoes.filter((veto) => holds(veto, member.values.get(veto.id)?.value ?? null));
  if (held.length === 0) return { parts: [], ids: [] };
  const cap = held.map((veto) => rounded(exact(veto.cap), scheme.decimals)).reduce(smaller);
  const ids = held.map(({ id }) => id);
  const points = compare(before, cap) > 0 ? toDecimal(subtract(cap, before), scheme.decimals) : toDecimal(ZERO, scheme.decimals);
  const shown = toDecimal(cap, scheme.decimals);
  return { ids, parts: [{ itemId: 'veto', kind: 'veto', weight: '0', points, formula: { zh: `否决项 ${ids.join('、')} 成立，总分不高于 ${shown}：${points}`, en: `veto ${ids.join(', ')} holds, the total is capped at ${shown}: ${points}` } }] };
}

function holds({ source }: SchemeContent['vetoes'][number], value: string | null): boolean {
  if (value === null) return false;
  if (source.kind === 'manual') return exact(value).over !== 0n;
  const difference = compare(exact(value), exact(source.value));
  return { '>=': difference >= 0, '>': difference > 0, '<=': difference <= 0, '<': difference < 0 }[source.operator];
}
