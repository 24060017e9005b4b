import type { Resource } from '#fhir/types/resources.gen.ts';
import { childOf, childrenOf, type XmlElement } from '../xml/read-xml.ts';
import { addressesOf, conceptOf, identifiersOf, namesOf, telecomsOf, type CdaContext } from './values.ts';

export interface CdaSettings {
  readonly zone: string;
  idOf(type: string, key: readonly string[]): string;
}

export type Json = Record<string, unknown>;

/** An element without empty parts. */
export const filled = (value: Json): Json => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined && each !== '' && !isEmpty(each)));

const isEmpty = (value: unknown): boolean => (Array.isArray(value) ? value.length === 0 : value !== null && typeof value === 'object' && Object.keys(value).length === 0);

/** Collects the resources of one document. */
export class CdaBuilder implements CdaContext {
  readonly zone: string;
  readonly warnings: { place: string; text: string }[] = [];
  readonly ifNew = new Set<string>();
  private readonly settings: CdaSettings;
  private readonly documentKey: string;
  private readonly made = new Map<string, Resource>();
  private serial = 0;

  constructor(settings: CdaSettings, documentKey: string) {
    this.settings = settings;
    this.zone = settings.zone;
    this.documentKey = documentKey;
  }

  get resources(): Resource[] {
    return [...this.made.values()];
  }

  warn(place: string, text: string): void {
    if (this.warnings.length < 200) this.warnings.push({ place, text });
  }

  /** Adds a resource under an id of what identifies it in the document, and answers the reference. */
  add(type: string, content: Json, { key, ifNew = false }: { key?: readonly string[]; ifNew?: boolean } = {}): string {
    this.serial += 1;
    const id = this.settings.idOf(type, key === undefined ? [this.documentKey, String(this.serial)] : ['cda', ...key]);
    const reference = `${type}/${id}`;
    if (!this.made.has(reference)) this.made.set(reference, { resourceType: type, id, ...filled(content) } as unknown as Resource);
    if (ifNew) this.ifNew.add(reference);
    return reference;
  }

  /** Entry ids stand for the entry itself in every document that holds it. */
  entryKey(element: XmlElement): readonly string[] | undefined {
    const id = childrenOf(element, 'id').find(({ attributes }) => attributes['root'] !== undefined && attributes['nullFlavor'] === undefined);
    return id === undefined ? undefined : [this.documentKey, id.attributes['root'] ?? '', id.attributes['extension'] ?? '', String(++this.serial)];
  }

  organisation(element: XmlElement | undefined): { reference: string; display?: string } | undefined {
    if (element === undefined) return undefined;
    const identifier = identifiersOf(element, this);
    const name = childOf(element, 'name')?.text.trim() ?? '';
    const above = this.organisation(childOf(childOf(element, 'asOrganizationPartOf'), 'wholeOrganization'));
    if (identifier.length === 0 && name === '') return above;
    const content = { identifier, name, telecom: telecomsOf(element).map(({ use, ...point }) => (use === 'home' ? point : { ...point, use })), address: addressesOf(element).map(({ use, ...address }) => (use === 'home' ? address : { ...address, use })), partOf: above };
    return filled({ reference: this.add('Organization', content, { key: ['organisation', JSON.stringify(identifier), name], ifNew: true }), display: name }) as { reference: string; display?: string };
  }

  /** assignedAuthor, assignedEntity: a person, or a device where none is named. */
  performer(element: XmlElement | undefined): { reference: string; display?: string } | undefined {
    if (element === undefined) return undefined;
    const name = namesOf(childOf(element, 'assignedPerson') ?? childOf(element, 'informationRecipient') ?? childOf(element, 'associatedPerson'));
    const identifier = identifiersOf(element, this);
    const device = childOf(element, 'assignedAuthoringDevice');
    if (device !== undefined) return this.device(device, identifier);
    const organisation = childOf(element, 'representedOrganization') ?? childOf(element, 'scopingOrganization');
    const represented = this.organisation(organisation);
    if (name.length === 0 && identifier.length === 0) return represented;
    const speciality = conceptOf(childOf(element, 'code'));
    const content = { identifier, name, telecom: telecomsOf(element), address: addressesOf(element), qualification: speciality === undefined ? undefined : [{ code: speciality }] };
    const display = name[0]?.text ?? [...(name[0]?.given ?? []), name[0]?.family].filter(Boolean).join(' ');
    return filled({ reference: this.add('Practitioner', content, { key: ['practitioner', JSON.stringify(identifier), JSON.stringify(name)], ifNew: true }), display }) as { reference: string; display?: string };
  }

  private device(element: XmlElement, identifier: readonly unknown[]): { reference: string } {
    const model = childOf(element, 'manufacturerModelName')?.text.trim();
    const software = childOf(element, 'softwareName')?.text.trim();
    const content = { identifier, manufacturer: model, type: model === undefined ? undefined : { coding: [{ display: model }] }, version: software === undefined || software === '' ? undefined : [{ value: software }] };
    return { reference: this.add('Device', content, { key: ['device', JSON.stringify(identifier), model ?? '', software ?? ''], ifNew: true }) };
  }
}
