import { STATUS, type Fault, type GroupedCase, type GroupingInput, type GroupingStep } from './case.ts';
import { asksSeverity, conditionText } from './condition-text.ts';
import type { CompiledAdrg, CompiledDrg, CompiledMdc, CompiledPack } from './compile.ts';
import type { Condition, DrgPack } from './condition.ts';

/** Collects the decisions of one grouping. */
export class Explanation {
  readonly steps: GroupingStep[] = [];
  readonly #pack: DrgPack;
  #input: GroupingInput | undefined;
  #severityTold = false;

  constructor(compiled: CompiledPack) {
    this.#pack = compiled.pack;
  }

  unmapped(kind: 'diagnosis' | 'procedure', codes: readonly string[]): void {
    const zh = kind === 'diagnosis' ? '诊断' : '手术操作';
    this.#add({ step: 'map', code: codes.join(','), met: false, zh: `${zh} ${codes.join('、')} 不能转换为医保版编码`, en: `${kind} ${codes.join(', ')} has no code in the insurance edition` });
  }

  mapped(before: GroupingInput, after: GroupingInput): void {
    const changes = [...changed(before.diagnoses, after.diagnoses), ...changed(before.procedures, after.procedures)];
    const list = changes.join('、');
    this.#add({
      step: 'map', code: '', met: true,
      zh: list === '' ? '临床版编码与医保版一致' : `临床版编码转换为医保版：${list}`,
      en: list === '' ? 'The clinical codes stand unchanged in the insurance edition' : `Clinical codes mapped to the insurance edition: ${list}`,
    });
  }

  checked(fault: Fault | undefined): void {
    if (fault === undefined) this.#add({ step: 'check', code: '', met: true, zh: '信息校验通过', en: 'The case is complete' });
    else this.#add({ step: 'check', code: '', met: false, zh: `信息校验不通过：${fault.zh}`, en: `The case is not complete: ${fault.en}` });
  }

  begin(input: GroupingInput): void {
    this.#input = input;
  }

  mdc({ code, entry }: CompiledMdc, met: boolean): void {
    this.#condition('mdc', { code, condition: entry, met });
  }

  noAdrg({ code }: CompiledMdc): void {
    this.#add({ step: 'mdc', code, met: false, zh: `${code} 内没有符合条件的 ADRG，继续下一个 MDC`, en: `No ADRG of ${code} takes the case; the next MDC is tried` });
  }

  adrg({ code, when, ambiguous }: CompiledAdrg, met: boolean): void {
    this.#condition(ambiguous ? 'ambiguous' : 'adrg', { code, condition: when, met });
  }

  drg({ code, when }: CompiledDrg, met: boolean): void {
    if (!this.#severityTold && asksSeverity(when)) this.#tellSeverity();
    this.#condition('drg', { code, condition: when, met });
  }

  result({ status, drg }: GroupedCase): void {
    const name = this.#pack.names.get(drg) ?? '';
    const met = status === STATUS.grouped;
    const en: Record<string, string> = {
      [STATUS.grouped]: `Grouped into ${drg}`, [STATUS.ambiguous]: `Ambiguous: a valid procedure has nothing to do with the principal diagnosis (${drg})`,
      [STATUS.ungrouped]: 'No MDC takes the case: not grouped', [STATUS.checkFailed]: 'Not grouped: the case is not complete',
    };
    this.#add({ step: 'result', code: drg, met, zh: met ? `${status}：${drg} ${name}`.trim() : status, en: en[status] ?? 'Not grouped: a code cannot be mapped' });
  }

  #condition(step: GroupingStep['step'], { code, condition, met }: { code: string; condition: Condition; met: boolean }): void {
    const { zh, en } = conditionText(condition);
    this.#add({ step, code, met, zh: `${code} ${met ? '符合' : '不符合'}：${zh}`, en: `${code} ${met ? 'met' : 'not met'}: ${en}` });
  }

  /** Each other diagnosis that is an MCC or CC, and whether the principal diagnosis excludes it. */
  #tellSeverity(): void {
    this.#severityTold = true;
    const [principal = '', ...others] = this.#input?.diagnoses ?? [];
    const tables = this.#pack.exclusions.get(principal) ?? new Set<string>();
    let counted = 0;
    for (const code of new Set(others)) {
      const mcc = this.#pack.mcc.get(code);
      const table = mcc ?? this.#pack.cc.get(code);
      if (table === undefined) continue;
      const kind = mcc === undefined ? 'CC' : 'MCC';
      const excluded = table !== '' && tables.has(table);
      if (!excluded) counted += 1;
      this.#add({
        step: 'severity', code, met: !excluded,
        zh: excluded ? `${code} 属于 ${kind}，排除表 ${table} 与主要诊断 ${principal} 相同，不计` : `${code} 属于 ${kind}（排除表 ${table || '无'}），计入`,
        en: excluded ? `${code} is a ${kind}, but its exclusion table ${table} is that of the principal diagnosis ${principal}: it does not count` : `${code} is a ${kind} (exclusion table ${table || 'none'}) and counts`,
      });
    }
    if (counted === 0) this.#add({ step: 'severity', code: '', met: false, zh: '没有计入的 MCC 或 CC', en: 'No MCC or CC counts' });
  }

  #add(step: GroupingStep): void {
    this.steps.push(step);
  }
}

const changed = (before: readonly string[], after: readonly string[]): string[] =>
  before.length === after.length
    ? before.flatMap((code, index) => (code === after[index] ? [] : [`${code}→${after[index]}`]))
    : [`${before.join(',')}→${after.join(',')}`];
