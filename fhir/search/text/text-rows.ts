import { decimalOf, hashText, type Hash } from '../hash.ts';
import type { SearchValues, TextValue } from '../extraction/search-values.ts';
import { isPersonType } from '../values/person-numbers.ts';
import { collectTexts } from './collect-texts.ts';
import { foldWords } from './fold-words.ts';

/** A row of `fhir.text_value`. */
export interface TextRow {
  readonly parameter: string;
  readonly link: string;
  readonly words: string;
  /** A display as written, null when it equals its words. */
  readonly written: string | null;
}

/** `parameter` of displays: what their link is. */
export const CODING_TEXT = '0';
export const REFERENCE_TEXT = '1';

const scopes = new Map<string, { readonly content: Hash; readonly narrative: Hash }>();

/** What loose texts and narratives of a type are kept under. */
export function textScopeOf(type: string): { readonly content: Hash; readonly narrative: Hash } {
  let scope = scopes.get(type);
  if (!scope) scopes.set(type, (scope = { content: hashText(`${type}._content`), narrative: hashText(`${type}._text`) }));
  return scope;
}

/** The texts of a resource; its loose texts become search values of their own. */
export function textRowsOf(resource: { resourceType: string }, values: SearchValues): TextRow[] {
  const { content, narrative } = textScopeOf(resource.resourceType);
  const loose = collectTexts(resource, values.covered);
  const told = isPersonType(resource.resourceType) ? withoutNumbers : (text: string): string => text;
  for (const text of loose.others) values.addWords(content, told(text));
  if (loose.narrative !== undefined) values.addWords(narrative, told(loose.narrative));
  return values.texts.map(rowOf).filter((row) => row.words !== '');
}

/** A narrative repeats the numbers that are sealed; telephones, cards and passports have six digits or more in a run. */
const withoutNumbers = (text: string): string => text.replace(/[\p{L}\p{N}@._+-]*\p{N}{6,}[\p{L}\p{N}@._+-]*/gu, ' ');

/** Rows made before: most texts are displays of the same few codes and people. */
const remembered = new Map<string, Made[]>();
const REMEMBERED_MAX = 4_000;
const REMEMBERED_LENGTH = 80;
/** Links of one text. */
const LINKS_MAX = 4;

type Made = TextValue & { readonly row: TextRow };

/** The same object for the same text and link, as long as it is remembered. */
function rowOf(value: TextValue): TextRow {
  const { kind, of, link, text } = value;
  if (text.length > REMEMBERED_LENGTH) return makeRow(value);
  let made = remembered.get(text);
  const known = made?.find((each) => each.link.low === link.low && each.link.high === link.high && each.kind === kind && each.of === of);
  if (known !== undefined) return known.row;
  const row = makeRow(value);
  if (made === undefined) {
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(text, (made = []));
  }
  if (made.length >= LINKS_MAX) made.shift();
  made.push({ ...value, row });
  return row;
}

function makeRow({ kind, of, link, text }: TextValue): TextRow {
  const words = kind === 2 ? text : foldWords(text);
  const parameter = of ? decimalOf(of.high, of.low) : kind === 0 ? CODING_TEXT : REFERENCE_TEXT;
  return { parameter, link: decimalOf(link.high, link.low), words, written: kind === 2 || words === text ? null : text };
}
