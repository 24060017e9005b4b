import type { ElementDefinition, Source, StructureDefinition } from './source.ts';
import { expandValueSet, stripVersion, type CodesBySystem } from './value-sets.ts';

/** One element: types in choice order; `binding` is the value set of a required binding that we can list. */
export interface Element {
  name: string;
  min: number;
  /** -1 for unbounded. */
  max: number;
  types: string[];
  /** Part of `_summary=true`. */
  summary: boolean;
  binding: string;
  targets: string[];
}

/** A resource, datatype or backbone (named by its path, `Patient.contact`) with all its own and inherited elements. */
export interface Structure {
  name: string;
  kind: 'resource' | 'datatype' | 'backbone';
  elements: Element[];
}

export interface Model {
  structures: Structure[];
  primitives: string[];
  valueSets: Map<string, CodesBySystem>;
}

const FHIR_TYPE = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type';
const PROFILE_BASE = 'http://hl7.org/fhir/StructureDefinition/';

export function buildModel(source: Source): Model {
  const model: Model = { structures: [], primitives: [], valueSets: new Map() };
  for (const structure of source.structures) {
    if (structure.kind === 'primitive-type') model.primitives.push(structure.name);
    else if (!(structure.abstract && structure.kind === 'resource')) model.structures.push(...split(source, structure, model));
  }
  model.structures.sort((a, b) => (a.name < b.name ? -1 : 1));
  model.primitives.sort();
  model.valueSets = new Map([...model.valueSets].sort(([a], [b]) => (a < b ? -1 : 1)));
  return model;
}

function split(source: Source, structure: StructureDefinition, model: Model): Structure[] {
  const elements = structure.snapshot.element;
  const parents = new Set(elements.map((element) => parentOf(element.path)));
  const found = new Map<string, Structure>();
  for (const element of elements) {
    const isRoot = !element.path.includes('.');
    if (isRoot || parents.has(element.path)) {
      const kind = isRoot ? (structure.kind === 'resource' ? 'resource' : 'datatype') : 'backbone';
      found.set(element.path, { name: element.path, kind, elements: [] });
    }
    if (!isRoot) found.get(parentOf(element.path))!.elements.push(readElement(source, element, { parents, model }));
  }
  return [...found.values()];
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

function readElement(source: Source, element: ElementDefinition, at: { parents: Set<string>; model: Model }): Element {
  return {
    name: element.path.slice(element.path.lastIndexOf('.') + 1),
    min: element.min,
    max: element.max === '*' ? -1 : Number(element.max),
    types: typesOf(element, at.parents),
    summary: element.isSummary === true,
    binding: bindingOf(source, element, at.model),
    targets: [...new Set((element.type ?? []).flatMap((type) => type.targetProfile ?? []))]
      .filter((profile) => profile.startsWith(PROFILE_BASE))
      .map((profile) => profile.slice(PROFILE_BASE.length))
      .filter((target) => target !== 'Resource'),
  };
}

function typesOf(element: ElementDefinition, parents: Set<string>): string[] {
  if (element.contentReference) return [element.contentReference.slice(element.contentReference.indexOf('#') + 1)];
  if (parents.has(element.path)) return [element.path];
  const types = (element.type ?? []).map((type) => {
    const declared = type.extension?.find((extension) => extension.url === FHIR_TYPE)?.valueUrl;
    return declared ?? type.code;
  });
  const isResourceId = element.path.endsWith('.id') && /^[A-Z][A-Za-z]+\.id$/.test(element.path) && types[0] === 'string';
  return isResourceId && element.max === '1' && !isElementId(element) ? ['id'] : types;
}

/** `Patient.id` is an `id`; `Coding.id` (Element.id) is a plain string. Both are declared as System.String. */
const isElementId = (element: ElementDefinition): boolean =>
  (element as { base?: { path: string } }).base?.path === 'Element.id';

function bindingOf(source: Source, element: ElementDefinition, model: Model): string {
  if (element.binding?.strength !== 'required' || !element.binding.valueSet) return '';
  const url = stripVersion(element.binding.valueSet);
  if (!model.valueSets.has(url)) {
    const codes = expandValueSet(source, url);
    if (!codes) return '';
    model.valueSets.set(url, codes);
  }
  return url;
}
