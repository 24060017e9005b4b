import { divide, exact, multiply, subtract, toDecimal } from '#platform/kernel/decimal.ts';
import type { DipCatalogue, DipGroup } from './catalogue.ts';

export type CatalogueChange = 'appeared' | 'vanished' | 'moved' | 'kind-changed' | 'unchanged';

export interface CatalogueDifference {
  readonly code: string;
  readonly name: string;
  readonly change: CatalogueChange;
  readonly scoreBefore: string | null;
  readonly scoreAfter: string | null;
  /** Percent, 2 decimals. */
  readonly movedPercent: string | null;
  readonly zh: string;
  readonly en: string;
}

/** What moved between two catalogues and why, by code; unchanged groups are left out unless asked for. */
export function compareCatalogues(before: DipCatalogue, after: DipCatalogue, all = false): CatalogueDifference[] {
  const [old, fresh] = [byCode(before), byCode(after)];
  const codes = [...new Set([...old.keys(), ...fresh.keys()])].toSorted();
  return codes.map((code) => difference(code, { was: old.get(code), now: fresh.get(code), after, before })).filter(({ change }) => all || change !== 'unchanged');
}

const byCode = ({ groups }: DipCatalogue): Map<string, DipGroup> => new Map(groups.map((group) => [group.code, group]));

interface Pair {
  readonly was: DipGroup | undefined;
  readonly now: DipGroup | undefined;
  readonly before: DipCatalogue;
  readonly after: DipCatalogue;
}

function difference(code: string, { was, now, before, after }: Pair): CatalogueDifference {
  const base = { code, name: (now ?? was)!.name, scoreBefore: was?.score ?? null, scoreAfter: now?.score ?? null, movedPercent: percent(was?.score ?? null, now?.score ?? null) };
  if (was === undefined) return { ...base, change: 'appeared', ...reasonOfOther(now!, before, 'appeared') };
  if (now === undefined) return { ...base, change: 'vanished', ...reasonOfOther(was, after, 'vanished') };
  if (was.kind !== now.kind) return { ...base, change: 'kind-changed', zh: `类型由 ${was.kind} 变为 ${now.kind}；${causes(was, now).zh}`, en: `kind ${was.kind} became ${now.kind}; ${causes(was, now).en}` };
  if (was.score === now.score) return { ...base, change: 'unchanged', zh: '分值不变', en: 'same score' };
  return { ...base, change: 'moved', ...causes(was, now) };
}

function percent(before: string | null, after: string | null): string | null {
  if (before === null || after === null || exact(before).over === 0n) return null;
  return toDecimal(multiply(divide(subtract(exact(after), exact(before)), exact(before)), exact(100)), 2);
}

function causes(was: DipGroup, now: DipGroup): { zh: string; en: string } {
  const pairs: [string, string, unknown, unknown][] = [
    ['病例数', 'cases', was.cases, now.cases], ['次均费用（分）', 'mean cost (fen)', was.meanCostFen, now.meanCostFen], ['变异系数', 'CV', was.cv, now.cv], ['分值', 'score', was.score, now.score],
  ];
  const moved = pairs.filter(([, , first, second]) => first !== second);
  return { zh: moved.map(([zh, , first, second]) => `${zh} ${String(first ?? '—')} → ${String(second ?? '—')}`).join('；'), en: moved.map(([, en, first, second]) => `${en} ${String(first ?? '—')} → ${String(second ?? '—')}`).join('; ') };
}

/** Where the cases of a group that is on one side only are found on the other. */
function reasonOfOther(group: DipGroup, other: DipCatalogue, change: 'appeared' | 'vanished'): { zh: string; en: string } {
  const home = other.groups.find(({ kind, diagnosis, treatment }) => kind === 'comprehensive' && group.diagnosis.startsWith(diagnosis) && treatment === group.treatment);
  const count = group.cases === undefined ? '' : `（${group.cases}）`;
  if (change === 'appeared') {
    return home === undefined
      ? { zh: `以前没有此类病例${count}`, en: `no such cases before ${count}` }
      : { zh: `病例数达到核心病种标准${count}，以前归入 ${home.code}`, en: `enough cases for a group of its own ${count}; they were in ${home.code}` };
  }
  return home === undefined
    ? { zh: '不再有此类病例', en: 'no such cases any more' }
    : { zh: `病例数不足，归入 ${home.code}`, en: `too few cases; they are in ${home.code}` };
}
