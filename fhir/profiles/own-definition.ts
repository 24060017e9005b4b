import type { ElementDefinition, StructureDefinition } from '#fhir/types/resources.gen.ts';

/** An element of a differential; its path is its id too where it has none. */
export type Element = Partial<ElementDefinition> & { readonly path: string };

interface Described extends Pick<StructureDefinition, 'kind' | 'context' | 'type'> {
  readonly title: string;
  readonly elements: readonly Element[];
}

/** The address of a definition of ours. */
export const ownAddress = (name: string): string => `https://yigong.dev/fhir/StructureDefinition/${name}`;

/** What all definitions of ours have in common: a constraint on a type of R4, named by its id in one word. */
export const ownDefinition = (name: string, { elements, ...described }: Described): StructureDefinition => ({
  resourceType: 'StructureDefinition',
  id: name,
  url: ownAddress(name),
  name: name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
  status: 'active',
  publisher: 'Yigong',
  fhirVersion: '4.0.1',
  abstract: false,
  ...described,
  baseDefinition: `http://hl7.org/fhir/StructureDefinition/${described.type}`,
  derivation: 'constraint',
  differential: { element: elements.map((element) => ({ id: element.id ?? element.path, ...element })) },
});
