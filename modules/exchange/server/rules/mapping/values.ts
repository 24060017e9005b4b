import { IDENTIFIER_SYSTEMS } from '#modules/residents/contract/schemas.ts';
import { readIdCard } from '#platform/kernel/check-digits.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { normaliseInput } from '#platform/kernel/text.ts';

/** What a function needs to know beside the field. */
export interface ValueContext {
  /** Zone of times that say none, such as `+08:00`. */
  readonly zone: string;
  /** In the addresses of number ranges, so that two hospitals' numbers stay apart. */
  readonly scope: string;
  warn(text: string): void;
}

const HOUSE = 'https://yigong.dev/fhir/v2';

/** HL7 v2 time stamps (chapter 2.A.22): as much as is given, FHIR needs a zone and seconds with a time. */
export function dateTimeOf(text: string, { zone, warn }: ValueContext): string | undefined {
  const match = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\.\d{1,6})?)?)?)?)?)?([+-]\d{4})?$/.exec(text.replace(/[-:T ](?=\d{2})(?!\d{4}$)/g, ''));
  if (match === null) return refused(text, warn);
  const [, year, month, day, hour, minute = '00', second = '00', fraction = '', offset] = match;
  if (month === undefined) return year;
  if (day === undefined) return Number(month) >= 1 && Number(month) <= 12 ? `${year}-${month}` : refused(text, warn);
  // `20240000`: older systems fill what they do not know with zeros.
  if (month === '00') return year;
  if (day === '00') return `${year}-${month}`;
  const date = `${year}-${month}-${day}`;
  if (!isCalendarDate(date)) return refused(text, warn);
  if (hour === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return refused(text, warn);
  const given = offset === undefined ? zone : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  return `${date}T${hour}:${minute}:${second}${fraction.length > 4 ? fraction.slice(0, 4) : fraction}${Number(given.slice(1, 3)) > 14 ? zone : given}`;
}

function refused(text: string, warn: (text: string) => void): undefined {
  if (text !== '') warn('不是真实的日期时间 / not a real date or time');
  return undefined;
}

export const dateOf = (text: string, context: ValueContext): string | undefined => dateTimeOf(text, context)?.slice(0, 10);

export function decimalOf(text: string, { warn }: Pick<ValueContext, 'warn'>): number | undefined {
  const value = normaliseInput(text).replace(/^\+/, '');
  if (/^-?\d+(\.\d+)?$/.test(value) || /^-?\.\d+$/.test(value)) return Number(value);
  if (value !== '') warn('不是数字 / not a number');
  return undefined;
}

/** Coding systems of table 0396 and what Chinese systems write. */
const CODE_SYSTEMS: Readonly<Record<string, string>> = {
  LN: 'http://loinc.org', LOINC: 'http://loinc.org', SCT: 'http://snomed.info/sct', SNOMED: 'http://snomed.info/sct', SNM: 'http://snomed.info/sct', I10: 'http://hl7.org/fhir/sid/icd-10', ICD10: 'http://hl7.org/fhir/sid/icd-10', 'ICD-10': 'http://hl7.org/fhir/sid/icd-10',
  I10C: 'http://hl7.org/fhir/sid/icd-10-cm', I9: 'http://hl7.org/fhir/sid/icd-9-cm', I9C: 'http://hl7.org/fhir/sid/icd-9-cm', UCUM: 'http://unitsofmeasure.org', CVX: 'http://hl7.org/fhir/sid/cvx', NDC: 'http://hl7.org/fhir/sid/ndc',
  RXNORM: 'http://www.nlm.nih.gov/research/umls/rxnorm', C4: 'http://www.ama-assn.org/go/cpt', CPT4: 'http://www.ama-assn.org/go/cpt', MVX: 'http://hl7.org/fhir/sid/mvx', DCM: 'http://dicom.nema.org/resources/ontology/DCM', ISO3166_1: 'urn:iso:std:iso:3166',
};

export function codeSystemOf(name: string, { scope }: Pick<ValueContext, 'scope'>): string | undefined {
  if (name === '') return undefined;
  const known = CODE_SYSTEMS[name.toUpperCase()];
  if (known !== undefined) return known;
  const table = /^HL7(\d{4})$/i.exec(name)?.[1];
  if (table !== undefined) return `http://terminology.hl7.org/CodeSystem/v2-${table}`;
  if (/^\d+(\.\d+)+$/.test(name)) return `urn:oid:${name}`;
  return `${HOUSE}/${scope}/code-system/${encodeURIComponent(name)}`;
}

/** HD: namespace, universal id, its type. */
export function authorityOf([namespace = '', universal = '', type = '']: readonly string[], { scope }: Pick<ValueContext, 'scope'>): string | undefined {
  if (universal !== '' && (type === 'ISO' || /^[0-2](\.\d+)+$/.test(universal))) return `urn:oid:${universal}`;
  if (universal !== '' && (type === 'GUID' || type === 'UUID')) return `urn:uuid:${universal.toLowerCase()}`;
  if (universal !== '' && /^https?:\/\//.test(universal)) return universal;
  const name = namespace !== '' ? namespace : universal;
  return name === '' ? undefined : `${HOUSE}/${scope}/authority/${encodeURIComponent(name)}`;
}

/** Type codes under which Chinese systems send the resident identity number. */
const ID_CARD_TYPES = new Set(['', 'NI', 'NNCHN', 'PRC', 'ID', 'IDCARD', 'SFZ', '01', '1', '身份证', '身份证号', '居民身份证', 'NN', 'IDENTITYNUMBER']);
const OTHER_TYPES: Readonly<Record<string, keyof typeof IDENTIFIER_SYSTEMS>> = {
  PPN: 'passport', '03': 'passport', 护照: 'passport', '06': 'hong-kong-macao-permit', '07': 'taiwan-permit', BCT: 'birth-certificate', 出生医学证明: 'birth-certificate', YB: 'insurance-number', 医保号: 'insurance-number', 医保卡号: 'insurance-number',
};

/** The address of a number range, with the flag that an identity number fails its check. */
export function identifierSystem(value: string, { type, authority }: { type: string; authority: string | undefined }, { warn }: ValueContext): { system: string | undefined; value: string; isIdCard: boolean } {
  const bare = normaliseInput(value).toUpperCase();
  const upper = type.toUpperCase();
  if (ID_CARD_TYPES.has(upper) && (/^\d{17}[\dX]$/.test(bare) || (upper !== '' && /^\d{15}$/.test(bare)))) {
    const read = readIdCard(bare);
    if (!read.ok && upper === '') return { system: authority, value, isIdCard: false };
    if (!read.ok) warn(`身份证号不合规则（${read.failure}），按原样保留 / identity number fails its check (${read.failure}), kept as it is`);
    return { system: IDENTIFIER_SYSTEMS['id-card'], value: read.ok ? read.value.number : bare, isIdCard: true };
  }
  const other = OTHER_TYPES[upper];
  return { system: other === undefined ? authority : IDENTIFIER_SYSTEMS[other], value, isIdCard: false };
}
