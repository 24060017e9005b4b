import { isRisky, keepDecimals } from './decimal-json.ts';

const SPACE = /[\s]*/y;

/** Index after the closing quote of the text that begins at `from`. */
function endOfText(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  for (; ;) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    end = text.indexOf('"', end + 1);
  }
}

const BACKSLASH = 0x5c;
const COLON = 0x3a;

function skipSpace(text: string, from: number): number {
  const code = text.charCodeAt(from);
  if (code > 0x20) return from;
  SPACE.lastIndex = from;
  SPACE.test(text);
  return SPACE.lastIndex;
}

/** What stands between two texts holds a number only if it is longer than the signs that part them. */
const GAP_MIN = 3;
const DIGIT = /\d/;

interface Survey {
  readonly names: number;
  /** Whether a number might not print as it was written. */
  readonly isRisky: boolean;
}

/** One walk from text to text, which skips what they hold. */
function survey(text: string): Survey {
  let [names, isAnyRisky, from] = [0, false, 0];
  const look = (until: number): void => {
    if (isAnyRisky || until - from < GAP_MIN) return;
    const gap = text.slice(from, until);
    isAnyRisky = DIGIT.test(gap) && isRisky(gap);
  };
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    look(at);
    from = at = endOfText(text, at);
    if (text.charCodeAt(skipSpace(text, at)) === COLON) names += 1;
  }
  look(text.length);
  return { names, isRisky: isAnyRisky };
}

function countKept(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const each of value) count += countKept(each);
    return count;
  }
  const object = value as Record<string, unknown>;
  for (const name of Object.keys(object)) count += 1 + countKept(object[name]);
  return count;
}

/**
 * A body as `parseFhirJson` reads it, with the place of a member that an object has twice, such as `Patient.gender`, if there is one.
 * `JSON.parse` keeps the last and forgets the others, so that two systems may read two things ("property names SHALL be unique",
 * https://hl7.org/fhir/R4/json.html): counting names in the text and in the value costs a tenth of a parse.
 */
export function readFhirJson(text: string): { readonly value: unknown; readonly repeated: string | undefined } {
  const value: unknown = JSON.parse(text);
  const { names, isRisky: mayDiffer } = survey(text);
  if (mayDiffer) keepDecimals(text, value);
  const isWhole = names === countKept(value);
  return { value, repeated: isWhole ? undefined : placeOfRepeated(text, String((value as { resourceType?: unknown }).resourceType ?? '')) };
}

interface Level {
  readonly path: string;
  /** Names so far; undefined in a list. */
  readonly names: Set<string> | undefined;
  index: number;
}

function placeOfRepeated(text: string, root: string): string | undefined {
  const levels: Level[] = [];
  let path = root;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    const level = levels.at(-1);
    if (sign === '"') {
      const end = endOfText(text, at);
      if (level?.names && text.charCodeAt(skipSpace(text, end)) === COLON) {
        const name = JSON.parse(text.slice(at, end)) as string;
        path = level.path === '' ? name : `${level.path}.${name}`;
        if (level.names.has(name)) return path;
        level.names.add(name);
      }
      at = end - 1;
    } else if (sign === '{' || sign === '[') {
      const own = level && !level.names ? `${level.path}[${level.index}]` : path;
      levels.push({ path: own, names: sign === '{' ? new Set() : undefined, index: 0 });
    } else if (sign === '}' || sign === ']') {
      levels.pop();
    } else if (sign === ',' && level) {
      level.index += 1;
    }
  }
  return undefined;
}
