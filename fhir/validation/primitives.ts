import { parseDateRange } from '#fhir/search/values/date-range.ts';

/** True when the JSON value is a well-formed primitive of the type (https://hl7.org/fhir/R4/datatypes.html#primitive). */
export type PrimitiveCheck = (value: unknown) => boolean;

/** Control characters below U+0020 other than tab, line feed and carriage return. */
const CONTROL = /[^\P{Cc}\t\n\r\u007f-\u009f]/u;

const text = (pattern?: RegExp): PrimitiveCheck => (value) =>
  typeof value === 'string' && value.length > 0 && !CONTROL.test(value) && (pattern === undefined || pattern.test(value));

/** "Strings SHALL NOT exceed 1MB (1024*1024 characters)" (R4 §2.24.0.1). */
const LENGTH_MAX = 1_048_576;

const plainText: PrimitiveCheck = (value) => typeof value === 'string' && value.length <= LENGTH_MAX && value.trim() !== '' && !CONTROL.test(value);

const INTEGER_MAX = 2_147_483_647;

const integerFrom = (minimum: number): PrimitiveCheck => (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= INTEGER_MAX;

const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const DATE_TIME = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00))?)?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

/** Shape and calendar: 2026-02-31 is refused. */
const realDate = (pattern: RegExp): PrimitiveCheck => (value) =>
  typeof value === 'string' && pattern.test(value) && !value.startsWith('0000') && parseDateRange(value) !== undefined;

const BASE64 = /^[A-Za-z0-9+/=\s]+$/;

function isBase64(value: unknown): boolean {
  if (typeof value !== 'string' || !BASE64.test(value)) return false;
  const packed = value.replace(/\s/g, '');
  return packed.length % 4 === 0 && /^[^=]*={0,2}$/.test(packed);
}

export const primitiveChecks: Readonly<Record<string, PrimitiveCheck>> = {
  boolean: (value) => typeof value === 'boolean',
  integer: integerFrom(-INTEGER_MAX - 1),
  unsignedInt: integerFrom(0),
  positiveInt: integerFrom(1),
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
  string: plainText,
  markdown: plainText,
  code: text(/^\S+( \S+)*$/),
  id: text(/^[A-Za-z0-9\-.]{1,64}$/),
  uri: text(/^\S+$/),
  url: text(/^\S+$/),
  canonical: text(/^\S+$/),
  oid: text(/^urn:oid:[0-2](\.(0|[1-9]\d*))+$/),
  uuid: text(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i),
  base64Binary: isBase64,
  date: realDate(DATE),
  dateTime: realDate(DATE_TIME),
  instant: realDate(INSTANT),
  time: text(/^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?$/),
  xhtml: text(),
};

export const isPrimitive = (type: string): boolean => Object.hasOwn(primitiveChecks, type);
