import type { Resource } from '#fhir/types/resources.gen.ts';
import { ownEntry } from '#platform/kernel/own-entry.ts';
import type { Message, Repetition } from '../v2/message.ts';
import { leafOf } from '../v2/read.ts';
import type { MappingFunction } from './document.ts';
import { authorityOf, codeSystemOf, dateOf, dateTimeOf, decimalOf, identifierSystem, type ValueContext } from './values.ts';

/** One repetition of a field, or one component of it when the path names one. */
export interface Source {
  readonly message: Message;
  readonly repetition: Repetition;
  /** Data type that OBX-2 says, for `observation`. */
  readonly valueType?: string | undefined;
  /** OBX-6. */
  readonly unit?: Repetition | undefined;
}

export interface FunctionContext extends ValueContext {
  /** Adds a resource that the value refers to (a person, a place, an organisation); answers its reference. */
  add(resource: Resource, key: readonly string[]): string;
}

type Json = Record<string, unknown>;
export type MappedValue = unknown;

const compact = (value: Json): Json | undefined => {
  const kept = Object.entries(value).filter(([, each]) => each !== undefined && each !== '' && !(Array.isArray(each) && each.length === 0));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};

export const MAPPING_FUNCTIONS: Readonly<Record<MappingFunction, (source: Source, context: FunctionContext) => MappedValue>> = {
  string: (source) => textOf(source),
  code: (source) => textOf(source),
  display: (source) => leaf(source, 2) || textOf(source),
  uri: (source) => (textOf(source) === undefined ? undefined : `urn:yigong:${encodeURIComponent(textOf(source)!)}`),
  boolean: (source) => booleanOf(leaf(source, 1)),
  integer: (source, context) => {
    const value = decimalOf(leaf(source, 1), context);
    return value === undefined ? undefined : Math.trunc(value);
  },
  decimal: (source, context) => decimalOf(leaf(source, 1), context),
  date: (source, context) => dateOf(leaf(source, 1), context),
  dateTime: (source, context) => dateTimeOf(leaf(source, 1), context),
  instant: (source, context) => instantOf(dateTimeOf(leaf(source, 1), context)),
  identifier: identifierOf,
  name: (source, context) => nameOf(source, context),
  address: addressOf,
  telecom: (source) => telecomOf(source),
  concept: conceptOf,
  coding: (source, context) => (conceptOf(source, context)?.['coding'] as Json[] | undefined)?.[0],
  quantity: quantityOf,
  range: rangeOf,
  person: personOf,
  place: placeOf,
  organisation: organisationOf,
  device: deviceOf,
  attachment: (source) => attachmentOf(source),
  annotation: (source) => (leaf(source, 1) === '' ? undefined : { text: allText(source) }),
  observation: observationOf,
  pointer: (source, context) => compact({ identifier: entityOf(source, context), display: leaf(source, 1) }),
};

const leaf = ({ message, repetition }: Source, component: number, subcomponent = 1): string => leafOf(message, repetition, [component, subcomponent]);
const subs = (source: Source, component: number): string[] => (source.repetition[component - 1] ?? []).map((_, index) => leaf(source, component, index + 1));
const textOf = (source: Source): string | undefined => source.repetition.map((component, index) => component.map((_, at) => leaf(source, index + 1, at + 1)).find((text) => text !== '')).find((text) => text !== undefined);
const allText = (source: Source): string => source.repetition.map((_, index) => leaf(source, index + 1)).filter((text) => text !== '').join(' ');
const booleanOf = (text: string): boolean | undefined => (/^(Y|1|TRUE)$/i.test(text) ? true : /^(N|0|FALSE)$/i.test(text) ? false : undefined);
const instantOf = (text: string | undefined): string | undefined => (text === undefined || text.length < 11 ? (text?.length === 10 ? `${text}T00:00:00+08:00` : undefined) : text);

/** CX; a single plain text is an identifier too. */
function identifierOf(source: Source, context: FunctionContext): Json | undefined {
  const value = leaf(source, 1);
  if (value === '') return undefined;
  const type = leaf(source, 5);
  const found = identifierSystem(value, { type, authority: authorityOf(subs(source, 4), context) }, context);
  return compact({
    system: found.system,
    value: found.value,
    type: type === '' ? undefined : { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: type }] },
    use: found.isIdCard ? 'official' : undefined,
    period: periodOf(source, { from: 7, to: 8 }, context),
    assigner: leaf(source, 6) === '' ? undefined : { display: leaf(source, 6) },
  });
}

/** EI: id, namespace, universal id and type side by side. */
function entityOf(source: Source, context: FunctionContext): Json | undefined {
  if (leaf(source, 1) === '') return leaf(source, 3) === '' ? undefined : compact({ value: leaf(source, 3) });
  return compact({ value: leaf(source, 1), system: authorityOf([leaf(source, 2), leaf(source, 3), leaf(source, 4)], context) });
}

function periodOf(source: Source, { from, to }: { from: number; to: number }, context: ValueContext): Json | undefined {
  return compact({ start: dateTimeOf(leaf(source, from), context), end: dateTimeOf(leaf(source, to), context) });
}

const NAME_USES: Readonly<Record<string, string>> = { L: 'official', D: 'usual', M: 'maiden', N: 'nickname', A: 'anonymous', S: 'anonymous', P: 'official', B: 'official', T: 'temp', U: 'temp', BAD: 'old' };

/** XPN (first 1) or the name part of XCN (first 2). */
function nameOf(source: Source, context: ValueContext, first = 1): Json | undefined {
  const family = leaf(source, first);
  const given = [leaf(source, first + 1), leaf(source, first + 2)].flatMap((part) => (part === '' ? [] : [part]));
  if (family === '' && given.length === 0) return undefined;
  const use = leaf(source, first === 1 ? 7 : 10);
  const isChinese = /\p{Script=Han}/u.test(family + given.join(''));
  return compact({
    use: NAME_USES[use.toUpperCase()],
    text: isChinese ? family + given.join('') : undefined,
    family,
    given,
    suffix: [leaf(source, first + 3), leaf(source, first + 5), ...(first === 1 ? [leaf(source, 14)] : [])].filter((part) => part !== ''),
    prefix: [leaf(source, first + 4)].filter((part) => part !== ''),
    period: first === 1 ? periodOf(source, { from: 12, to: 13 }, context) : undefined,
  });
}

const ADDRESS_USES: Readonly<Record<string, string>> = { H: 'home', B: 'work', O: 'work', C: 'temp', BA: 'old' };

function addressOf(source: Source, context: FunctionContext): Json | undefined {
  const [street, road, house] = [leaf(source, 1, 1), leaf(source, 1, 2), leaf(source, 1, 3)];
  const line = [street, house, road, leaf(source, 2), leaf(source, 19)].filter((part) => part !== '');
  const kind = leaf(source, 7).toUpperCase();
  const address = compact({
    use: ADDRESS_USES[kind], type: kind === 'M' ? 'postal' : undefined, line, city: leaf(source, 3), district: leaf(source, 9), state: leaf(source, 4), postalCode: leaf(source, 5), country: leaf(source, 6),
    period: periodOf(source, { from: 13, to: 14 }, context),
  });
  const start = dateTimeOf(leaf(source, 12, 1), context);
  const end = dateTimeOf(leaf(source, 12, 2), context);
  return address !== undefined && start !== undefined ? { ...address, period: compact({ start, end }) } : address;
}

const TELECOM_KINDS: Readonly<Record<string, string>> = { PH: 'phone', CP: 'phone', FX: 'fax', BP: 'pager', INTERNET: 'email', 'X.400': 'email', SAT: 'phone' };
const TELECOM_USES: Readonly<Record<string, string>> = { PRN: 'home', ORN: 'home', WPN: 'work', VHN: 'home', EMR: 'home', PRS: 'mobile', NET: 'home', ASN: 'work' };

function telecomOf(source: Source): Json | undefined {
  const parts = [leaf(source, 5) === '' ? '' : `+${leaf(source, 5).replace(/^\+/, '')}`, leaf(source, 6), leaf(source, 7)].filter((part) => part !== '');
  const kind = leaf(source, 3).toUpperCase();
  const mail = leaf(source, 4);
  const isMail = kind === 'INTERNET' || kind === 'X.400' || (leaf(source, 7) === '' && mail !== '');
  const value = isMail ? mail || leaf(source, 1) : leaf(source, 12) || leaf(source, 1) || parts.join(' ');
  if (value === '') return undefined;
  const system = isMail ? 'email' : (ownEntry(TELECOM_KINDS, kind) ?? (kind === '' ? 'phone' : 'other'));
  const rank = Number(leaf(source, 18));
  return compact({ system, value, use: kind === 'CP' ? 'mobile' : TELECOM_USES[leaf(source, 2).toUpperCase()], rank: Number.isInteger(rank) && rank > 0 ? rank : undefined });
}

/** CE, CWE, CNE: code, text, system; the alternate as a second coding; the original text. */
function conceptOf(source: Source, context: ValueContext): Json | undefined {
  const coding = [1, 4].flatMap((at) => {
    const [code, display, system] = [leaf(source, at), leaf(source, at + 1), leaf(source, at + 2)];
    const made = compact({ system: codeSystemOf(system, context), version: leaf(source, at === 1 ? 7 : 8), code: code.replace(/\s+/g, ' '), display });
    return made === undefined || (code === '' && display === '') ? [] : [made];
  });
  const text = leaf(source, 9) || (leaf(source, 1) === '' ? leaf(source, 2) : '');
  return compact({ coding: coding.filter((each) => each['code'] !== undefined || each['display'] !== undefined), text });
}

/** CQ, or a number with the unit behind it. */
function quantityOf(source: Source, context: ValueContext): Json | undefined {
  const value = decimalOf(leaf(source, 1), context);
  if (value === undefined) return undefined;
  return compact({ value, unit: leaf(source, 2, 2) || leaf(source, 2, 1) || leaf(source, 2), code: undefined });
}

/** OBX-7: `3.5-5.5`, `>10`, `<=5`. */
function rangeOf(source: Source): Json | undefined {
  const text = allText(source);
  if (text === '') return undefined;
  const both = /^\s*(-?\d+(?:\.\d+)?)\s*(?:-|~|～|—|–|--)\s*(-?\d+(?:\.\d+)?)\s*(.*)$/.exec(text);
  const one = /^\s*([<>])=?\s*(-?\d+(?:\.\d+)?)\s*(.*)$/.exec(text);
  if (both) return { low: { value: Number(both[1]) }, high: { value: Number(both[2]) }, text };
  if (one) return { [one[1] === '<' ? 'high' : 'low']: { value: Number(one[2]) }, text };
  return { text };
}

/** XCN: a Practitioner of its own and a reference to it. CNN and NDL carry the person in sub-components of the first. */
function personOf(source: Source, context: FunctionContext): Json | undefined {
  const inner = (source.repetition[0]?.length ?? 0) > 1 && leaf(source, 2) === '' ? { ...source, repetition: source.repetition[0]!.map((part) => [part]) } : source;
  const id = leaf(inner, 1);
  const name = nameOf(inner, context, 2);
  if (id === '' && name === undefined) return undefined;
  const authority = authorityOf(subs(inner, 9), context);
  const identifier = id === '' ? undefined : compact({ system: authority, value: id, type: leaf(inner, 13) === '' ? undefined : { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: leaf(inner, 13) }] } });
  const resource = { resourceType: 'Practitioner', ...compact({ identifier: identifier === undefined ? [] : [identifier], name: name === undefined ? [] : [name] }) } as unknown as Resource;
  const reference = context.add(resource, ['person', id, authority ?? '', id === '' ? JSON.stringify(name) : '']);
  const spoken = (name?.['text'] as string | undefined) ?? [...((name?.['given'] as string[] | undefined) ?? []), name?.['family']].filter(Boolean).join(' ');
  return compact({ reference, display: spoken || id });
}

/** PL: ward, room, bed, facility, building, floor as one Location. */
function placeOf(source: Source, context: FunctionContext): Json | undefined {
  const parts = [leaf(source, 4), leaf(source, 7), leaf(source, 8), leaf(source, 1), leaf(source, 2), leaf(source, 3)].filter((part) => part !== '');
  const name = [leaf(source, 1), leaf(source, 2), leaf(source, 3)].filter((part) => part !== '').join(' ') || parts.join(' ') || leaf(source, 9);
  if (name === '') return undefined;
  const resource = { resourceType: 'Location', ...compact({ name, status: 'active', mode: 'instance', description: leaf(source, 9) || parts.join(' / '), identifier: leaf(source, 1) === '' ? [] : [compact({ value: leaf(source, 1), system: authorityOf(subs(source, 4), context) })] }) } as unknown as Resource;
  return { reference: context.add(resource, ['place', ...parts, leaf(source, 9)]), display: name };
}

/** XON, HD or a plain name. */
function organisationOf(source: Source, context: FunctionContext): Json | undefined {
  const name = leaf(source, 1);
  const id = leaf(source, 10) || leaf(source, 3) || leaf(source, 2);
  if (name === '' && id === '') return undefined;
  const identifier = id === '' || id === name ? [] : [compact({ value: id, system: authorityOf(subs(source, 6), context) })];
  const resource = { resourceType: 'Organization', ...compact({ name: name || id, identifier }) } as unknown as Resource;
  return { reference: context.add(resource, ['organisation', name, id]), display: name || id };
}

function deviceOf(source: Source, context: FunctionContext): Json | undefined {
  const id = leaf(source, 1) || leaf(source, 3);
  if (id === '') return undefined;
  const resource = { resourceType: 'Device', identifier: [{ value: id }] } as unknown as Resource;
  return { reference: context.add(resource, ['device', id, leaf(source, 2)]), display: id };
}

const MEDIA: Readonly<Record<string, string>> = { PDF: 'application/pdf', JPEG: 'image/jpeg', JPG: 'image/jpeg', PNG: 'image/png', GIF: 'image/gif', TIFF: 'image/tiff', RTF: 'application/rtf', HTML: 'text/html', XML: 'text/xml', 'X-HL7-CDA-LEVEL-ONE': 'text/xml', PLAIN: 'text/plain', DICOM: 'application/dicom' };

/** ED: source, type, sub-type, encoding, data. */
function attachmentOf(source: Source): Json | undefined {
  const [type, subtype, encoding, data] = [leaf(source, 2), leaf(source, 3), leaf(source, 4).toUpperCase(), leaf(source, 5)];
  if (data === '') return undefined;
  const contentType = MEDIA[subtype.toUpperCase()] ?? (type === '' ? 'application/octet-stream' : `${type}/${subtype || 'octet-stream'}`.toLowerCase());
  const bytes = encoding === 'HEX' ? Buffer.from(data.replace(/\s/g, ''), 'hex').toString('base64') : encoding === 'A' || encoding === '' ? Buffer.from(data, 'utf8').toString('base64') : data.replace(/\s/g, '');
  return compact({ contentType, data: bytes });
}

/** OBX-5 by the type that OBX-2 names, as `value[x]`. */
function observationOf(source: Source, context: FunctionContext): Json | undefined {
  const type = source.valueType ?? 'ST';
  switch (type) {
    case 'NM': {
      const value = decimalOf(leaf(source, 1), { warn: () => undefined });
      return value === undefined ? text(source) : { valueQuantity: compact({ value, ...unitOf(source) }) };
    }
    case 'SN': return structuredOf(source, context);
    case 'CE': case 'CWE': case 'CNE': case 'CF': case 'IS': case 'ID': {
      const value = conceptOf(source, context);
      return value === undefined ? undefined : { valueCodeableConcept: value };
    }
    case 'TS': case 'DTM': case 'DT': {
      const value = dateTimeOf(leaf(source, 1), context);
      return value === undefined ? text(source) : { valueDateTime: value };
    }
    case 'CQ': {
      const value = quantityOf(source, context);
      return value === undefined ? text(source) : { valueQuantity: value };
    }
    default: return text(source);
  }
}

/** The unit of a result; a code only where the sender says that it is UCUM. */
function unitOf({ message, repetition: _value, unit }: Source): Json {
  const [code, name, system] = [1, 2, 3].map((component) => leafOf(message, unit, component));
  const isUcum = /^(UCUM|ISO\+)$/i.test(system ?? '') && code !== undefined && /^\S+$/.test(code);
  return { unit: name || code, ...(isUcum ? { system: 'http://unitsofmeasure.org', code } : {}) };
}

const text = (source: Source): Json | undefined => (allText(source) === '' ? undefined : { valueString: allText(source) });

/** SN: comparator, number, separator, number. */
function structuredOf(source: Source, context: ValueContext): Json | undefined {
  const [comparator, first, separator, second] = [leaf(source, 1), leaf(source, 2), leaf(source, 3), leaf(source, 4)];
  const low = decimalOf(first, context);
  const high = decimalOf(second, context);
  if (low === undefined) return text(source);
  if (high !== undefined && (separator === '-' || separator === '')) return { valueRange: { low: { value: low }, high: { value: high } } };
  if (high !== undefined && (separator === ':' || separator === '/')) return { valueRatio: { numerator: { value: low }, denominator: { value: high } } };
  return { valueQuantity: compact({ value: low, ...unitOf(source), comparator: /^(<|>|<=|>=)$/.test(comparator) ? comparator : undefined }) };
}
