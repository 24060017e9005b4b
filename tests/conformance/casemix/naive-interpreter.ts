import { openCsv } from '#platform/documents/csv.ts';

/**
 * A second reading of scheme.json, written apart from the engine: plain arrays, `includes`, no compilation, only the spellings
 * that the given packs use. Slow on purpose; throws for a spelling that it does not know.
 */
export interface NaiveCase {
  readonly diagnoses: readonly string[];
  readonly procedures: readonly string[];
  readonly sex: number | null;
  readonly ageYears: number | null;
  readonly ageDays: number | null;
  readonly birthWeightG: number | null;
  readonly losDays: number | null;
  readonly dischargeWay: string | null;
}

interface Raw {
  readonly [key: string]: unknown;
}

interface RawAdrg extends Raw {
  readonly code: string;
  readonly when: readonly Raw[];
  readonly drgs: readonly { readonly code: string; readonly when: Raw }[];
}

interface RawMdc extends Raw {
  readonly code: string;
  readonly entry: readonly Raw[];
  readonly dx?: readonly string[];
  readonly body_parts?: Readonly<Record<string, readonly string[]>>;
  readonly adrgs: readonly RawAdrg[];
}

type Files = ReadonlyMap<string, string>;

export class NaiveGrouper {
  readonly #scheme: { readonly mdc_order: readonly string[]; readonly mdcs: readonly RawMdc[] };
  readonly #valid: ReadonlySet<string>;
  readonly #mcc: Readonly<Record<string, string>>;
  readonly #cc: Readonly<Record<string, string>>;
  readonly #exclusions: readonly (readonly string[])[];

  constructor(files: Files) {
    this.#scheme = JSON.parse(files.get('scheme.json')!) as never;
    const rows = (name: string): string[][] => Array.from(openCsv(files.get(name)!).rows, ({ cells }) => [...cells!]);
    this.#valid = new Set(rows('valid_procedures.csv').map(([code]) => code!));
    this.#mcc = Object.fromEntries(rows('mcc.csv')) as Record<string, string>;
    this.#cc = Object.fromEntries(rows('cc.csv')) as Record<string, string>;
    this.#exclusions = rows('exclusion_by_principal.csv');
  }

  group(given: NaiveCase): { status: string; mdc: string; adrg: string; drg: string } {
    const nothing = (status: string) => ({ status, mdc: '0000', adrg: '00', drg: '0000' });
    if (given.sex !== 1 && given.sex !== 2) return nothing('信息校验不通过');
    if (given.ageYears === null || given.diagnoses.length === 0) return nothing('信息校验不通过');
    if (given.ageYears === 0 && given.ageDays === null) return nothing('信息校验不通过');
    if (given.ageYears === 0 && given.ageDays! <= 28 && given.birthWeightG === null) return nothing('信息校验不通过');
    for (const code of this.#scheme.mdc_order) {
      const mdc = this.#scheme.mdcs.find((one) => one.code === code)!;
      if (!this.#enters(mdc, given)) continue;
      for (const adrg of mdc.adrgs) {
        if (!adrg.when.every((condition) => this.#holds(condition, given, { ...mdc, ...adrg }))) continue;
        const drg = adrg.drgs.find(({ when }) => Object.entries(when).every(([name, value]) => this.#drgHolds(name, value, given)));
        if (drg !== undefined) return { status: adrg.code === 'QY' ? '歧义病案' : '分组成功', mdc: code, adrg: adrg.code, drg: drg.code };
      }
    }
    return nothing('无法入组');
  }

  #enters(mdc: RawMdc, given: NaiveCase): boolean {
    const parts = Object.values(mdc.body_parts ?? {});
    const dx = mdc.dx ?? parts.flat();
    if (!mdc.entry.every((condition) => this.#holds(condition, given, { ...mdc, mdc_dx: dx }))) return false;
    return parts.length === 0 || parts.filter((codes) => given.diagnoses.some((code) => codes.includes(code))).length >= 2;
  }

  #holds(condition: Raw, given: NaiveCase, lists: Raw): boolean {
    const list = (lists[condition.list as string] ?? []) as readonly string[];
    const value = condition.value as number;
    switch (condition.type) {
      case 'main_procedure_valid': return given.procedures.length > 0 && this.#valid.has(given.procedures[0]!);
      case 'any_procedure_valid': return given.procedures.some((code) => this.#valid.has(code));
      case 'no_valid_procedure': return !given.procedures.some((code) => this.#valid.has(code));
      case 'principal_dx_in': return list.includes(given.diagnoses[0]!);
      case 'any_dx_in': return given.diagnoses.some((code) => list.includes(code));
      case 'main_procedure_in': return given.procedures.length > 0 && list.includes(given.procedures[0]!);
      case 'any_procedure_in': return given.procedures.some((code) => list.includes(code));
      case 'age_years_eq': return given.ageYears === value;
      case 'age_days_max': return given.ageDays !== null && given.ageDays <= value;
      case 'birth_weight_lt_g': return Boolean(given.birthWeightG) && given.birthWeightG! < value;
      case 'birth_weight_ge_g': return Boolean(given.birthWeightG) && given.birthWeightG! >= value;
      case 'sex': return given.sex === value;
      case 'procedure_classes': return this.#classes(condition.rule as string, lists.proc_classes as Record<string, string[]>, given);
      default: throw new Error(`naive: ${String(condition.type)}`);
    }
  }

  /** The rule as JavaScript over true and false, after its words are checked one by one. */
  #classes(rule: string, classes: Readonly<Record<string, readonly string[]>>, given: NaiveCase): boolean {
    const text = rule.replace(/[A-Za-z]\w*/g, (word) => {
      if (word === 'and') return '&&';
      if (word === 'or') return '||';
      return String(given.procedures.some((code) => classes[word]!.includes(code)));
    });
    if (!/^[()&| truefals]+$/.test(text)) throw new Error(`naive: ${rule}`);
    return new Function(`return ${text}`)() as boolean;
  }

  #drgHolds(name: string, value: unknown, given: NaiveCase): boolean {
    const [principal, ...others] = given.diagnoses;
    const counts = (table: Readonly<Record<string, string>>): boolean =>
      others.some((code) => table[code] !== undefined && !this.#exclusions.some(([dx, excluded]) => dx === principal && excluded === table[code]));
    if (name === 'age_years_max') return given.ageYears !== null && given.ageYears <= (value as number);
    if (name === 'age_years_gt') return given.ageYears !== null && given.ageYears > (value as number);
    if (name === 'los_days_lt') return given.losDays !== null && given.losDays < (value as number);
    if (name === 'discharge_way_in') return (value as string[]).includes(given.dischargeWay ?? '');
    if (name !== 'severity') throw new Error(`naive: ${name}`);
    if (value === 'mcc') return counts(this.#mcc);
    if (value === 'cc') return counts(this.#cc);
    if (value === 'mcc_or_cc') return counts(this.#mcc) || counts(this.#cc);
    throw new Error(`naive: ${String(value)}`);
  }
}
