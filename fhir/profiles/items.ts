import { choiceProperty, isResourceType, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';

/** A value in a resource, with its type and place; a primitive keeps the `_` sibling that holds its extensions. */
export interface Item {
  readonly value: unknown;
  readonly type: string;
  readonly path: string;
  readonly sibling?: unknown;
}

/** The values of a child element, whichever choice type they have. */
export function childItems(item: Item, name: string): Item[] {
  const holder = typeof item.value === 'object' && item.value !== null ? item.value : item.sibling;
  if (typeof holder !== 'object' || holder === null) return [];
  const type = structureFor(item);
  if (type === undefined) return [];
  const { elements } = structureOf(type);
  const row = elements.find((element) => element.name === name);
  if (!row) return typedItems(holder as Record<string, unknown>, { elements, name, path: item.path });
  return row.types.flatMap((each) => propertyItems(holder as Record<string, unknown>, { property: row.choice ? choiceProperty(name, each) : name, type: each, path: item.path }));
}

/** The choice that a name such as `valueQuantity` is one type of: `value`. */
export function choiceOf(item: Item, name: string): { readonly choice: string; readonly name: string } | undefined {
  const type = structureFor(item);
  const row = type === undefined ? undefined : structureOf(type).elements.find((each) => each.choice && each.types.some((one) => choiceProperty(each.name, one) === name));
  return row && { choice: row.name, name };
}

/** `valueQuantity`, as profiles may write `value[x]` of one type. */
function typedItems(holder: Record<string, unknown>, { elements, name, path }: { elements: readonly ElementRow[]; name: string; path: string }): Item[] {
  for (const { name: choice, types, choice: isChoice } of elements) {
    const type = isChoice ? types.find((each) => choiceProperty(choice, each) === name) : undefined;
    if (type !== undefined) return propertyItems(holder, { property: name, type, path });
  }
  return [];
}

function structureFor(item: Item): string | undefined {
  const resourceType = (item.value as { resourceType?: unknown } | null)?.resourceType;
  if (item.type === 'Resource' && typeof resourceType === 'string' && isResourceType(resourceType)) return resourceType;
  if (isStructure(item.type)) return item.type;
  return item.type === 'Resource' ? undefined : 'Element';
}

function propertyItems(holder: Record<string, unknown>, { property, type, path }: { property: string; type: string; path: string }): Item[] {
  const value = holder[property];
  const sibling = holder[`_${property}`];
  if (value === undefined && sibling === undefined) return [];
  const at = `${path}.${property}`;
  if (!Array.isArray(value) && !Array.isArray(sibling)) return [{ value, type, path: at, sibling }];
  const [values, siblings] = [Array.isArray(value) ? value : [], Array.isArray(sibling) ? sibling : []];
  return Array.from({ length: Math.max(values.length, siblings.length) }, (_, index) => ({
    value: values[index] ?? undefined, type, path: `${at}[${index}]`, sibling: siblings[index],
  }));
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/**
 * Every complex element below (and with) an item, resources within resources too, and primitives that have an id or extensions (as `Element`,
 * with or without a value); `resource` is the nearest resource.
 */
export function eachItem(item: Item, visit: (item: Item, resource: unknown) => void, resource: unknown = item.value): void {
  const type = structureFor(item);
  if (type === undefined) return;
  const nearest = item.type === 'Resource' || structureOf(type).kind === 'resource' ? item.value : resource;
  visit({ ...item, type }, nearest);
  for (const element of structureOf(type).elements) {
    for (const child of childItems(item, element.name)) {
      if (isObject(child.value) || isObject(child.sibling)) eachItem(child, visit, nearest);
    }
  }
}
