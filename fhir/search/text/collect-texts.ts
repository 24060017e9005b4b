import type { Address, CodeableConcept, HumanName, Identifier, Reference } from '#fhir/types/resources.gen.ts';
import { choiceProperty, isResourceElement, isResourceType, isStructure, structureOf } from '#fhir/types/structure-table.ts';
import { isHan } from '../normalise-string.ts';
import { pinyinForms } from '../special/pinyin.ts';
import { plainText } from './plain-text.ts';

/** Texts of one resource that no indexed coding or reference leads to. */
export interface LooseTexts {
  readonly narrative: string | undefined;
  readonly others: ReadonlySet<string>;
}

/** Texts of one resource; what is past that is not found by `_content`. */
const TEXTS_MAX = 500;
const DEPTH_MAX = 20;

/** Strings that are no words: addresses, units, numbers of things. */
const SILENT = new Set(['Quantity.unit', 'SampledData.data', 'Coding.version', 'Reference.reference', 'Questionnaire.item.linkId', 'QuestionnaireResponse.item.linkId']);
/** Long lists of definitions, which the terminology operations search, and resources within a bundle. */
const DEFINITIONS = new Set([
  'CodeSystem.concept', 'ValueSet.compose', 'ValueSet.expansion', 'ConceptMap.group', 'StructureDefinition.snapshot', 'StructureDefinition.differential', 'Bundle.entry', 'Resource.meta',
]);

type Kind = 'text' | 'narrative' | 'name' | 'address' | 'resource' | { readonly type: string };
const OWN: Readonly<Record<string, Kind>> = { string: 'text', markdown: 'text', Narrative: 'narrative', HumanName: 'name', Address: 'address' };

const plans = new Map<string, ReadonlyMap<string, Kind>>();

function planOf(type: string): ReadonlyMap<string, Kind> {
  let plan = plans.get(type);
  if (!plan) {
    const entries = structureOf(type).elements.flatMap(({ name, choice, types }) => types.flatMap((each) => kindOf(type, choice ? choiceProperty(name, each) : name, each)));
    plans.set(type, (plan = new Map(entries)));
  }
  return plan;
}

function kindOf(type: string, property: string, elementType: string): [string, Kind][] {
  if (property === 'id' || property === 'meta' || SILENT.has(`${type}.${property}`) || DEFINITIONS.has(`${type}.${property}`)) return [];
  const own = OWN[elementType];
  if (own !== undefined) return [[property, own]];
  if (isResourceElement(elementType)) return [[property, 'resource']];
  return isStructure(elementType) ? [[property, { type: elementType }]] : [];
}

type Element = Readonly<Record<string, unknown>>;

/** Every text that a reader of the resource sees, apart from elements in `covered`. */
export function collectTexts(resource: { resourceType: string }, covered: ReadonlySet<object>): LooseTexts {
  const others = new Set<string>();
  walk(resource as unknown as Element, { type: resource.resourceType, covered, found: others, depth: 0 });
  const { text } = resource as { text?: { div?: unknown } };
  const narrative = typeof text?.div === 'string' ? plainText(text.div) : undefined;
  return { narrative, others };
}

interface Walk {
  readonly type: string;
  readonly covered: ReadonlySet<object>;
  readonly found: Set<string>;
  readonly depth: number;
}

function walk(element: Element, at: Walk): void {
  const plan = planOf(at.type);
  for (const property in element) {
    const kind = plan.get(property);
    if (kind === undefined) continue;
    const value = element[property];
    if (Array.isArray(value)) for (const each of value) visit(each, kind, at);
    else visit(value, kind, at);
  }
}

function visit(value: unknown, kind: Kind, at: Walk): void {
  const { found, covered, depth } = at;
  if (found.size >= TEXTS_MAX) return;
  if (kind === 'text') {
    if (typeof value === 'string') found.add(value);
    return;
  }
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return;
  if (covered.has(value)) {
    if (typeof kind === 'object') beside(value, found);
    return;
  }
  if (kind === 'narrative') {
    const { div } = value as { div?: unknown };
    if (depth > 0 && typeof div === 'string') found.add(plainText(div));
  } else if (kind === 'name') found.add(nameOf(value as HumanName));
  else if (kind === 'address') found.add(addressOf(value as Address));
  else if (kind === 'resource') {
    const type = (value as { resourceType?: unknown }).resourceType;
    if (typeof type === 'string' && isResourceType(type)) walk(value as Element, { ...at, type, depth: depth + 1 });
  } else walk(value as Element, { ...at, type: kind.type, depth: depth + 1 });
}

interface Beside {
  readonly type?: string | CodeableConcept;
  readonly assigner?: Reference;
  readonly identifier?: Identifier;
}

/** Words within an identifier or a reference that its own number, address and display do not lead to. */
function beside(value: Beside, found: Set<string>): void {
  const { type, assigner, identifier } = value;
  // The type of a reference is a uri, and that of an identifier a concept.
  if (typeof type === 'object') for (const each of type.coding ?? []) if (each?.display !== undefined) found.add(each.display);
  if (typeof assigner === 'object' && assigner.display !== undefined) found.add(assigner.display);
  if (identifier === undefined) return;
  const text = identifier.type?.text;
  if (text !== undefined) found.add(text);
  beside(identifier, found);
}

/** A name as it is read, and if it is Chinese as it is typed: `王芳 wf wangfang`. */
function nameOf(name: HumanName): string {
  const read = readName(name);
  return [read, ...pinyinForms(read)].join(' ');
}

function readName({ text, family = '', given = [] }: HumanName): string {
  if (text !== undefined) return text;
  const whole = [family, ...given].filter(Boolean);
  return whole.join(isHan(family) ? '' : ' ');
}

const addressOf = ({ text, state, city, district, line = [], postalCode }: Address): string =>
  text ?? [state, city, district, ...line, postalCode].filter(Boolean).join(' ');
