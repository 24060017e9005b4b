import { extractorOf } from '#fhir/search/extraction/extract.ts';
import { timestampText } from '#fhir/search/values/date-range.ts';
import { decimalOf, hashText, resourceKey, shortHash } from '#fhir/search/hash.ts';
import { personCodeText } from '#fhir/search/extraction/main-parameters.ts';
import type { NumberValue } from '#fhir/search/extraction/search-values.ts';
import { textRowsOf, type TextRow } from '#fhir/search/text/text-rows.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { NumberList } from '#platform/database/binary-array.ts';
import { personOf } from './person.ts';
import type { Table } from './rows.ts';

/** Column values by which a resource is found; rows of the narrow tables are ready to insert. */
export interface SearchColumns {
  readonly personId: string | null;
  /** Distribution key: the Patient's, or the resource's own when it belongs to nobody. */
  readonly personKey: string;
  readonly keys: NumberList;
  readonly present: NumberList;
  readonly atLow: string;
  readonly atHigh: string;
  readonly personCodes: readonly unknown[][];
  readonly dates: readonly unknown[][];
  readonly numbers: readonly unknown[][];
  readonly strings: readonly unknown[][];
  /** For `storeTexts`. */
  readonly texts: readonly TextRow[];
}

const KEY = ['bigint', 'plain'] as const;
const TIME = ['timestamptz', 'plain'] as const;
const HASH = ['integer', 'plain'] as const;
const DECIMAL = ['numeric', 'plain'] as const;
const TEXT = ['text', 'text'] as const;

export const PERSON_CODE: Table = { name: 'fhir.person_code', columns: ['person_key', 'code_key', 'at', 'key'], types: [KEY, KEY, TIME, KEY] };
export const DATE_VALUE: Table = { name: 'fhir.date_value', columns: ['parameter', 'person_key', 'low', 'high', 'key'], types: [KEY, KEY, TIME, TIME, KEY] };
export const NUMBER_VALUE: Table = {
  name: 'fhir.number_value',
  columns: ['parameter', 'person_key', 'key', 'system_hash', 'code_hash', 'unit_hash', 'low', 'high'],
  types: [KEY, KEY, KEY, HASH, HASH, HASH, DECIMAL, DECIMAL],
};
export const STRING_VALUE: Table = { name: 'fhir.string_value', columns: ['parameter', 'person_key', 'key', 'normalised', 'exact'], types: [KEY, KEY, KEY, TEXT, TEXT] };

/** Longer strings are found by their beginning. */
const STRING_MAX = 4000;

export function searchColumns(resource: Resource & { id: string }, key: string): SearchColumns {
  const values = extractorOf(resource.resourceType)(resource);
  const texts = textRowsOf(resource, values);
  const personId = personOf(resource);
  const personKey = personId === null ? key : resourceKey('Patient', personId);
  const hasDate = values.atLow <= values.atHigh;
  const atLow = hasDate ? timestampText(values.atLow) : '-infinity';
  return {
    personId,
    personKey,
    keys: NumberList.ofPairs(values.hashes),
    present: NumberList.ofIntegers(values.present),
    atLow,
    atHigh: hasDate ? timestampText(values.atHigh) : '-infinity',
    personCodes: personId === null ? [] : [...values.mainCodes].map((code) => [personKey, codeKey(resource.resourceType, code), atLow, key]),
    dates: values.dates.map((row) => [row.parameter, personKey, timestampText(row.low), timestampText(row.high), key]),
    numbers: values.numbers.map((row) => numberRow(row, personKey, key)),
    strings: values.strings.map((row) => [
      row.parameter,
      personKey,
      key,
      row.normalised.slice(0, STRING_MAX),
      row.exact === row.normalised ? null : row.exact.slice(0, STRING_MAX),
    ]),
    texts,
  };
}

export function codeKey(type: string, code: string): string {
  const hash = hashText(personCodeText(type, code));
  return decimalOf(hash.high, hash.low);
}

const hashOrNull = (text: string | null): number | null => (text === null ? null : shortHash(text));

const numberRow = (row: NumberValue, personKey: string, key: string): unknown[] => [
  row.parameter,
  personKey,
  key,
  hashOrNull(row.system),
  hashOrNull(row.code),
  row.unit === null || row.unit === row.code ? null : shortHash(row.unit),
  row.low,
  row.high,
];
