import { add, compare, exact, toDecimal, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import type { SchemeContent, SchemeItem, Scoring } from '../../../contract/scheme.ts';
import type { Fault } from '../read-text.ts';
import { childrenOf, countsFor, isLeaf } from './tree.ts';

/** What a scheme may name. */
export interface Known {
  /** Direction by id: 1 higher is better, -1 lower is better, 0 watched only. */
  readonly indicators: ReadonlyMap<string, 1 | -1 | 0>;
  readonly levels: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

const fault = (path: Fault['path'], code: string, ...[zh, en]: [string, string]): Fault => ({ path, code, message: { zh, en } });
const shown = (value: Exact): string => toDecimal(value, 6).replace(/\.?0+$/, '');

/** Everything that contradicts itself in a scheme whose shape is right. */
export function checkScheme(scheme: SchemeContent, known: Known): Fault[] {
  const found = [...names(scheme), ...groups(scheme, known)];
  const tree = parents(scheme);
  found.push(...tree);
  scheme.items.forEach((item, index) => found.push(...itemFaults(scheme, { item, index, known })));
  if (tree.length === 0) found.push(...weights(scheme));
  scheme.vetoes.forEach(({ source, cap }, index) => {
    if (source.kind === 'indicator' && !known.indicators.has(source.indicator)) found.push(unknownIndicator(['vetoes', index, 'source', 'indicator'], source.indicator));
    if (compare(exact(cap), exact(scheme.full)) > 0) found.push(fault(['vetoes', index, 'cap'], 'cap', '上限高于满分', 'the cap is above the full points'));
  });
  return [...found, ...decimals(scheme), ...grades(scheme)];
}

/** Points have the decimals of the scheme; a weight with more could not be reached exactly. */
function decimals(scheme: SchemeContent): Fault[] {
  const placesOf = (text: string): number => text.replace(/0+$/, '').split('.')[1]?.length ?? 0;
  const stated: (readonly [Fault['path'], string])[] = [
    [['full'], scheme.full], ...scheme.vetoes.map(({ cap }, index) => [['vetoes', index, 'cap'], cap] as const),
    ...scheme.items.flatMap(({ weight, scoring }, index) => [
      [['items', index, 'weight'], weight] as const,
      ...(scoring?.kind === 'bands' ? scoring.bands.map(({ points }, place) => [['items', index, 'scoring', 'bands', place, 'points'], points] as const) : []),
    ]),
  ];
  return stated.filter(([, text]) => text.includes('.') && placesOf(text) > scheme.decimals).map(([path, text]) => fault(path, 'decimals', `${text} 的小数多于 ${scheme.decimals} 位`, `${text} has more than ${scheme.decimals} decimals`));
}

const unknownIndicator = (path: Fault['path'], id: string): Fault => fault(path, 'unknown-indicator', `没有指标 ${id}`, `there is no indicator ${id}`);

function doubles(list: readonly { id: string }[], place: string): Fault[] {
  const seen = new Set<string>();
  return list.flatMap(({ id }, index) => {
    const isDouble = seen.has(id);
    seen.add(id);
    return isDouble ? [fault([place, index, 'id'], 'double-id', `编号 ${id} 重复`, `the id ${id} stands twice`)] : [];
  });
}

const names = ({ items, vetoes, groups: list }: SchemeContent): Fault[] => [
  ...doubles(items, 'items'), ...doubles(vetoes, 'vetoes'), ...doubles(list, 'groups'),
  ...vetoes.flatMap(({ id }, index) => (items.some((item) => item.id === id) ? [fault(['vetoes', index, 'id'], 'double-id', `编号 ${id} 已用于考核项`, `the id ${id} is that of an item`)] : [])),
];

function groups(scheme: SchemeContent, known: Known): Fault[] {
  return scheme.groups.flatMap((group, index) => {
    const found: Fault[] = [];
    const at = (...rest: (string | number)[]) => ['groups', index, ...rest];
    group.levels?.forEach((level, place) => known.levels.has(level) || found.push(fault(at('levels', place), 'unknown-level', `没有层级 ${level}`, `there is no level ${level}`)));
    group.kinds?.forEach((kind, place) => known.kinds.has(kind) || found.push(fault(at('kinds', place), 'unknown-kind', `没有机构类别 ${kind}`, `there is no kind ${kind}`)));
    const others = scheme.groups.slice(0, index).filter((other) => overlap(group, other));
    for (const other of others) found.push(fault(at(), 'groups-overlap', `与分组 ${other.id} 重叠：同一机构会属于两组`, `overlaps the group ${other.id}: an organisation would be in both`));
    return found;
  });
}

type Group = SchemeContent['groups'][number];

/** Lists of organisations come first; two open conditions overlap when each of levels and kinds may meet. */
function overlap(a: Group, b: Group): boolean {
  if (a.organisationIds !== undefined && b.organisationIds !== undefined) return a.organisationIds.some((id) => b.organisationIds!.includes(id));
  if (a.organisationIds !== undefined || b.organisationIds !== undefined) return false;
  const meet = (x: readonly string[] | undefined, y: readonly string[] | undefined): boolean => x === undefined || y === undefined || x.some((each) => y.includes(each));
  return meet(a.levels, b.levels) && meet(a.kinds, b.kinds);
}

function parents({ items }: SchemeContent): Fault[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return items.flatMap((item, index) => {
    if (item.parent === undefined) return [];
    if (!byId.has(item.parent)) return [fault(['items', index, 'parent'], 'unknown-parent', `没有上级项 ${item.parent}`, `there is no item ${item.parent}`)];
    const seen = new Set([item.id]);
    for (let above = byId.get(item.parent); above !== undefined; above = above.parent === undefined ? undefined : byId.get(above.parent)) {
      if (seen.has(above.id)) return [fault(['items', index, 'parent'], 'cycle', `上级关系成环：${[...seen].join(' → ')} → ${above.id}`, `the parents run in a circle: ${[...seen].join(' → ')} → ${above.id}`)];
      seen.add(above.id);
    }
    return [];
  });
}

/** For each group the leaves sum to the full points, and a section weighs what its parts weigh. */
function weights(scheme: SchemeContent): Fault[] {
  const found: Fault[] = [];
  const leaves = scheme.items.filter((item) => isLeaf(scheme, item));
  for (const [index, group] of scheme.groups.entries()) {
    const sum = leaves.filter((item) => countsFor(item, group.id)).reduce((total, { weight }) => add(total, exact(weight)), ZERO);
    if (compare(sum, exact(scheme.full)) !== 0) {
      found.push(fault(['groups', index], 'weights', `分组 ${group.id} 的权重合计 ${shown(sum)}，应为 ${scheme.full}`, `the weights of group ${group.id} sum to ${shown(sum)}, not to ${scheme.full}`));
    }
  }
  scheme.items.forEach((item, index) => {
    const parts = childrenOf(scheme, item.id);
    if (parts.length === 0) return;
    for (const group of scheme.groups.filter(({ id }) => countsFor(item, id))) {
      const sum = parts.filter((part) => countsFor(part, group.id)).reduce((total, { weight }) => add(total, exact(weight)), ZERO);
      if (compare(sum, exact(item.weight)) !== 0) {
        found.push(fault(['items', index, 'weight'], 'section-weight', `${item.id} 的权重 ${item.weight} 与下级合计 ${shown(sum)} 不符（分组 ${group.id}）`, `${item.id} weighs ${item.weight}, its parts ${shown(sum)} (group ${group.id})`));
      }
    }
    parts.filter((part) => part.groups?.some((id) => !countsFor(item, id))).forEach((part) => found.push(fault(['items', scheme.items.indexOf(part), 'groups'], 'section-groups', `${part.id} 的分组超出上级 ${item.id}`, `${part.id} counts for groups that ${item.id} does not`)));
  });
  return found;
}

interface Judged {
  readonly item: SchemeItem;
  readonly index: number;
  readonly known: Known;
}

function itemFaults(scheme: SchemeContent, judged: Judged): Fault[] {
  const { item, index, known } = judged;
  const at = (...rest: (string | number)[]) => ['items', index, ...rest];
  const found: Fault[] = [];
  item.groups?.forEach((id, place) => scheme.groups.some((group) => group.id === id) || found.push(fault(at('groups', place), 'unknown-group', `没有分组 ${id}`, `there is no group ${id}`)));
  if (!isLeaf(scheme, item)) {
    if (item.source !== undefined || item.scoring !== undefined) found.push(fault(at(), 'section-scored', `${item.id} 有下级，不能自己计分`, `${item.id} has parts and is not scored itself`));
    return found;
  }
  if (item.source === undefined) return [...found, fault(at(), 'no-source', `${item.id} 没有数据来源`, `${item.id} has no source`)];
  const direction = item.source.kind === 'indicator' ? known.indicators.get(item.source.indicator) : undefined;
  if (item.source.kind === 'indicator' && direction === undefined) found.push(unknownIndicator(at('source', 'indicator'), item.source.indicator));
  if (item.watch) {
    if (exact(item.weight).over !== 0n) found.push(fault(at('weight'), 'watch-weight', '监测项不计分，权重应为 0', 'a watch item has no weight'));
    if (item.scoring !== undefined) found.push(fault(at('scoring'), 'watch-scored', '监测项不计分也不排名', 'a watch item is neither scored nor ranked'));
    return found;
  }
  if (item.scoring === undefined) return [...found, fault(at(), 'no-scoring', `${item.id} 没有计分方法`, `${item.id} has no scoring function`)];
  return [...found, ...scoringFaults(item, item.scoring, { at, direction })];
}

interface ScoringPlace {
  readonly at: (...rest: (string | number)[]) => (string | number)[];
  readonly direction: 1 | -1 | 0 | undefined;
}

function scoringFaults(item: SchemeItem, scoring: Scoring, { at, direction }: ScoringPlace): Fault[] {
  const ranks = scoring.kind === 'percentile' || scoring.kind === 'improvement';
  if (ranks && direction === 0) return [fault(at('scoring', 'kind'), 'watch-ranked', '监测指标不得排名或比进退，请改为区间或监测项', 'a watched indicator is never ranked; use bands or make it a watch item')];
  if (ranks && scoring.direction === undefined && direction === undefined) return [fault(at('scoring'), 'no-direction', '请写明 direction：higher 或 lower', 'say the direction: higher or lower')];
  if (ranks && scoring.direction !== undefined && direction !== undefined && (scoring.direction === 'higher' ? 1 : -1) !== direction) return [againstDirection(at('scoring', 'direction'))];
  if (scoring.kind === 'improvement' && compare(exact(scoring.full), exact(scoring.floor)) <= 0) return [fault(at('scoring', 'full'), 'no-span', '满分幅度须大于起点', 'full must be above floor')];
  if (scoring.kind === 'linear') {
    const span = compare(exact(scoring.full), exact(scoring.floor));
    if (span === 0) return [fault(at('scoring', 'full'), 'no-span', '起点与满分点相同', 'floor and full are the same')];
    if (direction !== undefined && direction !== 0 && Math.sign(span) !== direction) return [againstDirection(at('scoring'))];
  }
  if (scoring.kind === 'threshold' && direction !== undefined && direction !== 0 && (scoring.operator.startsWith('>') ? 1 : -1) !== direction) return [againstDirection(at('scoring', 'operator'))];
  return scoring.kind === 'bands' ? bandFaults(item, scoring.bands, at) : [];
}

const againstDirection = (path: Fault['path']): Fault => fault(path, 'direction', '与指标方向相反', 'runs against the direction of the indicator');

/** Bands in order, each beginning where the one before ended, open at both ends. */
function bandFaults({ weight }: SchemeItem, bands: Extract<Scoring, { kind: 'bands' }>['bands'], at: ScoringPlace['at']): Fault[] {
  const found: Fault[] = [];
  const place = (index: number, ...rest: string[]) => at('scoring', 'bands', index, ...rest);
  bands.forEach(({ from, to, points }, index) => {
    if (compare(exact(points), exact(weight)) > 0) found.push(fault(place(index, 'points'), 'band-points', `得分 ${points} 高于权重 ${weight}`, `${points} points are more than the weight ${weight}`));
    if (from !== undefined && to !== undefined && compare(exact(from), exact(to)) >= 0) found.push(fault(place(index), 'band-empty', '区间为空', 'the band is empty'));
  });
  if (found.some(({ code }) => code === 'band-empty')) return found;
  const order = bands.map((band, index) => ({ ...band, index })).sort((a, b) => (a.from === undefined ? -1 : b.from === undefined ? 1 : compare(exact(a.from), exact(b.from))));
  order.forEach(({ from, index }, turn) => {
    const before = order[turn - 1];
    if (before === undefined) {
      if (from !== undefined) found.push(fault(place(index), 'band-gap', `低于 ${from} 的值没有区间`, `values below ${from} have no band`));
    } else if (before.to === undefined || from === undefined || compare(exact(from), exact(before.to)) < 0) {
      found.push(fault(place(index), 'band-overlap', '与另一区间重叠', 'overlaps another band'));
    } else if (compare(exact(from), exact(before.to)) > 0) {
      found.push(fault(place(index), 'band-gap', `${before.to} 至 ${from} 之间没有区间`, `no band between ${before.to} and ${from}`));
    }
  });
  const last = order.at(-1)!;
  if (last.to !== undefined) found.push(fault(place(last.index), 'band-gap', `${last.to} 及以上没有区间`, `values from ${last.to} on have no band`));
  return found;
}

function grades({ grades: list, full }: SchemeContent): Fault[] {
  const found = doubles(list.map(({ grade }) => ({ id: grade })), 'grades');
  list.forEach(({ from }, index) => {
    const above = list[index - 1];
    if (compare(exact(from), exact(full)) > 0) found.push(fault(['grades', index, 'from'], 'grade', '等级起点高于满分', 'the grade begins above the full points'));
    if (above !== undefined && compare(exact(from), exact(above.from)) >= 0) found.push(fault(['grades', index, 'from'], 'grade', '等级须由高到低', 'grades go from high to low'));
  });
  const last = list.at(-1)!;
  if (exact(last.from).over !== 0n) found.push(fault(['grades', list.length - 1, 'from'], 'grade', `低于 ${last.from} 没有等级`, `totals below ${last.from} have no grade`));
  return found;
}
