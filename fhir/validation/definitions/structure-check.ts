import type { Item } from '#fhir/profiles/items.ts';
import type { ElementDefinition, StructureDefinition } from '#fhir/types/resources.gen.ts';
import { choiceProperty, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';
import type { IssueList } from '../issues.ts';
import { checkNames } from './expression-check.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
/** What may be bound to a value set (https://hl7.org/fhir/R4/terminologies.html#binding). */
const CODED: ReadonlySet<string> = new Set(['code', 'Coding', 'CodeableConcept', 'Quantity', 'Age', 'Count', 'Distance', 'Duration', 'string', 'uri', 'Extension']);

/** A profile against the type of R4 that it constrains: its elements are that type's, and say no more than it allows (R4 §5.1). */
export function checkStructureDefinition({ value, path }: Item, list: IssueList): void {
  const definition = value as StructureDefinition;
  const { type, derivation, kind, baseDefinition } = definition;
  checkContexts(definition, path, list);
  if (derivation !== 'constraint' || typeof type !== 'string') return;
  if (!isStructure(type)) {
    if (kind === 'resource' && !isAbstract(type)) list.error(`${path}.type`, [`R4 没有类型 ${type}。`, `R4 has no type ${type}.`]);
    return;
  }
  if ((structureOf(type).kind === 'resource') !== (kind === 'resource')) list.error(`${path}.kind`, [`${type} 的 kind 不是 ${kind}。`, `${type} is not of the kind ${kind}.`]);
  const base = typeof baseDefinition === 'string' && baseDefinition.startsWith(CORE) ? baseDefinition.slice(CORE.length) : undefined;
  const isOther = base !== undefined && isStructure(base) && base !== type && /^[A-Z]/.test(base);
  if (isOther) list.error(`${path}.baseDefinition`, [`规范约束的是 ${type}，不是 ${base}。`, `The profile is of ${type}, not of ${base}.`]);
  for (const form of ['snapshot', 'differential'] as const) {
    const elements = definition[form]?.element;
    if (!Array.isArray(elements)) continue;
    checkOrder(elements, { type, at: `${path}.${form}`, list });
    const named = elements.find((each) => type === 'Extension' && each?.path === 'Extension.url')?.fixedUri;
    if (named !== undefined && named !== definition.url) list.error(`${path}.${form}`, ['扩展的 url 就是其定义的地址。', 'The url of an extension is the address of its definition.']);
    elements.forEach((element, index) => checkElement(element, { type, at: `${path}.${form}.element[${index}]`, list }));
  }
}

const isAbstract = (type: string): boolean => type === 'Resource' || type === 'DomainResource';

/** Where an extension may stand: on an element that there is (R4 defining-extensions.html#context). */
function checkContexts({ context }: StructureDefinition, path: string, list: IssueList): void {
  (Array.isArray(context) ? context : []).forEach((each, index) => {
    const { type, expression } = each ?? {};
    if (type !== 'element' || typeof expression !== 'string' || !/^[A-Za-z]/.test(expression) || expression.includes(':')) return;
    const [first, ...names] = expression.split('.') as [string, ...string[]];
    const isKnown = isStructure(first) ? typesAt(first, names) !== undefined : isAbstract(first) || /^[a-z]|^(Element|BackboneElement|CanonicalResource|MetadataResource)$/.test(first);
    if (!isKnown) list.error(`${path}.context[${index}].expression`, [`R4 没有元素 ${expression}。`, `R4 has no element ${expression}.`]);
  });
}

/** Elements stand in the order of the type that they constrain (R4 §5.1.0.4); another slice begins anew. Advice, since order changes nothing of what is asked. */
function checkOrder(elements: readonly ElementDefinition[], { type, at, list }: Place): void {
  let before: readonly string[] = [];
  elements.forEach((element, index) => {
    if (typeof element?.path !== 'string' || typeof element.id !== 'string') return;
    const [names, ids] = [element.path.split('.'), element.id.split('.')];
    const fork = ids.findIndex((name, place) => name !== before[place]);
    const [now, earlier] = [ids[fork], before[fork]];
    const isOneLevel = fork > 0 && now !== undefined && earlier !== undefined && names.length === ids.length && !now.includes(':') && !earlier.includes(':');
    if (isOneLevel && isBefore(type, names.slice(1, fork), [now, earlier])) list.warning(`${at}.element[${index}].path`, [`${element.path} 的次序与类型不符。`, `${element.path} is not in the order of the type.`]);
    before = ids;
  });
}

/** Whether the first of two children comes before the second in a type's definition. */
function isBefore(type: string, parent: readonly string[], [one, other]: readonly [string, string]): boolean {
  const found = typesAt(type, parent);
  if (found === undefined || found === 'open' || found.types.length !== 1 || !isStructure(found.types[0]!)) return false;
  const names = structureOf(found.types[0]!).elements.map((row) => row.name);
  const [first, second] = [names.indexOf(one.replace(/\[x\]$/, '')), names.indexOf(other.replace(/\[x\]$/, ''))];
  return first >= 0 && second >= 0 && first < second;
}

interface Place {
  readonly type: string;
  readonly at: string;
  readonly list: IssueList;
}

function checkElement(element: ElementDefinition, { type, at, list }: Place): void {
  if (element?.path === type) checkRules(element, [type], { type, at, list });
  if (typeof element?.path !== 'string' || element.path === type || !element.path.startsWith(`${type}.`)) return;
  const found = typesAt(type, element.path.slice(type.length + 1).split('.'));
  if (found === 'open') return;
  if (found === undefined) {
    list.error(`${at}.path`, [`${type} 没有元素 ${element.path}。`, `There is no element ${element.path}.`]);
    return;
  }
  checkCounts(element, found, { type, at, list });
  const declared = (element.type ?? []).map(({ code }) => code);
  const foreign = declared.filter((code) => typeof code === 'string' && !isAllowed(code, found));
  if (foreign.length > 0) list.error(`${at}.type`, [`此处不能是 ${foreign.join('、')}。`, `The type ${foreign.join(', ')} is not allowed here.`]);
  const types = declared.length > 0 ? declared : found.types;
  checkValues(element, types, { type, at, list });
  checkRules(element, types, { type, at, list });
  checkTargets(element, found, { type, at, list });
  if (element.binding !== undefined && !types.some((each) => CODED.has(each))) list.error(`${at}.binding`, [`${types.join('、')} 不能绑定值集。`, `What is a ${types.join(' or ')} is bound to no value set.`], 'business-rule');
}

/** Rules name elements that there are. */
function checkRules({ constraint }: ElementDefinition, types: readonly string[], { at, list }: Place): void {
  if (types.length !== 1 || !isStructure(types[0]!) || !Array.isArray(constraint)) return;
  constraint.forEach((each, index) => {
    if (typeof each?.expression === 'string') checkNames(each.expression, { type: types[0]!, path: `${at}.constraint[${index}].expression`, list });
  });
}

/** References lead where the base lets them, and a required binding stays one (R4 §5.1.0.2). */
function checkTargets({ type = [], binding }: ElementDefinition, { targets, isBound }: Typed, { at, list }: Place): void {
  const foreign = (Array.isArray(type) ? type : []).filter((each) => each?.code === 'Reference').flatMap((each) => each.targetProfile ?? [])
    .flatMap((profile) => (profile.startsWith(CORE) ? [profile.slice(CORE.length).split('|')[0]!] : []))
    .filter((target) => isStructure(target) && structureOf(target).kind === 'resource' && targets.length > 0 && !targets.includes(target));
  if (foreign.length > 0) list.error(`${at}.type`, [`此处不能引用 ${foreign.join('、')}。`, `This does not refer to ${foreign.join(', ')}.`]);
  if (isBound && binding !== undefined && binding.strength !== 'required') list.error(`${at}.binding`, ['基础类型的必须绑定不能放宽。', 'The base type requires its value set.']);
}

function checkCounts({ sliceName, min, max }: ElementDefinition, row: Typed, { at, list }: Place): void {
  if (row.max === 1 && max !== undefined && (max === '*' || Number(max) > 1)) list.error(`${at}.max`, ['基础类型只允许一个。', 'The base type allows one.']);
  if (sliceName === undefined && max === '0' && row.min > 0) list.error(`${at}.max`, ['基础类型要求此元素。', 'The base type requires this element.']);
  if (sliceName === undefined && typeof min === 'number' && min < row.min) list.error(`${at}.min`, ['基础类型要求此元素。', 'The base type requires this element.']);
}

/** `fixedCode` and `patternCoding` are of a type that the element may have. */
function checkValues(element: ElementDefinition, types: readonly string[], { at, list }: Place): void {
  for (const key of Object.keys(element)) {
    const given = /^_?(fixed|pattern|minValue|maxValue|defaultValue)([A-Z]\w*)$/.exec(key);
    if (!given || types.some((type) => type.startsWith('http:') || choiceProperty('', type) === given[2])) continue;
    list.error(`${at}.${key}`, [`${given[1]} 的类型应为 ${types.join('、')}。`, `The type of ${given[1]} is ${types.join(' or ')}.`]);
  }
}

/** What an element may be, by the definitions of R4. */
interface Typed {
  readonly types: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly targets: readonly string[];
  /** By a required value set. */
  readonly isBound: boolean;
}

/** Nothing where the type has no such element; `open` where the definitions say no more (whole resources, backbones written in the profile). */
function typesAt(type: string, names: readonly string[]): Typed | 'open' | undefined {
  let found: Typed = { types: [type], min: 0, max: -1, targets: [], isBound: false };
  for (const name of names) {
    if (found.types.some((each) => each === 'Resource' || each.startsWith('http:'))) return 'open';
    const rows: readonly Typed[] = found.types.flatMap((each): Typed[] => [...childOf(each, name)]);
    if (rows.length === 0) return undefined;
    found = { types: [...new Set(rows.flatMap((row) => row.types))], min: Math.min(...rows.map((row) => row.min)), max: rows.some((row) => row.max !== 1) ? -1 : 1, targets: rows.flatMap((row) => row.targets), isBound: rows.every((row) => row.isBound) };
  }
  return found;
}

/** The child as the definitions name it, as `value[x]`, or as one type of a choice. */
function childOf(type: string, name: string): Typed[] {
  if (!isStructure(type)) return ['id', 'extension', 'value'].includes(name) ? [{ types: name === 'extension' ? ['Extension'] : ['http:any'], min: 0, max: name === 'extension' ? -1 : 1, targets: [], isBound: false }] : [];
  const plain = name.replace(/\[x\]$/, '');
  return structureOf(type).elements.flatMap((row): Typed[] => {
    if (row.name === plain && row.choice === (plain !== name)) return [ofRow(row)];
    const one = row.choice ? row.types.find((each) => choiceProperty(row.name, each) === name) : undefined;
    return one === undefined ? [] : [{ ...ofRow(row), types: [one] }];
  });
}

const ofRow = ({ name, types, min, max, targets, binding }: ElementRow): Typed => ({ types: name === 'id' ? ['http:any'] : types, min, max, targets, isBound: binding >= 0 });

/** Backbones are called by their kind; what `value[x]` and `contentReference` stand for is of the row. */
const isAllowed = (code: string, { types }: Typed): boolean =>
  code.startsWith('http:') || code.startsWith('https:') || types.includes(code) || types.some((type) => type === 'Resource' || type.startsWith('http:') || (type.includes('.') && /^(BackboneElement|Element)$/.test(code)));
