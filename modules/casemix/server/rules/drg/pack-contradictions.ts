import type { Findings } from '../findings.ts';
import type { Condition, DrgPack, Range } from './condition.ts';

const FIRST = 5;
const some = (codes: readonly string[]): string => `${codes.slice(0, FIRST).join('、')}${codes.length > FIRST ? ` …(${codes.length})` : ''}`;

/** Adds what cannot be true together; returns what is only odd. */
export function checkPack(pack: Omit<DrgPack, 'remarks'>, findings: Findings): string[] {
  const both = [...pack.mcc.keys()].filter((code) => pack.cc.has(code));
  if (both.length > 0) findings.add('mcc.csv, cc.csv', `编码同时列为 MCC 与 CC：${some(both)}`, `codes listed both as MCC and as CC: ${some(both)}`);
  if (pack.validProcedures.size === 0 && pack.mdcs.length > 0) findings.add('valid_procedures.csv', '有效手术操作表为空', 'the table of valid procedures is empty');
  const groups = new Map<string, string>();
  for (const mdc of pack.mdcs) {
    const rules = new Set<string>();
    for (const adrg of mdc.adrgs) {
      // The same code under another rule is another way into the group; the very same rule again is a slip.
      const rule = adrg.ambiguous ? '' : JSON.stringify([adrg.code, adrg.when, adrg.drgs]);
      if (rule !== '' && rules.has(rule)) findings.add(`scheme.json ${adrg.code}`, '同一 ADRG 以同样规则定义两次', 'the ADRG is defined twice by the same rule');
      rules.add(rule);
      const seen = new Set<string>();
      for (const { code, when } of adrg.drgs) {
        const owner = groups.get(code);
        if (owner !== undefined && owner !== mdc.code) findings.add(`scheme.json ${code}`, `同一 DRG 属于 ${owner} 与 ${mdc.code}`, `the DRG stands in ${owner} and in ${mdc.code}`);
        groups.set(code, mdc.code);
        const same = `${code} ${JSON.stringify(when)}`;
        if (seen.has(same)) findings.add(`scheme.json ${code}`, '同一 DRG 以同样条件定义两次', 'the DRG is defined twice under the same condition');
        seen.add(same);
        checkRanges(when, `scheme.json ${code} when`, findings);
      }
      checkRanges(adrg.when, `scheme.json ${adrg.code} when`, findings);
    }
    checkRanges(mdc.entry, `scheme.json ${mdc.code} entry`, findings);
  }
  return remarksOf(pack, groups);
}

function remarksOf(pack: Omit<DrgPack, 'remarks'>, groups: ReadonlyMap<string, string>): string[] {
  const unnamed = pack.names.size === 0 ? [] : [...groups.keys()].filter((code) => !pack.names.has(code) && !code.endsWith('QY'));
  const twins = pack.mdcs.flatMap(({ adrgs }) => adrgs.flatMap(({ drgs }) => drgs.filter(({ code, when }, index) => drgs.slice(0, index).some((before) => before.code !== code && JSON.stringify(before.when) === JSON.stringify(when))).map(({ code }) => code)));
  const unruled = [...pack.names.keys()].filter((code) => !groups.has(code));
  return [
    ...(unnamed.length > 0 ? [`没有名称的 DRG · groups without a name: ${some(unnamed)}`] : []),
    ...(twins.length > 0 ? [`条件与前一组相同、永远轮不到的 DRG · groups under the condition of one before them, never reached: ${some(twins)}`] : []),
    ...(unruled.length > 0 ? [`有名称而无规则的 DRG · named groups without a rule: ${some(unruled)}`] : []),
  ];
}

/** Bounds on one field that leave no number between them: `≥ 2000` and `< 1500`. */
function checkRanges(condition: Condition, place: string, findings: Findings): void {
  if (condition.kind === 'not') return checkRanges(condition.condition, place, findings);
  if (condition.kind !== 'all' && condition.kind !== 'any') return;
  for (const part of condition.conditions) checkRanges(part, place, findings);
  if (condition.kind === 'any') return;
  const narrowed = new Map<string, Range>();
  for (const part of flat(condition)) {
    if (part.kind !== 'number' || part.ranges.length !== 1) continue;
    const range = meet(narrowed.get(part.field), part.ranges[0]!);
    narrowed.set(part.field, range);
    if (isVoid(range)) findings.add(place, `${part.field} 的上下限矛盾，永远不能满足`, `the bounds of ${part.field} contradict each other: nothing can meet them`);
  }
}

const flat = (condition: Condition): Condition[] => (condition.kind === 'all' ? condition.conditions.flatMap(flat) : [condition]);

function meet(before: Range | undefined, next: Range): Range {
  if (before === undefined) return next;
  const low = before.min === undefined || (next.min !== undefined && (next.min > before.min || (next.min === before.min && next.minOpen === true))) ? next : before;
  const high = before.max === undefined || (next.max !== undefined && (next.max < before.max || (next.max === before.max && next.maxOpen === true))) ? next : before;
  return {
    ...(low.min === undefined ? {} : { min: low.min, minOpen: low.minOpen === true }),
    ...(high.max === undefined ? {} : { max: high.max, maxOpen: high.maxOpen === true }),
  };
}

const isVoid = ({ min, minOpen, max, maxOpen }: Range): boolean =>
  min !== undefined && max !== undefined && (min > max || (min === max && (minOpen === true || maxOpen === true)));
