import type { ElementDefinitionSlicingDiscriminator } from '#fhir/types/resources.gen.ts';
import { choiceProperty } from '#fhir/types/structure-table.ts';
import { childItems, type Item } from './items.ts';
import { fixedOf, hasPattern, isSame, patternOf } from './pattern.ts';
import type { ProfileElement } from './profile-tree.ts';

/** What slicing asks of its surroundings. */
export interface SliceContext {
  readonly conforms: (item: Item, profile: string) => boolean;
  /** Whether a code is in a value set; undefined when that is not known here. */
  readonly isMember: (value: unknown, valueSet: string) => boolean | undefined;
  /** What a reference points to, if it is in the same resource or bundle. */
  readonly resolve: (reference: unknown) => Item | undefined;
  /** The elements of a profile that is known. */
  readonly treeOf: (profile: string) => ProfileElement | undefined;
}

type Discriminator = Pick<ElementDefinitionSlicingDiscriminator, 'type' | 'path'>;

/** The slice that an item belongs to (https://hl7.org/fhir/R4/profiling.html#discriminator); undefined for none. */
export function sliceOf(item: Item, sliced: ProfileElement, context: SliceContext): ProfileElement | undefined {
  const discriminators = sliced.definition.slicing?.discriminator ?? impliedDiscriminators(sliced);
  return sliced.slices.find((slice) => discriminators.length > 0 && discriminators.every((each) => matches(item, slice, { discriminator: each, context })));
}

/** Extensions are told apart by url, choices by type, also without saying so. */
function impliedDiscriminators(sliced: ProfileElement): Discriminator[] {
  if (sliced.name === 'extension' || sliced.name === 'modifierExtension') return [{ type: 'value', path: 'url' }];
  return sliced.path.endsWith('[x]') ? [{ type: 'type', path: '$this' }] : [];
}

interface Test {
  readonly discriminator: Discriminator;
  readonly context: SliceContext;
}

function matches(item: Item, slice: ProfileElement, { discriminator, context }: Test): boolean {
  const steps = stepsOf(discriminator.path);
  const found = itemsAt([item], steps, context);
  const wanted = wantedAt(slice, steps, context);
  switch (discriminator.type) {
    case 'value':
    case 'pattern':
      return wanted !== undefined && matchesValue(found, wanted, context);
    case 'exists':
      return wanted?.element?.definition.max === '0' ? found.length === 0 : found.length > 0;
    case 'type':
      return found.some((each) => hasType(each, wanted?.element));
    default:
      return profilesOf(wanted?.element).some((profile) => found.some((each) => context.conforms(each, profile)));
  }
}

type Step = { readonly name: string } | { readonly extension: string } | { readonly function: string; readonly type?: string };

const STEP = /extension\('([^']+)'\)|(resolve|ofType|as)\((\w*)\)|\$this|([A-Za-z_]\w*)/g;

function stepsOf(path: string): Step[] {
  return [...path.matchAll(STEP)].flatMap(([whole, url, name, type, child]): Step[] => {
    if (whole === '$this') return [];
    if (url !== undefined) return [{ extension: url }];
    return name === undefined ? [{ name: child! }] : [{ function: name, ...(type ? { type } : {}) }];
  });
}

function itemsAt(items: Item[], steps: readonly Step[], context: SliceContext): Item[] {
  return steps.reduce((found, step) => found.flatMap((item): Item[] => {
    if ('name' in step) return childItems(item, step.name);
    if ('extension' in step) return childItems(item, 'extension').filter((each) => (each.value as { url?: string } | undefined)?.url === step.extension);
    if (step.function === 'resolve') return [context.resolve(item.value) ?? { value: item.value, type: referredType(item.value) ?? 'Reference', path: item.path }];
    return item.type === step.type ? [item] : [];
  }), items);
}

interface Wanted {
  readonly element: ProfileElement | undefined;
  readonly fixed?: unknown;
  readonly pattern?: unknown;
}

/** What a slice asks at the discriminator's place: on the element there, or inside a fixed value or pattern above it. */
function wantedAt(slice: ProfileElement, steps: readonly Step[], context: SliceContext): Wanted | undefined {
  let element: ProfileElement | undefined = slice;
  let fixed: unknown = fixedOf(slice.definition);
  let pattern: unknown = patternOf(slice.definition);
  for (const step of steps) {
    if ('function' in step) {
      const referred: ProfileElement | undefined = step.function === 'resolve' && element !== undefined && step !== steps.at(-1) ? profileTreeOf(element, context) : undefined;
      if (referred) [element, fixed, pattern] = [referred, fixedOf(referred.definition), patternOf(referred.definition)];
      continue;
    }
    const name = 'name' in step ? step.name : 'extension';
    if (name === 'url' && element !== undefined && profilesOf(element)[0] !== undefined) return { element, fixed: profilesOf(element)[0] };
    const below: ProfileElement | undefined = 'name' in step ? childNamed(element, step.name) ?? (element && childNamed(profileTreeOf(element, context), step.name)) : undefined;
    element = 'name' in step ? below : extensionAt(element, step.extension);
    fixed = within(fixed, name) ?? (element && fixedOf(element.definition));
    pattern = within(pattern, name) ?? (element && patternOf(element.definition));
  }
  return { element, fixed, pattern };
}

/** What the profile of an element's type, or of what it refers to, says of it. */
const profileTreeOf = (element: ProfileElement, context: SliceContext): ProfileElement | undefined => profilesOf(element).flatMap((profile) => context.treeOf(profile) ?? [])[0];

/** A child, or where it says nothing that of a slice: `code.coding.code` is fixed on the one slice of `coding`. */
function childNamed(element: ProfileElement | undefined, name: string): ProfileElement | undefined {
  const found = [element, ...(element?.slices ?? [])].flatMap((each) => each?.children.filter((child) => child.name === name) ?? []);
  return found.find(({ definition, children, slices }) => fixedOf(definition) !== undefined || patternOf(definition) !== undefined || children.length > 0 || slices.length > 0) ?? found[0];
}

const extensionAt = (element: ProfileElement | undefined, url: string): ProfileElement | undefined =>
  element?.children.find((child) => child.name === 'extension')?.slices.find((slice) => profilesOf(slice).includes(url));

function within(value: unknown, name: string): unknown {
  const inner = (Array.isArray(value) ? value[0] : value) as Record<string, unknown> | undefined;
  return typeof inner === 'object' && inner !== null ? inner[name] : undefined;
}

function matchesValue(found: readonly Item[], { element, fixed, pattern }: Wanted, context: SliceContext): boolean {
  if (fixed !== undefined) return found.some(({ value }) => isSame(value, fixed));
  if (pattern !== undefined) return found.some(({ value }) => hasPattern(value, Array.isArray(pattern) && !Array.isArray(value) ? pattern[0] : pattern));
  const binding = element?.definition.binding;
  if (binding?.strength === 'required' && binding.valueSet !== undefined) return found.some(({ value }) => context.isMember(value, binding.valueSet!) === true);
  if (!element || element.children.length === 0) return false;
  return element.children.every((child) => {
    const wanted = { element: child, fixed: fixedOf(child.definition), pattern: patternOf(child.definition) };
    if (wanted.fixed === undefined && wanted.pattern === undefined && child.children.length === 0) return true;
    return matchesValue(found.flatMap((item) => childItems(item, child.name)), wanted, context);
  });
}

const profilesOf = (element: ProfileElement | undefined): string[] =>
  (element?.definition.type ?? []).flatMap((type) => [...(type.profile ?? []), ...(type.targetProfile ?? [])]);

const CORE = 'http://hl7.org/fhir/StructureDefinition/';

function hasType(item: Item, element: ProfileElement | undefined): boolean {
  const resourceType = (item.value as { resourceType?: string } | null)?.resourceType;
  const own = item.type === 'Resource' && resourceType !== undefined ? resourceType : item.type;
  return (element?.definition.type ?? []).some((type) => {
    const targets = (type.targetProfile ?? []).map((target) => target.replace(CORE, ''));
    return type.code === own || targets.includes(own) || choiceProperty('', type.code) === choiceProperty('', own);
  });
}

function referredType(reference: unknown): string | undefined {
  const { reference: text, type } = (reference ?? {}) as { reference?: string; type?: string };
  return type ?? /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]+(?:\/_history\/.*)?$/.exec(text ?? '')?.[1];
}
