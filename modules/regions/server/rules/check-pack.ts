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
  checkRegion(pack, say);
  checkDoubles(pack, say);
  checkNames(pack, { known, say });
  checkAnswers(pack, say);
  checkTargets(pack.targets, say);
  checkPhases(pack, say);
  checkRules(pack.rules, say);
  checkOrder(pack, say);
  return findings;
}

const LISTS: readonly (readonly [PackFile, keyof RegionPack & string])[] = [
  ['region', 'bodies'], ['consortia', 'consortia'], ['consortia', 'unchanged'], ['consortia', 'unified'], ['governance', 'committees'], ['targets', 'tiers'], ['targets', 'targets'],
  ['timeline', 'phases'], ['tasks', 'tasks'], ['rules', 'rules'],
];

function checkRegion({ level, division, policy: { issuedOn, validUntil } }: RegionPack, say: Say): void {
  // Codes of cities end in two noughts, those of districts and counties do not (GB/T 2260).
  if ((level === 'city') !== division.endsWith('00')) say('region', ['division'], { code: 'contradiction', message: { zh: '行政区划代码与级别不符', en: 'the code of the division and the level do not fit' } });
  if (issuedOn !== undefined && validUntil !== undefined && validUntil < issuedOn) say('region', ['policy', 'validUntil'], { code: 'period', message: { zh: '失效早于发布', en: 'the policy ends before it was issued' } });
}

/** What an answer claims must be somewhere; what is a gap or outside stands in words. */
function checkAnswers(pack: RegionPack, say: Say): void {
  for (const [file, key] of [['targets', 'targets'], ['tasks', 'tasks'], ['rules', 'rules']] as const) {
    pack[key].forEach(({ answer: { state, rooms } }, index) => {
      if ((state === 'answered' || state === 'partly') && rooms.length === 0) say(file, [key, index, 'answer'], { code: 'contradiction', message: { zh: '声称已回应却没有写明模块', en: 'it is said to be answered, and no room is named that does' } });
    });
  }
}

function checkDoubles(pack: RegionPack, say: Say): void {
  checkDoubleNames(pack, say);

  for (const [file, key] of LISTS) {
    const seen = new Set<string>();
    (pack[key] as readonly { id: string }[]).forEach(({ id }, index) => {
      if (seen.has(id)) say(file, [key, index, 'id'], { code: 'double-id', message: { zh: `编号 ${id} 重复`, en: `the id ${id} stands twice` } });
      seen.add(id);
    });
  }
}

/** Names within one list that may stand there once. */
function checkDoubleNames(pack: RegionPack, say: Say): void {
  const once = (names: readonly string[], file: PackFile, place: (index: number) => Place): void => names.forEach((name, index) => {
    if (names.indexOf(name) < index) say(file, place(index), { code: 'double-name', message: { zh: `${name} 重复`, en: `${name} stands twice` } });
  });
  pack.committees.forEach(({ seats }, index) => once(seats, 'governance', (at) => ['committees', index, 'seats', at]));
  once(pack.indicatorSet.map(({ indicator, clause }) => `${indicator} (${clause})`), 'indicators', (index) => ['set', index, 'indicator']);
  pack.tasks.forEach((task, index) => {
    for (const key of ['joint', 'targets', 'indicators', 'dependsOn', 'requirements'] as const) once(task[key], 'tasks', (at) => ['tasks', index, key, at]);
  });
}

/** The last requirement of the platform's catalogue. */
const REQUIREMENT_MAX = 'R117';

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
    each.requirements.forEach((name, place) => must(name !== 'R000' && name <= REQUIREMENT_MAX, ['tasks', at('requirements', place)], { zh: `没有需求 ${name}`, en: `there is no requirement ${name}` }));
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
      } else if (isTwin(before, each)) {
        say('targets', place, { code: 'double-target', message: { zh: `与目标 ${before.id} 完全相同`, en: `is the target ${before.id} once more` } });
      }
    });
  });
}

const OPEN = 10n ** 24n;

/** The values that meet a target, in half millionths so that an open end lies between two values; undefined for one without a number. */
function allowedBy({ operator, value, upper }: RegionTarget): readonly [bigint, bigint] | undefined {
  if (value === undefined) return undefined;
  const at = micro(value) * 2n;
  if (operator === '>=') return [at, OPEN];
  if (operator === '>') return [at + 1n, OPEN];
  if (operator === '<=') return [-OPEN, at];
  if (operator === '<') return [-OPEN, at - 1n];
  return [at, operator === 'between' && upper !== undefined ? micro(upper) * 2n : at];
}

const DIRECTED = ['rising', 'falling'];

/** Two targets of one indicator, tier and term that no value could meet, or that ask for the same with different bounds. */
function contradict(a: RegionTarget, b: RegionTarget): boolean {
  if (a.indicator !== b.indicator || a.tier !== b.tier || a.by !== b.by) return false;
  if (a.operator === b.operator) return a.value !== b.value || a.upper !== b.upper;
  if (DIRECTED.includes(a.operator) && DIRECTED.includes(b.operator)) return true;
  const [first, second] = [allowedBy(a), allowedBy(b)];
  return first !== undefined && second !== undefined && (first[0] > second[1] || second[0] > first[1]);
}

/** The same asked for twice under two ids would be counted twice. */
const isTwin = (a: RegionTarget, b: RegionTarget): boolean =>
  a.indicator === b.indicator && a.tier === b.tier && a.by === b.by && a.from === b.from && a.operator === b.operator && a.value === b.value && a.upper === b.upper && a.clause === b.clause;

function checkPhases({ phases, tasks }: RegionPack, say: Say): void {
  phases.forEach((phase, index) => {
    if ((phase.until ?? FOREVER) < (phase.from ?? LONG_AGO)) say('timeline', ['phases', index, 'until'], { code: 'period', message: { zh: '阶段结束早于开始', en: 'the phase ends before it begins' } });
    const before = phases.slice(0, index).find((other) => overlaps(phase, other));
    if (before !== undefined) say('timeline', ['phases', index], { code: 'double-period', message: { zh: `与阶段 ${before.id} 时间重叠`, en: `overlaps the phase ${before.id}` } });
  });
  const untilOf = new Map(phases.map(({ id, until }) => [id, until]));
  const fromOf = new Map(phases.map(({ id, from }) => [id, from]));
  tasks.forEach(({ phase, due }, index) => {
    const until = phase === undefined ? undefined : untilOf.get(phase);
    const from = phase === undefined ? undefined : fromOf.get(phase);
    if (due !== undefined && from !== undefined && due < from) say('tasks', ['tasks', index, 'due'], { code: 'period', message: { zh: '任务期限早于所在阶段开始', en: 'the task is due before its phase begins' } });
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

/** Tasks that wait for each other, and tasks that are due before what they wait for. */
function checkOrder({ tasks, phases }: RegionPack, say: Say): void {
  const untilOf = new Map(phases.map(({ id, until }) => [id, until]));
  const dueOf = new Map(tasks.map(({ id, due, phase }) => [id, due ?? (phase === undefined ? undefined : untilOf.get(phase))]));
  tasks.forEach(({ id, dependsOn }, index) => dependsOn.forEach((name, at) => {
    const [own, other] = [dueOf.get(id), dueOf.get(name)];
    if (own !== undefined && other !== undefined && other > own) say('tasks', ['tasks', index, 'dependsOn', at], { code: 'period', message: { zh: `所依赖的任务 ${name} 期限更晚`, en: `it waits for the task ${name}, which is due later` } });
  }));
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
