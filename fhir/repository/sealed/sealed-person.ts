import { keyRing } from '#platform/crypto/ring-in-use.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { isPersonType } from '#fhir/search/values/person-numbers.ts';
import { parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';

/**
 * Numbers in the stored text of a Patient, RelatedPerson or Person: each stands as `"y1#<place>"`, and a last member holds all of them sealed
 * together, bound to the resource. So the text stays JSON for SQL, and one opening serves a whole resource. Everything else stays in clear.
 */
export const PERSON_NUMBERS = 'fhir.person-number';

interface Stored {
  readonly type: string;
  readonly id: string;
  readonly content: string;
}

const SEALED_MEMBER = ',"_sealed":"';
/** The key again, where SQL finds it at the end. */
const KEY_MEMBER = '","_by":"';
const ENDING = /","_by":"[A-Za-z0-9_-]+"\}$/;
const ENDING_MAX = 64;
const PLACE = /^y1#\d+$/;
/** A quotation mark within a text has a backslash before it. */
const PLACES = /(?<!\\)"y1#(\d+)"/g;

const aboutOf = ({ type, id }: Pick<Stored, 'type' | 'id'>): string => `fhir.resource/${type}/${id}`;

/** What is stored: rows of persons sealed, all others as they are. */
export async function sealPersons<Row extends Stored>(sql: Sql, rows: readonly Row[]): Promise<readonly Row[]> {
  if (!rows.some(isToSeal)) return rows;
  const open = rows.filter(isToSeal).map((row) => ({ row, ...takeNumbers(row.content) }));
  const sealed = await keyRing().sealTexts(sql, PERSON_NUMBERS, open.map(({ row, numbers }) => ({ about: aboutOf(row), text: JSON.stringify(numbers) })));
  const byRow = new Map(open.map(({ row, text }, at) => [row, `${text.slice(0, -1)}${SEALED_MEMBER}${sealed[at]!}${KEY_MEMBER}${sealed[at]!.split('.')[1]!}"}`]));
  return rows.map((row) => (byRow.has(row) ? { ...row, content: byRow.get(row)! } : row));
}

const isToSeal = ({ type, content }: Stored): boolean => isPersonType(type) && content !== '' && !isSealedContent(content);

export const isSealedContent = (content: string): boolean => ENDING.test(content.slice(-ENDING_MAX));

/** How a text ends that this key sealed. */
export const endingOf = (keyId: string): string => `${KEY_MEMBER}${keyId}"}`;

/** The text with places instead of numbers, and the numbers as they were written in JSON. */
function takeNumbers(content: string): { text: string; numbers: string[] } {
  const numbers: string[] = [];
  const place = (value: string): string => `y1#${numbers.push(value) - 1}`;
  const walk = (value: unknown, isNumber: boolean): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      value.forEach((each, at) => {
        if (typeof each === 'string' && PLACE.test(each)) value[at] = place(each);
        else walk(each, isNumber);
      });
      return;
    }
    const object = value as Record<string, unknown>;
    for (const [name, inner] of Object.entries(object)) {
      if (typeof inner === 'string' && ((isNumber && name === 'value') || name === 'div' || PLACE.test(inner))) object[name] = place(inner);
      else walk(inner, HOLDS_NUMBER.test(name));
    }
  };
  const resource = parseFhirJson(content) as object;
  walk(resource, false);
  return { text: printFhirJson(resource), numbers };
}

/** Members whose `value` is a number of a person, at any depth. */
const HOLDS_NUMBER = /^(identifier|telecom|valueIdentifier|valueContactPoint)$/;

/** The text as it was written. */
async function openContent(sql: Sql, { type, id, content }: Stored): Promise<string> {
  if (content === '' || !isSealedContent(content)) return content;
  const at = content.lastIndexOf(SEALED_MEMBER);
  const numbers = JSON.parse(await keyRing().openText(sql, aboutOf({ type, id }), content.slice(at + SEALED_MEMBER.length, content.lastIndexOf(KEY_MEMBER)))) as string[];
  return `${content.slice(0, at)}}`.replace(PLACES, (_, place: string) => JSON.stringify(numbers[Number(place)]));
}

/** Rows as they were written; rows of other types are passed untouched, with their bytes. */
export async function openPersons<Row extends Stored>(sql: Sql, rows: readonly Row[]): Promise<readonly Row[]> {
  if (!rows.some(({ type }) => isPersonType(type))) return rows;
  const opened: Row[] = [];
  for (const row of rows) opened.push(isPersonType(row.type) ? { ...row, content: await openContent(sql, row) } : row);
  return opened;
}

/** The same for one row whose type and id the caller knows. */
export const openPerson = async <Row extends { readonly content: string }>(sql: Sql, at: Pick<Stored, 'type' | 'id'>, row: Row): Promise<Row> =>
  isPersonType(at.type) ? { ...row, content: await openContent(sql, { ...at, content: row.content }) } : row;
