import { ruleHolds } from './class-rule.ts';
import type { CodeList, CodeSource, Condition, DrgPack, NumberField, Range, SeverityLevel, WordField } from './condition.ts';

/** The case in the numbers of the compiled pack: one object, filled anew for each case. Missing numbers are NaN. */
export interface CompiledCase {
  readonly dx: Int32Array;
  dxCount: number;
  readonly proc: Int32Array;
  procCount: number;
  readonly numbers: Record<NumberField, number>;
  readonly words: Record<WordField, string>;
  /** Bits of the severity levels present; −1 until somebody asks. */
  severity: number;
}

export type Test = (given: CompiledCase) => boolean;

export interface CompiledDrg {
  readonly code: string;
  readonly test: Test;
  readonly when: Condition;
}

export interface CompiledAdrg {
  readonly code: string;
  readonly test: Test;
  readonly when: Condition;
  readonly ambiguous: boolean;
  readonly drgs: readonly CompiledDrg[];
}

export interface CompiledMdc {
  readonly code: string;
  readonly test: Test;
  readonly entry: Condition;
  /** The principal diagnoses that the entry asks for, when it asks for one list of them. */
  readonly gate: Uint32Array | undefined;
  readonly adrgs: readonly CompiledAdrg[];
}

/** Codes as numbers from 1 (0 = a code that no rule mentions), each list a row of bits over them. */
export class CompiledPack {
  readonly dxNumbers = new Map<string, number>();
  readonly procNumbers = new Map<string, number>();
  readonly mdcs: readonly CompiledMdc[];
  readonly #bits = new Map<CodeList, Uint32Array>();
  readonly #valid: Uint32Array;
  readonly #mccTable: Int32Array;
  readonly #ccTable: Int32Array;
  readonly #tablesOfPrincipal: ReadonlyMap<number, ReadonlySet<number>>;
  readonly #pack: DrgPack;

  constructor(pack: DrgPack) {
    this.#pack = pack;
    number(pack.mcc.keys(), this.dxNumbers);
    number(pack.cc.keys(), this.dxNumbers);
    number(pack.exclusions.keys(), this.dxNumbers);
    number(pack.validProcedures.keys(), this.procNumbers);
    for (const mdc of pack.mdcs) this.#numberLists([mdc.entry, ...mdc.adrgs.flatMap(({ when, drgs }) => [when, ...drgs.map((drg) => drg.when)])]);
    this.#valid = this.#bitsOf(pack.validProcedures.keys(), this.procNumbers);
    const tables = new Map<string, number>();
    this.#mccTable = this.#tableNumbers(pack.mcc, tables);
    this.#ccTable = this.#tableNumbers(pack.cc, tables);
    this.#tablesOfPrincipal = new Map([...pack.exclusions].map(([code, names]) => [this.dxNumbers.get(code)!, new Set([...names].map((name) => tableNumber(name, tables)))]));
    this.mdcs = pack.mdcs.map((mdc) => ({
      code: mdc.code,
      entry: mdc.entry,
      gate: this.#gateOf(mdc.entry),
      test: this.#compile(mdc.entry),
      adrgs: mdc.adrgs.map((adrg) => ({
        code: adrg.code, when: adrg.when, ambiguous: adrg.ambiguous, test: this.#compile(adrg.when),
        drgs: adrg.drgs.map((drg) => ({ code: drg.code, when: drg.when, test: this.#compile(drg.when) })),
      })),
    }));
  }

  get pack(): DrgPack {
    return this.#pack;
  }

  /** Bit 1: an MCC counts, bit 2: a CC counts. One whose exclusion table is a table of the principal diagnosis does not. */
  severityOf(given: CompiledCase): number {
    if (given.severity >= 0) return given.severity;
    const excluded = this.#tablesOfPrincipal.get(given.dx[0]!);
    let found = 0;
    for (let at = 1; at < given.dxCount && found !== 3; at += 1) {
      const dx = given.dx[at]!;
      const mcc = this.#mccTable[dx]!;
      if (mcc !== 0 && (excluded === undefined || !excluded.has(mcc))) found |= 1;
      const cc = this.#ccTable[dx]!;
      if (cc !== 0 && (excluded === undefined || !excluded.has(cc))) found |= 2;
    }
    given.severity = found;
    return found;
  }

  #numberLists(conditions: readonly Condition[]): void {
    for (const condition of conditions) {
      if (condition.kind === 'not') this.#numberLists([condition.condition]);
      else if (condition.kind === 'all' || condition.kind === 'any') this.#numberLists(condition.conditions);
      else if (condition.kind === 'codes') for (const list of condition.lists) number(list.codes, this.#numbersOf(condition.source));
      else if (condition.kind === 'classes') for (const list of condition.lists) number(list.codes, this.procNumbers);
      else if (condition.kind === 'regions') for (const list of condition.regions) number(list.codes, this.dxNumbers);
    }
  }

  #gateOf(condition: Condition): Uint32Array | undefined {
    if (condition.kind === 'all') return condition.conditions.map((part) => this.#gateOf(part)).find((bits) => bits !== undefined);
    const [list] = condition.kind === 'codes' && condition.source === 'principal-diagnosis' && condition.lists.length === 1 && !condition.valid ? condition.lists : [];
    return list === undefined ? undefined : this.#listBits(list, this.dxNumbers);
  }

  #numbersOf(source: CodeSource): Map<string, number> {
    return source.endsWith('diagnosis') ? this.dxNumbers : this.procNumbers;
  }

  #bitsOf(codes: Iterable<string>, numbers: ReadonlyMap<string, number>): Uint32Array {
    const bits = new Uint32Array((numbers.size >>> 5) + 1);
    for (const code of codes) {
      const at = numbers.get(code)!;
      bits[at >>> 5]! |= 1 << (at & 31);
    }
    return bits;
  }

  #listBits(list: CodeList, numbers: ReadonlyMap<string, number>): Uint32Array {
    const known = this.#bits.get(list);
    if (known !== undefined) return known;
    const bits = this.#bitsOf(list.codes, numbers);
    this.#bits.set(list, bits);
    return bits;
  }

  #tableNumbers(rows: ReadonlyMap<string, string>, tables: Map<string, number>): Int32Array {
    const found = new Int32Array(this.dxNumbers.size + 1);
    for (const [code, table] of rows) found[this.dxNumbers.get(code)!] = tableNumber(table, tables);
    return found;
  }

  #compile(condition: Condition): Test {
    switch (condition.kind) {
      case 'all': return allOf(condition.conditions.map((part) => this.#compile(part)));
      case 'any': return anyOf(condition.conditions.map((part) => this.#compile(part)));
      case 'not': return not(this.#compile(condition.condition));
      case 'number': return numberTest(condition.field, condition.ranges);
      case 'word': return wordTest(condition.field, condition.values);
      case 'present': return presentTest(condition.source);
      case 'severity': return this.#severityTest(condition.levels);
      case 'classes': return this.#classesTest(condition);
      case 'regions': return this.#regionsTest(condition.regions, condition.atLeast);
      case 'codes': return this.#codesTest(condition);
    }
  }

  #codesTest({ source, lists, valid, atLeast }: Condition & { kind: 'codes' }): Test {
    const numbers = this.#numbersOf(source);
    const all = [...lists.map((list) => this.#listBits(list, numbers)), ...(valid ? [this.#valid] : [])];
    const bits = all.length === 1 ? all[0]! : united(all);
    return atLeast > 1 ? countTest(source, bits, atLeast) : oneTest(source, bits);
  }

  #severityTest(levels: readonly SeverityLevel[]): Test {
    const mask = (levels.includes('mcc') ? 1 : 0) | (levels.includes('cc') ? 2 : 0);
    const none = levels.includes('none');
    return (given) => {
      const found = this.severityOf(given);
      return (found & mask) !== 0 || (none && found === 0);
    };
  }

  #classesTest({ rule, lists }: Condition & { kind: 'classes' }): Test {
    const tests = new Map(lists.map((list) => [list.name, oneTest('any-procedure', this.#listBits(list, this.procNumbers))]));
    return (given) => ruleHolds(rule, (name) => tests.get(name)!(given));
  }

  #regionsTest(regions: readonly CodeList[], atLeast: number): Test {
    const tests = regions.map((list) => oneTest('any-diagnosis', this.#listBits(list, this.dxNumbers)));
    return (given) => {
      let hit = 0;
      for (const test of tests) if (test(given)) hit += 1;
      return hit >= atLeast;
    };
  }
}

function number(codes: Iterable<string>, numbers: Map<string, number>): void {
  for (const code of codes) if (!numbers.has(code)) numbers.set(code, numbers.size + 1);
}

function tableNumber(table: string, tables: Map<string, number>): number {
  // An empty table excludes nothing and equals nothing; it still marks the code as MCC or CC.
  if (table === '') return -1;
  const known = tables.get(table) ?? tables.size + 1;
  tables.set(table, known);
  return known;
}

function united(rows: readonly Uint32Array[]): Uint32Array {
  const bits = new Uint32Array(Math.max(0, ...rows.map((row) => row.length)));
  for (const row of rows) row.forEach((word, at) => void (bits[at]! |= word));
  return bits;
}

function allOf(tests: readonly Test[]): Test {
  const [a, b] = tests;
  if (a === undefined) return () => true;
  if (b === undefined) return a;
  if (tests.length === 2) return (given) => a(given) && b(given);
  return (given) => {
    for (const test of tests) if (!test(given)) return false;
    return true;
  };
}

const anyOf = (tests: readonly Test[]): Test => (tests.length === 1 ? tests[0]! : (given) => tests.some((test) => test(given)));
const not = (test: Test): Test => (given) => !test(given);

const has = (bits: Uint32Array, code: number): boolean => ((bits[code >>> 5]! >>> (code & 31)) & 1) === 1;

function oneTest(source: CodeSource, bits: Uint32Array): Test {
  if (source === 'principal-diagnosis') return (given) => given.dxCount > 0 && has(bits, given.dx[0]!);
  if (source === 'main-procedure') return (given) => given.procCount > 0 && has(bits, given.proc[0]!);
  return countTest(source, bits, 1);
}

/** Distinct codes of the case that stand in the list, at least so many. */
function countTest(source: CodeSource, bits: Uint32Array, atLeast: number): Test {
  const diagnosis = source.endsWith('diagnosis');
  const from = source.startsWith('other') ? 1 : 0;
  const single = source === 'principal-diagnosis' || source === 'main-procedure';
  return (given) => {
    const codes = diagnosis ? given.dx : given.proc;
    const count = single ? Math.min(1, diagnosis ? given.dxCount : given.procCount) : diagnosis ? given.dxCount : given.procCount;
    let found = 0;
    for (let at = from; at < count; at += 1) {
      if (!has(bits, codes[at]!)) continue;
      if (atLeast === 1) return true;
      if (codes.indexOf(codes[at]!, from) === at) found += 1;
    }
    return found >= atLeast;
  };
}

function presentTest(source: CodeSource): Test {
  const least = source.startsWith('other') ? 2 : 1;
  return source.endsWith('diagnosis') ? (given) => given.dxCount >= least : (given) => given.procCount >= least;
}

const inRange = (value: number, { min, minOpen, max, maxOpen }: Range): boolean =>
  (min === undefined || (minOpen === true ? value > min : value >= min)) && (max === undefined || (maxOpen === true ? value < max : value <= max));

function numberTest(field: NumberField, ranges: readonly Range[]): Test {
  const [only] = ranges;
  if (ranges.length !== 1 || only === undefined) return ({ numbers }) => !Number.isNaN(numbers[field]) && ranges.some((range) => inRange(numbers[field], range));
  return ({ numbers }) => !Number.isNaN(numbers[field]) && inRange(numbers[field], only);
}

function wordTest(field: WordField, values: readonly string[]): Test {
  const known = new Set(values);
  return ({ words }) => known.has(words[field]);
}
