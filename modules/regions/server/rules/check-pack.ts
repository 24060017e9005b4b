import type { Text } from '#platform/kernel/problem.ts';
import type { PackFile, PackFinding, RegionPack, RegionRule, RegionTarget } from '../../contract/pack.ts';
import type { Known, Locate, Place } from './pack-place.ts';

interface Asked {
  readonly known: Known;
  readonly locate: Locate;
}

type Say = (file: PackFile, place: Place, finding: { code: string; message: Text }) => void;

const FOREVER = '9999-12-31';
const LONG_AGO = '0001-01-01';

/** What one file cannot tell alone: names that do not exist, contradictions, cycles, periods that overlap. */
export function checkPack(pack: RegionPack, { known, locate }: Asked): PackFinding[] {
  const findings: PackFinding[] = [];
  const say: Say = (file, place, finding) => findings.push({ ...locate(file, place), ...finding });
  checkDoubles(pack, say);
  checkNames(pack, { known, say });
  checkTargets(pack.targets, say);
  checkPhases(pack, say);
  checkRules(pack.rules, say);
  checkCycles(pack, say);
  return findings;
}

const LISTS: readonly (readonly [PackFile, keyof RegionPack & string])[] = [
  ['region', 'bodies'], ['consortia', 'consortia'], ['consortia', 'unchanged'], ['consortia', 'unified'], ['governance', 'committees'], ['targets', 'tiers'], ['targets', 'targets'],
  ['timeline', 'phases'], ['tasks', 'tasks'], ['rules', 'rules'],
];

function checkDoubles(pack: RegionPack, say: Say): void {
  for (const [file, key] of LISTS) {
    const seen = new Set<string>();
    (pack[key] as readonly { id: string }[]).forEach(({ id }, index) => {
      if (seen.has(id)) say(file, [key, index, 'id'], { code: 'double-id', message: { zh: `编号 ${id} 重复`, en: `the id ${id} stands twice` } });
      seen.add(id);
    });
  }
}

function checkNames(pack: RegionPack, { known, say }: { known: Known; say: Say }): void {
  const bodies = new Set(pack.bodies.map(({ id }) => id));
  const targets = new Set(pack.targets.map(({ id }) => id));
  const tiers = new Set(pack.tiers.map(({ id }) => id));
  const phases = new Set(pack.phases.map(({ id }) => id));
  const tasks = new Set(pack.tasks.map(({ id }) => id));
  const must = (holds: boolean, at: readonly [PackFile, Place], message: Text): void => {
    if (!holds) say(at[0], at[1], { code: 'unknown-name', message });
  };
  const body = (id: string, file: PackFile, place: Place): void => must(bodies.has(id), [file, place], { zh: `region.yaml 中没有单位 ${id}`, en: `region.yaml has no body ${id}` });
  const indicator = (id: string, file: PackFile, place: Place): void => must(known.indicators.has(id), [file, place], { zh: `指标库中没有 ${id}`, en: `the registry has no indicator ${id}` });
  const rooms = (names: readonly string[], file: PackFile, place: Place): void =>
    names.forEach((name, index) => must(known.rooms.has(name), [file, [...place, index]], { zh: `平台没有模块 ${name}`, en: `the platform has no room ${name}` }));

  pack.committees.forEach(({ seats, officeAt }, index) => {
    seats.forEach((seat, at) => body(seat, 'governance', ['committees', index, 'seats', at]));
    if (officeAt !== undefined) body(officeAt, 'governance', ['committees', index, 'officeAt']);
  });
  pack.targets.forEach((each, index) => {
    indicator(each.indicator, 'targets', ['targets', index, 'indicator']);
    rooms(each.answer.rooms, 'targets', ['targets', index, 'answer', 'rooms']);
    if (each.tier !== undefined) must(tiers.has(each.tier), ['targets', ['targets', index, 'tier']], { zh: `没有层级 ${each.tier}`, en: `there is no tier ${each.tier}` });
  });
  pack.indicatorSet.forEach((each, index) => indicator(each.indicator, 'indicators', ['set', index, 'indicator']));
  pack.rules.forEach((each, index) => rooms(each.answer.rooms, 'rules', ['rules', index, 'answer', 'rooms']));
  pack.tasks.forEach((each, index) => {
    const at = (key: string, place: number): Place => ['tasks', index, key, place];
    body(each.lead, 'tasks', ['tasks', index, 'lead']);
    each.joint.forEach((name, place) => body(name, 'tasks', at('joint', place)));
    if (each.joint.includes(each.lead)) say('tasks', ['tasks', index, 'joint'], { code: 'lead-and-joint', message: { zh: '牵头单位不应再列为责任单位', en: 'the leading body stands among the joint bodies too' } });
    each.indicators.forEach((name, place) => indicator(name, 'tasks', at('indicators', place)));
    each.targets.forEach((name, place) => must(targets.has(name), ['tasks', at('targets', place)], { zh: `没有目标 ${name}`, en: `there is no target ${name}` }));
    each.dependsOn.forEach((name, place) => must(tasks.has(name), ['tasks', at('dependsOn', place)], { zh: `没有任务 ${name}`, en: `there is no task ${name}` }));
    if (each.phase !== undefined) must(phases.has(each.phase), ['tasks', ['tasks', index, 'phase']], { zh: `没有阶段 ${each.phase}`, en: `there is no phase ${each.phase}` });
    rooms(each.answer.rooms, 'tasks', ['tasks', index, 'answer', 'rooms']);
  });
}

const NEEDS_NO_VALUE = new Set(['rising', 'falling', 'assess']);
const micro = (decimal: string): bigint => {
  const [whole = '0', part = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, '0'));
  return decimal.startsWith('-') ? -value : value;
};

function checkTargets(targets: readonly RegionTarget[], say: Say): void {
  targets.forEach((each, index) => {
    const place = ['targets', index, 'operator'];
    if (NEEDS_NO_VALUE.has(each.operator) !== (each.value === undefined)) {
      say('targets', place, { code: 'target-value', message: { zh: '数值与比较方式不符', en: 'the operator and the value do not fit: rising, falling and assess have none, the others need one' } });
    }
    if ((each.operator === 'between') !== (each.upper !== undefined)) say('targets', place, { code: 'target-value', message: { zh: '区间目标需要 upper', en: 'between needs value and upper, the others have no upper' } });
    if (each.operator === 'between' && each.upper !== undefined && each.value !== undefined && micro(each.upper) < micro(each.value)) {
      say('targets', ['targets', index, 'upper'], { code: 'target-value', message: { zh: '上限小于下限', en: 'the upper bound lies below the lower' } });
    }
    if (each.from !== undefined && each.by !== undefined && each.by < each.from) say('targets', ['targets', index, 'by'], { code: 'period', message: { zh: '期限早于开始', en: 'the term ends before it begins' } });
    targets.slice(0, index).forEach((before) => {
      if (contradict(before, each)) {
        say('targets', place, { code: 'contradiction', message: { zh: `与目标 ${before.id} 矛盾：同一指标、层级和期限`, en: `contradicts the target ${before.id}: same indicator, tier and term` } });
      }
    });
  });
}

/** Two targets of one indicator, tier and term that no value could meet, or that ask for different bounds. */
function contradict(a: RegionTarget, b: RegionTarget): boolean {
  if (a.indicator !== b.indicator || a.tier !== b.tier || a.by !== b.by || a.from !== b.from) return false;
  if (a.operator === b.operator) return a.value !== b.value || a.upper !== b.upper;
  if (a.value === undefined || b.value === undefined) return (a.operator === 'rising' && b.operator === 'falling') || (a.operator === 'falling' && b.operator === 'rising');
  const [low, high] = a.operator.startsWith('>') ? [a, b] : [b, a];
  return low.operator.startsWith('>') && high.operator.startsWith('<') && micro(low.value!) > micro(high.value!);
}

function checkPhases({ phases, tasks }: RegionPack, say: Say): void {
  phases.forEach((phase, index) => {
    if ((phase.until ?? FOREVER) < (phase.from ?? LONG_AGO)) say('timeline', ['phases', index, 'until'], { code: 'period', message: { zh: '阶段结束早于开始', en: 'the phase ends before it begins' } });
    const before = phases.slice(0, index).find((other) => overlaps(phase, other));
    if (before !== undefined) say('timeline', ['phases', index], { code: 'double-period', message: { zh: `与阶段 ${before.id} 时间重叠`, en: `overlaps the phase ${before.id}` } });
  });
  const untilOf = new Map(phases.map(({ id, until }) => [id, until]));
  tasks.forEach(({ phase, due }, index) => {
    const until = phase === undefined ? undefined : untilOf.get(phase);
    if (due !== undefined && until !== undefined && due > until) say('tasks', ['tasks', index, 'due'], { code: 'period', message: { zh: '任务期限晚于所在阶段', en: 'the task is due after its phase has ended' } });
  });
}

const overlaps = (a: { from?: string | undefined; until?: string | undefined }, b: { from?: string | undefined; until?: string | undefined }): boolean =>
  (a.from ?? LONG_AGO) <= (b.until ?? FOREVER) && (b.from ?? LONG_AGO) <= (a.until ?? FOREVER);

function checkRules(rules: readonly RegionRule[], say: Say): void {
  rules.forEach((rule, index) => {
    const place = ['rules', index, 'validFrom'];
    if (rule.validUntil !== undefined && rule.validUntil < rule.validFrom) say('rules', ['rules', index, 'validUntil'], { code: 'period', message: { zh: '失效早于生效', en: 'the rule ends before it begins' } });
    if (rule.standing !== 'stated' && Object.keys(rule.value).length > 0) {
      say('rules', ['rules', index, 'value'], { code: 'invented-value', message: { zh: '未规定数值的规则不得带数值', en: 'a rule that is left open or off carries no figures' } });
    }
    const before = rules.slice(0, index).find(
      (other) => other.kind === rule.kind && other.scope === rule.scope && other.validFrom <= (rule.validUntil ?? FOREVER) && rule.validFrom <= (other.validUntil ?? FOREVER),
    );
    if (before !== undefined) say('rules', place, { code: 'double-period', message: { zh: `与规则 ${before.id} 生效期重叠`, en: `is in force at the same time as the rule ${before.id} of its kind` } });
  });
}

function checkCycles({ tasks }: RegionPack, say: Say): void {
  const after = new Map(tasks.map(({ id, dependsOn }) => [id, dependsOn]));
  const done = new Set<string>();
  tasks.forEach(({ id }, index) => {
    const cycle = cycleFrom(id, after, done);
    if (cycle !== undefined) say('tasks', ['tasks', index, 'dependsOn'], { code: 'cycle', message: { zh: `任务循环依赖：${cycle.join(' → ')}`, en: `tasks wait for each other: ${cycle.join(' → ')}` } });
  });
}

/** The first cycle met from `start`, as ids; those without a cycle are remembered in `done`. */
function cycleFrom(start: string, after: ReadonlyMap<string, readonly string[]>, done: Set<string>): string[] | undefined {
  const path: string[] = [];
  const walk = (id: string): string[] | undefined => {
    if (done.has(id)) return undefined;
    const seen = path.indexOf(id);
    if (seen >= 0) return [...path.slice(seen), id];
    path.push(id);
    for (const next of after.get(id) ?? []) {
      const cycle = walk(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(id);
    return undefined;
  };
  const cycle = walk(start);
  for (const id of path) done.add(id);
  return cycle;
}
