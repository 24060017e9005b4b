import type { Item } from '#fhir/profiles/items.ts';
import type { ElementDefinition, StructureDefinition } from '#fhir/types/resources.gen.ts';
import { choiceProperty, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';
import type { IssueList } from '../issues.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
/** What may be bound to a value set (https://hl7.org/fhir/R4/terminologies.html#binding). */
const CODED: ReadonlySet<string> = new Set(['code', 'Coding', 'CodeableConcept', 'Quantity', 'Age', 'Count', 'Distance', 'Duration', 'string', 'uri', 'Extension']);

/** A profile against the type of R4 that it constrains: its elements are that type's, and say no more than it allows (R4 §5.1). */
export function checkStructureDefinition({ value, path }: Item, list: IssueList): void {
  const definition = value as StructureDefinition;
  const { type, derivation, kind, baseDefinition } = definition;
  if (derivation !== 'constraint' || typeof type !== 'string' || !isStructure(type)) return;
  if ((structureOf(type).kind === 'resource') !== (kind === 'resource')) list.error(`${path}.kind`, [`${type} 的 kind 不是 ${kind}。`, `${type} is not of the kind ${kind}.`]);
  const base = typeof baseDefinition === 'string' && baseDefinition.startsWith(CORE) ? baseDefinition.slice(CORE.length) : undefined;
  const isOther = base !== undefined && isStructure(base) && base !== type && /^[A-Z]/.test(base);
  if (isOther) list.error(`${path}.baseDefinition`, [`规范约束的是 ${type}，不是 ${base}。`, `The profile is of ${type}, not of ${base}.`]);
  for (const form of ['snapshot', 'differential'] as const) {
    const elements = definition[form]?.element;
    if (Array.isArray(elements)) elements.forEach((element, index) => checkElement(element, { type, at: `${path}.${form}.element[${index}]`, list }));
  }
}

interface Place {
  readonly type: string;
  readonly at: string;
  readonly list: IssueList;
}

function checkElement(element: ElementDefinition, { type, at, list }: Place): void {
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
  if (element.binding !== undefined && !types.some((each) => CODED.has(each))) list.error(`${at}.binding`, [`${types.join('、')} 不能绑定值集。`, `What is a ${types.join(' or ')} is bound to no value set.`], 'business-rule');
}

function checkCounts({ sliceName, min, max }: ElementDefinition, row: Typed, { at, list }: Place): void {
  if (row.max === 1 && max !== undefined && (max === '*' || Number(max) > 1)) list.error(`${at}.max`, ['基础类型只允许一个。', 'The base type allows one.']);
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
}

/** Nothing where the type has no such element; `open` where the definitions say no more (whole resources, backbones written in the profile). */
function typesAt(type: string, names: readonly string[]): Typed | 'open' | undefined {
  let found: Typed = { types: [type], min: 0, max: -1 };
  for (const name of names) {
    if (found.types.some((each) => each === 'Resource' || each.startsWith('http:'))) return 'open';
    const rows: readonly Typed[] = found.types.flatMap((each): Typed[] => [...childOf(each, name)]);
    if (rows.length === 0) return undefined;
    found = { types: [...new Set(rows.flatMap((row) => row.types))], min: Math.min(...rows.map((row) => row.min)), max: rows.some((row) => row.max !== 1) ? -1 : 1 };
  }
  return found;
}

/** The child as the definitions name it, as `value[x]`, or as one type of a choice. */
function childOf(type: string, name: string): Typed[] {
  if (!isStructure(type)) return ['id', 'extension', 'value'].includes(name) ? [{ types: name === 'extension' ? ['Extension'] : ['http:any'], min: 0, max: name === 'extension' ? -1 : 1 }] : [];
  const plain = name.replace(/\[x\]$/, '');
  return structureOf(type).elements.flatMap((row): Typed[] => {
    if (row.name === plain && row.choice === (plain !== name)) return [ofRow(row)];
    const one = row.choice ? row.types.find((each) => choiceProperty(row.name, each) === name) : undefined;
    return one === undefined ? [] : [{ ...ofRow(row), types: [one] }];
  });
}

const ofRow = ({ name, types, min, max }: ElementRow): Typed => ({ types: name === 'id' ? ['http:any'] : types, min, max });

/** Backbones are called by their kind; what `value[x]` and `contentReference` stand for is of the row. */
const isAllowed = (code: string, { types }: Typed): boolean =>
  code.startsWith('http:') || code.startsWith('https:') || types.includes(code) || types.some((type) => type === 'Resource' || type.startsWith('http:') || (type.includes('.') && /^(BackboneElement|Element)$/.test(code)));
