import { IDENTIFIER_SYSTEMS } from '#modules/residents/contract/schemas.ts';
import type { Element } from './source.ts';
import type { OutgoingFunction } from './document.ts';

/** Sub-components of one component. */
export type Written = readonly string[];

const one = (text: string): Written => (text === '' ? [] : [text]);
const objectOf = (value: Element): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
const plain = (value: Element): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');

/** FHIR times in the zone they were given in; a Z as China's. */
function stamp(time: string): string {
  const local = time.endsWith('Z') ? `${new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00` : time;
  const match = /^(\d{4})-?(\d{2})?-?(\d{2})?(?:T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?([+-]\d{2}):(\d{2}))?/.exec(local);
  return match === null ? '' : match.slice(1).filter((part) => part !== undefined).join('');
}

/** HD: an OID by its number and kind, our own address by the name in it, any other address as it is. */
function authority(system: string): Written {
  const oid = /^urn:oid:(.+)$/.exec(system)?.[1];
  if (oid !== undefined) return ['', oid, 'ISO'];
  const own = /\/authority\/(.+)$/.exec(system)?.[1];
  return own === undefined ? [] : [decoded(own)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const SYSTEMS: Readonly<Record<string, string>> = { 'http://loinc.org': 'LN', 'http://snomed.info/sct': 'SCT', 'http://hl7.org/fhir/sid/icd-10': 'I10', 'http://unitsofmeasure.org': 'UCUM', 'http://www.nlm.nih.gov/research/umls/rxnorm': 'RXNORM' };
const TYPES: Readonly<Record<string, string>> = { [IDENTIFIER_SYSTEMS['id-card']]: 'NI', [IDENTIFIER_SYSTEMS.passport]: 'PPN' };

/** What kind of value an Observation has, as OBX-2. */
const valueKeyOf = (observation: Record<string, unknown>): string | undefined => Object.keys(observation).find((key) => /^value[A-Z]/.test(key));

function valueType(observation: Record<string, unknown>): string {
  switch (valueKeyOf(observation)) {
    case 'valueQuantity': case 'valueInteger': return comparatorOf(observation) === '' ? 'NM' : 'SN';
    case 'valueCodeableConcept': return 'CWE';
    case 'valueDateTime': return 'DTM';
    case 'valueRange': case 'valueRatio': return 'SN';
    case undefined: return '';
    default: return 'ST';
  }
}

const comparatorOf = (observation: Record<string, unknown>): string => plain(objectOf(observation['valueQuantity'])['comparator']);

export const OUTGOING_FUNCTIONS: Readonly<Record<OutgoingFunction, (value: Element) => Written>> = {
  text: (value) => one(plain(value)),
  stamp: (value) => one(stamp(plain(value))),
  day: (value) => one(plain(value).replace(/-/g, '').slice(0, 8)),
  authority: (value) => authority(plain(value)),
  identifierType: (value) => one(TYPES[plain(objectOf(value)['system'])] ?? plain(objectOf((objectOf(objectOf(value)['type'])['coding'] as unknown[] | undefined)?.[0])['code'])),
  codeSystem: (value) => one(SYSTEMS[plain(value)] ?? (/^http:\/\/terminology\.hl7\.org\/CodeSystem\/v2-(\d{4})$/.exec(plain(value))?.[1]?.replace(/^/, 'HL7') ?? (plain(value) === '' ? '' : 'L'))),
  valueType: (value) => one(valueType(objectOf(value))),
  value: () => [],
  range: (value) => one(rangeText(objectOf(value))),
  idOf: (value) => one(plain(value).split('/').at(-1) ?? ''),
};

function rangeText(range: Record<string, unknown>): string {
  const text = plain(range['text']);
  const [low, high] = [plain(objectOf(range['low'])['value']), plain(objectOf(range['high'])['value'])];
  if (text !== '') return text;
  if (low === '' || high === '') return low === '' ? (high === '' ? '' : `<${high}`) : `>${low}`;
  return `${low}-${high}`;
}

/** OBX-5: the components of the value by its kind. */
export function valueComponents(value: Element): readonly Written[] {
  const observation = objectOf(value);
  const key = valueKeyOf(observation);
  const inner = key === undefined ? undefined : observation[key];
  switch (key) {
    case undefined: return [];
    case 'valueQuantity': return comparatorOf(observation) === '' ? [one(plain(objectOf(inner)['value']))] : [one(comparatorOf(observation)), one(plain(objectOf(inner)['value']))];
    case 'valueCodeableConcept': return conceptOf(objectOf(inner));
    case 'valueDateTime': return [one(stamp(plain(inner)))];
    case 'valueRange': return [[], one(plain(objectOf(objectOf(inner)['low'])['value'])), one('-'), one(plain(objectOf(objectOf(inner)['high'])['value']))];
    case 'valueRatio': return [[], one(plain(objectOf(objectOf(inner)['numerator'])['value'])), one(':'), one(plain(objectOf(objectOf(inner)['denominator'])['value']))];
    default: return [one(plain(inner))];
  }
}

function conceptOf(concept: Record<string, unknown>): readonly Written[] {
  const coding = objectOf((concept['coding'] as unknown[] | undefined)?.[0]);
  return [one(plain(coding['code'])), one(plain(coding['display']) || plain(concept['text'])), OUTGOING_FUNCTIONS.codeSystem(coding['system'])];
}
