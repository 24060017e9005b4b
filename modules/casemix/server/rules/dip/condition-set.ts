import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import { CompiledPack, type Test } from '../drg/compile.ts';
import { always, type CodeList, type Condition } from '../drg/condition.ts';
import { readConditions } from '../drg/read-condition.ts';
import { Findings } from '../findings.ts';

const problem = problemsOf(contract.problems);

/** Where conditions of DIP data stand and what they say; arrays beside `when` are the lists that it names. */
export interface PlacedCondition {
  readonly place: string;
  readonly when: unknown;
  readonly beside: object;
}

export interface SeverityTables {
  readonly mcc: ReadonlyMap<string, string>;
  readonly cc: ReadonlyMap<string, string>;
  readonly exclusions: ReadonlyMap<string, ReadonlySet<string>>;
  readonly validProcedures: ReadonlyMap<string, string>;
}

export interface ConditionSet {
  readonly compiled: CompiledPack;
  readonly tests: readonly Test[];
  readonly conditions: readonly Condition[];
}

/** Conditions in the language of DRG packs, compiled as the groups of one MDC. Throws `casemix.pack-refused` for what is not known. */
export function conditionSet(placed: readonly PlacedCondition[], tables: SeverityTables): ConditionSet {
  const findings = new Findings();
  const conditions = placed.map(({ place, when, beside }) => {
    const lists = new Map<string, CodeList>(Object.entries(beside).filter(([, value]) => Array.isArray(value)).map(([name, value]) => [name, { name, codes: value as string[] }]));
    return readConditions(when, { place, lists, classes: [], regions: [], findings, used: new Set() });
  });
  if (!findings.empty) throw problem('casemix.pack-refused', findings.list);
  const adrgs = conditions.map((when, index) => ({ code: String(index), when, ambiguous: false, drgs: [] }));
  const compiled = new CompiledPack({ scheme: '', names: new Map(), remarks: [], ...tables, mdcs: [{ code: 'DIP', letter: 'D', entry: always, adrgs }] });
  return { compiled, conditions, tests: compiled.mdcs[0]!.adrgs.map(({ test }) => test) };
}
