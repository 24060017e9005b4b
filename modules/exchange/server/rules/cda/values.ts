import type { Address, CodeableConcept, ContactPoint, HumanName, Identifier, Quantity } from '#fhir/types/resources.gen.ts';
import { IDENTIFIER_SYSTEMS } from '#modules/residents/contract/schemas.ts';
import { readIdCard } from '#platform/kernel/check-digits.ts';
import { dateTimeOf } from '../mapping/values.ts';
import { childOf, childrenOf, wholeText, type XmlElement } from '../xml/read-xml.ts';

export interface CdaContext {
  readonly zone: string;
  warn(place: string, text: string): void;
}

/** Coding systems by object identifier; every other one is named by its OID. */
const SYSTEMS: Readonly<Record<string, string>> = {
  '2.16.840.1.113883.6.1': 'http://loinc.org', '2.16.840.1.113883.6.96': 'http://snomed.info/sct', '2.16.840.1.113883.6.88': 'http://www.nlm.nih.gov/research/umls/rxnorm', '2.16.840.1.113883.6.103': 'http://hl7.org/fhir/sid/icd-9-cm',
  '2.16.840.1.113883.6.90': 'http://hl7.org/fhir/sid/icd-10-cm', '2.16.840.1.113883.6.3': 'http://hl7.org/fhir/sid/icd-10', '2.16.840.1.113883.12.292': 'http://hl7.org/fhir/sid/cvx', '2.16.840.1.113883.6.12': 'http://www.ama-assn.org/go/cpt',
  '2.16.840.1.113883.6.69': 'http://hl7.org/fhir/sid/ndc', '2.16.840.1.113883.6.8': 'http://unitsofmeasure.org', '2.16.840.1.113883.5.83': 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  '2.16.840.1.113883.5.4': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', '2.16.840.1.113883.5.1': 'http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender', '2.16.840.1.113883.5.2': 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus',
  '2.16.840.1.113883.5.111': 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', '2.16.840.1.113883.6.259': 'https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html',
};

const systemOf = (oid: string | undefined): string | undefined => (oid === undefined || oid === '' ? undefined : (SYSTEMS[oid] ?? (/^\d+(\.\d+)+$/.test(oid) ? `urn:oid:${oid}` : undefined)));

/** CD, CE, CO and their translations; undefined where it says nothing. */
export function conceptOf(element: XmlElement | undefined): CodeableConcept | undefined {
  if (element === undefined) return undefined;
  const coding = [element, ...childrenOf(element, 'translation')].flatMap(({ attributes }) => {
    const { code, displayName, codeSystem } = attributes;
    if ((code === undefined || code.trim() === '') && (displayName === undefined || displayName === '')) return [];
    return [{ ...(systemOf(codeSystem) === undefined ? {} : { system: systemOf(codeSystem) }), ...(code === undefined || code.trim() === '' ? {} : { code: code.trim().replace(/\s+/g, ' ') }), ...(displayName === undefined || displayName.trim() === '' ? {} : { display: displayName.trim() }) }];
  });
  const text = wholeText(childOf(element, 'originalText')) || (coding.length === 0 ? element.text.trim() : '');
  if (coding.length === 0 && text === '') return undefined;
  return { ...(coding.length === 0 ? {} : { coding }), ...(text === '' ? {} : { text }) };
}

export const momentOf = (element: XmlElement | undefined, context: CdaContext): string | undefined => {
  const value = element?.attributes['value'];
  return value === undefined || value === '' ? undefined : dateTimeOf(value.trim(), { zone: context.zone, scope: '', warn: (text) => context.warn(element?.name ?? 'time', text) });
};

/** A point or an interval: start, end or one moment. */
export function timesOf(element: XmlElement | undefined, context: CdaContext): { at?: string; start?: string; end?: string } {
  if (element === undefined) return {};
  const at = momentOf(element, context) ?? momentOf(childOf(element, 'center'), context);
  const start = momentOf(childOf(element, 'low'), context);
  const high = momentOf(childOf(element, 'high'), context);
  const isBackwards = start !== undefined && high !== undefined && (start.slice(0, 10) > high.slice(0, 10) || (start.length > 10 && high.length > 10 && Date.parse(start) > Date.parse(high)));
  if (isBackwards) context.warn(element.name, '结束早于开始，结束时间未采用 / ends before it begins, the end was left out');
  const end = isBackwards ? undefined : high;
  return { ...(at === undefined ? {} : { at }), ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

const ID_CARD = '2.16.156.10011.1.3';

/** II; the resident identity number of Chinese documents is checked, flagged and kept. */
export function identifierOf(element: XmlElement, context: CdaContext): Identifier | undefined {
  const { root, extension } = element.attributes;
  if (extension === undefined || extension.trim() === '') return root === undefined || root === '' || root.startsWith(ID_CARD) ? undefined : { system: 'urn:ietf:rfc:3986', value: /^\d+(\.\d+)*$/.test(root) ? `urn:oid:${root}` : `urn:uuid:${root.toLowerCase()}` };
  const value = extension.trim();
  if (root !== ID_CARD) return { ...(root === undefined || root === '' ? {} : { system: /^[\d.]+$/.test(root) ? `urn:oid:${root}` : `urn:uuid:${root.toLowerCase()}` }), value };
  const read = readIdCard(value);
  if (!read.ok) context.warn('recordTarget', `身份证号不合规则（${read.failure}），按原样保留 / identity number fails its check (${read.failure}), kept as it is`);
  return { system: IDENTIFIER_SYSTEMS['id-card'], value: read.ok ? read.value.number : value.toUpperCase(), use: 'official' };
}

export const identifiersOf = (element: XmlElement | undefined, context: CdaContext): Identifier[] => childrenOf(element, 'id').flatMap((id) => identifierOf(id, context) ?? []);

function nameOf(element: XmlElement | undefined): HumanName | undefined {
  if (element === undefined) return undefined;
  const part = (name: string): string[] => childrenOf(element, name).map((each) => each.text.trim()).filter((text) => text !== '');
  const [family] = part('family');
  const given = part('given');
  const plain = element.text.replace(/\s+/g, ' ').trim();
  if (family === undefined && given.length === 0) return plain === '' ? undefined : { text: plain };
  const use = ({ L: 'official', P: 'nickname', C: 'official' } as Readonly<Record<string, HumanName['use']>>)[element.attributes['use'] ?? ''];
  return {
    ...(use === undefined ? {} : { use }), ...(family === undefined ? {} : { family }), ...(given.length === 0 ? {} : { given }),
    ...(part('prefix').length === 0 ? {} : { prefix: part('prefix') }), ...(part('suffix').length === 0 ? {} : { suffix: part('suffix') }),
  };
}

export const namesOf = (element: XmlElement | undefined): HumanName[] => childrenOf(element, 'name').flatMap((name) => nameOf(name) ?? []);

export function addressesOf(element: XmlElement | undefined): Address[] {
  return childrenOf(element, 'addr').flatMap((addr): Address[] => {
    const part = (name: string): string | undefined => childOf(addr, name)?.text.trim() || undefined;
    const line = [...childrenOf(addr, 'streetAddressLine').map((each) => each.text.trim()), [part('houseNumber'), part('streetName')].filter(Boolean).join(' ')].filter((text) => text !== '');
    const given = { line: line.length === 0 ? undefined : line, city: part('city'), district: part('county') ?? part('township'), state: part('state'), postalCode: part('postalCode'), country: part('country'), text: addr.children.length === 0 ? addr.text.trim() || undefined : undefined };
    const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Address;
    if (Object.keys(kept).length === 0) return [];
    const use = ({ HP: 'home', H: 'home', WP: 'work', TMP: 'temp' } as Readonly<Record<string, Address['use']>>)[addr.attributes['use'] ?? ''];
    return [use === undefined ? kept : { use, ...kept }];
  });
}

export function telecomsOf(element: XmlElement | undefined): ContactPoint[] {
  return childrenOf(element, 'telecom').flatMap(({ attributes }): ContactPoint[] => {
    const value = attributes['value']?.trim();
    if (value === undefined || value === '') return [];
    const [, scheme = '', rest = value] = /^([a-z]+):(.*)$/i.exec(value) ?? [];
    const system = ({ tel: 'phone', fax: 'fax', mailto: 'email', http: 'url', https: 'url' } as Readonly<Record<string, ContactPoint['system']>>)[scheme.toLowerCase()] ?? 'phone';
    const use = ({ HP: 'home', H: 'home', WP: 'work', MC: 'mobile' } as Readonly<Record<string, ContactPoint['use']>>)[attributes['use'] ?? ''];
    const said = system === 'url' ? value : rest.trim();
    return said === '' ? [] : [{ system, value: said, ...(use === undefined ? {} : { use }) }];
  });
}

export function quantityOf(element: XmlElement | undefined): Quantity | undefined {
  const value = Number(element?.attributes['value']);
  if (element?.attributes['value'] === undefined || element.attributes['value'].trim() === '' || !Number.isFinite(value)) return undefined;
  const unit = element.attributes['unit'] ?? element.attributes['currency'] ?? wholeText(childOf(childOf(element, 'translation'), 'originalText'));
  return { value, ...(unit === '' || unit === '1' ? {} : { unit }) };
}

type Json = Record<string, unknown>;

/** `value` by its declared type, as `value[x]`. */
export function valueOf(element: XmlElement | undefined, context: CdaContext): Json {
  if (element === undefined || element.attributes['nullFlavor'] !== undefined && element.attributes['value'] === undefined && element.children.length === 0) return {};
  const type = (element.attributes['type'] ?? '').replace(/^.*:/, '');
  const text = wholeText(element);
  const plain: Json = text === '' ? {} : { valueString: text };
  switch (type) {
    case 'PQ': case 'MO': case 'REAL': {
      const quantity = quantityOf(element);
      return quantity === undefined ? plain : { valueQuantity: quantity };
    }
    case 'INT': return /^-?\d{1,9}$/.test(element.attributes['value'] ?? '') ? { valueInteger: Number(element.attributes['value']) } : plain;
    case 'BL': return element.attributes['value'] === undefined ? plain : { valueBoolean: element.attributes['value'] === 'true' };
    case 'TS': {
      const at = momentOf(element, context);
      return at === undefined ? plain : { valueDateTime: at };
    }
    case 'IVL_TS': {
      const { start, end } = timesOf(element, context);
      return start === undefined && end === undefined ? plain : { valuePeriod: { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) } };
    }
    case 'IVL_PQ': return rangeValue(element, plain);
    case 'RTO': case 'RTO_PQ_PQ': {
      const [numerator, denominator] = [quantityOf(childOf(element, 'numerator')), quantityOf(childOf(element, 'denominator'))];
      return numerator === undefined || denominator === undefined ? plain : { valueRatio: { numerator, denominator } };
    }
    case 'CD': case 'CE': case 'CO': case 'CV': case 'CS': {
      const concept = conceptOf(element);
      return concept === undefined ? plain : { valueCodeableConcept: concept };
    }
    default: {
      const attribute = element.attributes['value'];
      return attribute !== undefined && attribute !== '' ? { valueString: attribute } : plain;
    }
  }
}

function rangeValue(element: XmlElement, plain: Json): Json {
  const [low, high] = [quantityOf(childOf(element, 'low')), quantityOf(childOf(element, 'high'))];
  if (low !== undefined && high !== undefined) return { valueRange: { low, high } };
  if (low !== undefined) return { valueQuantity: { ...low, comparator: childOf(element, 'low')?.attributes['inclusive'] === 'false' ? '>' : '>=' } };
  return high === undefined ? plain : { valueQuantity: { ...high, comparator: childOf(element, 'high')?.attributes['inclusive'] === 'false' ? '<' : '<=' } };
}
