import { literalIn } from '#fhir/types/decimal-json.ts';
import { choiceProperty, isResourceElement, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';
import { escapeAttribute } from './xml-parser.ts';

type Content = Readonly<Record<string, unknown>>;

/** A resource (parsed by `parseFhirJson`, so that decimals keep their digits) in FHIR XML, elements in the order of the schema. */
export const printFhirXml = (resource: object): string => `<?xml version="1.0" encoding="UTF-8"?>${resourceXml(resource as Content, true)}`;

function resourceXml(resource: Content, isRoot = false): string {
  const type = String(resource.resourceType);
  return `<${type}${isRoot ? ' xmlns="http://hl7.org/fhir"' : ''}>${membersXml(resource, type)}</${type}>`;
}

function membersXml(value: Content, structure: string): string {
  const { elements, kind } = structureOf(structure);
  const isAttribute = (row: ElementRow): boolean => kind !== 'resource' && (row.name === 'id' || (row.name === 'url' && structure === 'Extension'));
  return elements.filter((row) => !isAttribute(row)).map((row) => rowXml(value, row)).join('');
}

function rowXml(value: Content, row: ElementRow): string {
  if (!row.choice) return propertyXml(value, row.name, row.types[0]!);
  return row.types.map((type) => propertyXml(value, choiceProperty(row.name, type), type)).join('');
}

function propertyXml(value: Content, property: string, type: string): string {
  const own = value[property];
  if (type === 'xhtml') return typeof own === 'string' ? own : '';
  if (isStructure(type) || isResourceElement(type)) {
    return listOf(own).map((each) => (isResourceElement(type) ? `<${property}>${resourceXml(each as Content)}</${property}>` : objectXml(property, each as Content, type))).join('');
  }
  const sibling = value[`_${property}`];
  if (!Array.isArray(own) && !Array.isArray(sibling)) return primitiveXml(property, literalIn(value, property) ?? own, sibling as Content | undefined);
  const [values, siblings] = [listOf(own), listOf(sibling)];
  return Array.from({ length: Math.max(values.length, siblings.length) }, (_, index) => primitiveXml(property, values[index], siblings[index] as Content | null | undefined)).join('');
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

function objectXml(name: string, value: Content, type: string): string {
  const url = type === 'Extension' && typeof value.url === 'string' ? ` url="${escapeAttribute(value.url)}"` : '';
  return `<${name}${idAttribute(value)}${url}>${membersXml(value, type)}</${name}>`;
}

function primitiveXml(name: string, value: unknown, sibling: Content | null | undefined): string {
  const hasValue = value !== undefined && value !== null;
  if (!hasValue && !sibling) return '';
  const text = hasValue ? ` value="${escapeAttribute(String(value))}"` : '';
  const inside = sibling ? membersXml(sibling, 'Element') : '';
  return inside === '' ? `<${name}${idAttribute(sibling)}${text}/>` : `<${name}${idAttribute(sibling)}${text}>${inside}</${name}>`;
}

const idAttribute = (value: Content | null | undefined): string => (typeof value?.id === 'string' ? ` id="${escapeAttribute(value.id)}"` : '');
