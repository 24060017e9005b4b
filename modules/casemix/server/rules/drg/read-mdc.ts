import type { Findings } from '../findings.ts';
import { always, type AdrgRule, type CodeList, type Condition, type DrgRule, type MdcRule } from './condition.ts';
import { readConditions, type ConditionScope } from './read-condition.ts';

interface MdcScope {
  readonly place: string;
  readonly findings: Findings;
  /** Codes of the name table: an ambiguous group that is named there exists. */
  readonly names: ReadonlyMap<string, string>;
}

type Raw = Readonly<Record<string, unknown>>;

const WORDS = new Set(['code', 'name', 'title', 'note', 'notes', 'comment', 'description', 'source', 'name_zh', 'name_en']);
const MDC_KEYS = new Set([...WORDS, 'entry', 'entry_extra', 'adrgs', 'body_parts', 'when']);
const ADRG_KEYS = new Set([...WORDS, 'when', 'drgs', 'proc_classes', 'ambiguous']);
const DRG_KEYS = new Set([...WORDS, 'when', 'severity', 'weight', 'rw']);
const AMBIGUOUS_KEYS = /^(qy|ambiguous|has_qy|qy_.*|ambiguous_.*)$/;
/** A to J surgical, K to Q procedures, R to Z medical: the ambiguous slot stands before the first medical group. */
const MEDICAL = /^.[R-Z]/;

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCodes = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');
const ASCII = /^[!-~]*$/;
/** A code in full-width characters or with blanks around it is the same code. */
const plainCode = (code: string): string => (ASCII.test(code) ? code : code.normalize('NFKC').trim());
const isEmpty = (value: unknown): boolean => value === null || value === false || (Array.isArray(value) && value.length === 0) || (isRaw(value) && Object.keys(value).length === 0);

/** One MDC of scheme.json; undefined when it has no code. */
export function readMdc(raw: unknown, { place, findings, names }: MdcScope): MdcRule | undefined {
  if (!isRaw(raw) || typeof raw.code !== 'string' || raw.code === '') {
    findings.add(place, 'MDC 缺少编码', 'the MDC has no code');
    return undefined;
  }
  const here = `scheme.json ${raw.code}`;
  const letter = raw.code.slice(-1);
  const regions = readRegionLists(raw.body_parts, `${here} body_parts`, findings);
  const lists = codeLists(raw, { place: here, known: MDC_KEYS, findings });
  const principal = lists.get('dx')?.codes ?? [...new Set(regions.flatMap(({ codes }) => codes))];
  lists.set('mdc_dx', { name: 'mdc_dx', codes: principal });
  const scope: ConditionScope = { place: `${here} entry`, lists, classes: [], regions, findings, used: new Set() };
  if (raw.entry === undefined && raw.when === undefined) findings.add(here, '缺少进入条件 entry', 'the entry condition is missing');
  const entry = [readConditions(raw.entry ?? raw.when, scope), readExtra(raw.entry_extra, scope)];
  if (scope.used.has('mdc_dx') && principal.length === 0) findings.add(here, '主诊断表为空', 'the list of principal diagnoses is empty');
  if (regions.length > 0 && raw.entry_extra === undefined && !JSON.stringify(raw.entry ?? null).includes('body')) {
    findings.add(`${here} body_parts`, '定义了部位却没有使用的条件', 'body parts are defined but no condition uses them');
  }
  if (!Array.isArray(raw.adrgs) || raw.adrgs.length === 0) findings.add(here, '没有 ADRG', 'there are no ADRGs');
  const adrgs = (Array.isArray(raw.adrgs) ? raw.adrgs : []).flatMap((adrg: unknown, index) => {
    const read = readAdrg(adrg, { ...scope, place: `${here} adrgs[${index}]`, used: new Set() }, letter);
    return read === undefined ? [] : [read];
  });
  return { code: raw.code, letter, entry: { kind: 'all', conditions: entry }, adrgs: withAmbiguousSlot(adrgs, { raw, letter, scope: { ...scope, place: here }, names }) };
}

/** Every array of codes is a list under its own name; a key that is neither a list nor known is refused. */
function codeLists(raw: Raw, { place, known, findings }: { place: string; known: ReadonlySet<string>; findings: Findings }): Map<string, CodeList> {
  const lists = new Map<string, CodeList>();
  for (const [name, value] of Object.entries(raw)) {
    if (known.has(name) || AMBIGUOUS_KEYS.test(name)) continue;
    if (isCodes(value)) lists.set(name, { name, codes: value.map(plainCode) });
    else if (!isEmpty(value)) findings.add(`${place} ${name}`, `未知字段 ${name}`, `field ${name} is not known`);
  }
  return lists;
}

function readRegionLists(raw: unknown, place: string, findings: Findings): CodeList[] {
  if (raw === undefined || isEmpty(raw)) return [];
  if (!isRaw(raw) || !Object.values(raw).every(isCodes)) {
    findings.add(place, '应为 部位 → 诊断编码 的对象', 'an object of body part → diagnosis codes is expected');
    return [];
  }
  return Object.entries(raw).map(([name, codes]) => ({ name, codes: (codes as string[]).map(plainCode) }));
}

const COUNT_WORDS: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4 };

function readExtra(raw: unknown, scope: ConditionScope): Condition {
  if (raw === undefined || isEmpty(raw)) return always;
  const place = scope.place.replace(/entry$/, 'entry_extra');
  if (typeof raw !== 'string') return readConditions(raw, { ...scope, place });
  const match = /at least (\w+) (?:different )?(?:body_parts|body parts|regions)/i.exec(raw);
  const atLeast = match === null ? undefined : (COUNT_WORDS[match[1]!.toLowerCase()] ?? Number(match[1]));
  if (atLeast !== undefined && Number.isInteger(atLeast) && scope.regions.length > 0) return { kind: 'regions', regions: scope.regions, atLeast };
  scope.findings.add(place, `无法识别的附加条件：${raw}`, `the extra condition is not known: ${raw}`);
  return always;
}

function readAdrg(raw: unknown, outer: ConditionScope, letter: string): AdrgRule | undefined {
  if (!isRaw(raw) || typeof raw.code !== 'string' || raw.code === '') {
    outer.findings.add(outer.place, 'ADRG 缺少编码', 'the ADRG has no code');
    return undefined;
  }
  const { findings } = outer;
  const place = `scheme.json ${raw.code}`;
  if (isAmbiguous(raw, letter)) return ambiguousRule(letter, raw.when === undefined || isEmpty(raw.when) ? undefined : readConditions(raw.when, { ...outer, place: `${place} when` }));
  if (!raw.code.startsWith(letter)) findings.add(place, `编码不属于 MDC ${letter}`, `the code does not belong to MDC ${letter}`);
  const own = codeLists(raw, { place, known: ADRG_KEYS, findings });
  const classes = readRegionLists(raw.proc_classes, `${place} proc_classes`, findings);
  const regions = readRegionLists(raw.body_parts, `${place} body_parts`, findings);
  const lists = new Map([...outer.lists, ...own]);
  if (!own.has('dx')) lists.delete('dx');
  const scope: ConditionScope = { ...outer, place: `${place} when`, lists, classes, regions: regions.length > 0 ? regions : outer.regions, used: new Set() };
  if (raw.when === undefined) findings.add(place, '缺少条件 when', 'the condition is missing (when)');
  const when = readConditions(raw.when, scope);
  const drgs = Array.isArray(raw.drgs) ? raw.drgs.flatMap((drg: unknown, index) => readDrg(drg, { ...scope, place: `${place} drgs[${index}]` }, adrgCode(raw.code as string))) : [];
  if (drgs.length === 0) findings.add(place, '没有 DRG', 'there are no DRGs');
  for (const [name, { codes }] of own) if (scope.used.has(name) && codes.length === 0) findings.add(`${place} ${name}`, '编码表为空', 'the list of codes is empty');
  return { code: adrgCode(raw.code), when, ambiguous: false, drgs };
}

/** `JA1_2` is another way into JA1. */
const adrgCode = (code: string): string => code.replace(/[_-]\d+$/, '');

function readDrg(raw: unknown, scope: ConditionScope, adrg: string): DrgRule[] {
  if (!isRaw(raw) || typeof raw.code !== 'string' || raw.code === '') {
    scope.findings.add(scope.place, 'DRG 缺少编码', 'the DRG has no code');
    return [];
  }
  const place = `scheme.json ${raw.code}`;
  if (!raw.code.startsWith(adrg)) scope.findings.add(place, `编码不属于 ADRG ${adrg}`, `the code does not belong to ADRG ${adrg}`);
  const own = codeLists(raw, { place, known: DRG_KEYS, findings: scope.findings });
  const inner: ConditionScope = { ...scope, place: `${place} when`, lists: new Map([...scope.lists, ...own]) };
  const when = readConditions(raw.when, inner);
  const severity = raw.severity === undefined ? always : readConditions({ severity: raw.severity }, inner);
  return [{ code: raw.code, when: { kind: 'all', conditions: [when, severity] } }];
}

function isAmbiguous(raw: Raw, letter: string): boolean {
  return raw.ambiguous === true || raw.code === 'QY' || raw.code === `${letter}QY` || raw.code === `*${letter}QY` || raw.code === '*QY';
}

const anyValid: Condition = { kind: 'codes', source: 'any-procedure', lists: [], valid: true, atLeast: 1 };
const mainValid: Condition = { ...anyValid, source: 'main-procedure' };

function ambiguousRule(letter: string, when: Condition = anyValid): AdrgRule {
  return { code: 'QY', when, ambiguous: true, drgs: [{ code: `${letter}QY`, when: always }] };
}

interface Slot {
  readonly raw: Raw;
  readonly letter: string;
  readonly scope: ConditionScope;
  readonly names: ReadonlyMap<string, string>;
}

/** Some schemes write the slot into the MDC (`"qy": true`, a condition, a position), some only name the group. */
function withAmbiguousSlot(adrgs: readonly AdrgRule[], { raw, letter, scope, names }: Slot): AdrgRule[] {
  const keys = Object.keys(raw).filter((key) => AMBIGUOUS_KEYS.test(key) && !isEmpty(raw[key]));
  if (adrgs.some(({ ambiguous }) => ambiguous)) {
    if (keys.length > 0) scope.findings.add(`${scope.place} ${keys[0]}`, '歧义组定义了两次', 'the ambiguous group is defined twice');
    return [...adrgs];
  }
  if (keys.length === 0 && !names.has(`${letter}QY`)) return [...adrgs];
  let when: Condition | undefined;
  let position = adrgs.findIndex(({ code }) => MEDICAL.test(code));
  for (const key of keys) {
    const value = raw[key];
    const read = slotPart(key, value, { adrgs, scope });
    if (read === undefined) scope.findings.add(`${scope.place} ${key}`, `无法识别的歧义组定义：${JSON.stringify(value)}`, `the ambiguous group is not understood: ${JSON.stringify(value)}`);
    when = read?.when ?? when;
    position = read?.position ?? position;
  }
  const at = position < 0 ? adrgs.length : position;
  return [...adrgs.slice(0, at), ambiguousRule(letter, when), ...adrgs.slice(at)];
}

interface SlotPart {
  readonly when?: Condition;
  readonly position?: number;
}

function slotPart(key: string, value: unknown, { adrgs, scope }: { adrgs: readonly AdrgRule[]; scope: ConditionScope }): SlotPart | undefined {
  const indexOf = (code: unknown): number => adrgs.findIndex((adrg) => adrg.code === code);
  if (/(after|before|position|index|slot)/.test(key)) {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= adrgs.length) return { position: value };
    const at = indexOf(value);
    return at < 0 ? undefined : { position: key.includes('before') ? at : at + 1 };
  }
  if (value === true) return {};
  if (typeof value === 'string') {
    if (value.startsWith('main') && value.includes('valid')) return { when: mainValid };
    if (value.startsWith('any') && value.includes('valid')) return { when: anyValid };
    return value.endsWith('QY') ? {} : undefined;
  }
  if (Array.isArray(value) || (isRaw(value) && typeof value.type === 'string')) return { when: readConditions(value, scope) };
  if (!isRaw(value)) return undefined;
  const parts = Object.entries(value).filter(([name]) => !['code', 'name', 'drg', 'note'].includes(name)).map(([name, inner]) =>
    name === 'when' || name === 'condition' ? { when: readConditions(inner, scope) } : slotPart(`qy_${name}`, inner, { adrgs, scope }));
  return parts.includes(undefined) ? undefined : Object.assign({}, ...parts) as SlotPart;
}
