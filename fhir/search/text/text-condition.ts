import { holdsAny, type ConditionContext, type ParameterQuery } from '../condition-context.ts';
import { combinedKey, decimalOf, hashText, type Hash } from '../hash.ts';
import { textName } from '../lookups/lookups.ts';
import type { Target } from '../extraction/search-values.ts';
import { parametersOf, type SearchParameterRow } from '../parameter-table.ts';
import { elementTypesOf, parameterTarget } from '../parameter-target.ts';
import { valueHash } from '../values/person-numbers.ts';
import { splitEscaped, unescapeValue } from '../query-string.ts';
import { modifierProblem, searchProblem } from '../search-problem.ts';
import { textPaths } from '../special/json-path.ts';
import type { DisplayFound, TextAsked, TextFound } from './find-texts.ts';
import { foldWords, soughtText } from './fold-words.ts';
import { parseText, phrasesOf, type TextQuery } from './text-grammar.ts';
import { textScopeOf } from './text-rows.ts';
import { valuesAt } from '../values/content-json.ts';

/** Elements whose displays lead to their resource by the coding beside them. */
const CODED = new Set(['Coding', 'CodeableConcept']);

const decimal = ({ high, low }: Hash): string => decimalOf(high, low);
const isCoded = (type: string, row: SearchParameterRow): boolean => row.type === 'token' && row.expression !== '' && [...elementTypesOf(type, row)].some((each) => CODED.has(each));

interface Kinds {
  readonly tokens: readonly Hash[];
  /** Those of the tokens whose values are hashed with a key. */
  readonly numbers: readonly Target[];
  readonly codings: readonly Hash[];
  readonly references: readonly Hash[];
  /** Identifiers within references. */
  readonly identified: readonly Hash[];
}

/** Parameters of a type by what stands with their values. */
function kindsOf(type: string, only?: SearchParameterRow): Kinds {
  const rows = only ? [only] : [...parametersOf(type).values()];
  const hashes = (picked: readonly SearchParameterRow[]): Hash[] => picked.map(({ code }) => parameterTarget(type, code).hash);
  return {
    tokens: hashes(rows.filter((row) => row.type === 'token')),
    numbers: rows.filter((row) => row.type === 'token').map(({ code }) => parameterTarget(type, code)).filter(({ isNumber }) => isNumber),
    codings: hashes(rows.filter((row) => isCoded(type, row))),
    references: hashes(rows.filter((row) => row.type === 'reference')),
    identified: rows.filter((row) => row.type === 'reference').map(({ code }) => parameterTarget(type, code).identifierHash),
  };
}

/** Every phrase that `_text`, `_content` or `:text` asks for, with the kinds of text to look in. */
export function textsAsked(type: string, code: string, value: string): TextAsked[] {
  if (code === '_text') return phrasesOf(parseText(code, value)).map((words) => ({ words, parameters: [decimal(textScopeOf(type).narrative)], isBeginning: false }));
  if (code === '_content') {
    const { tokens, references } = kindsOf(type);
    const { content, narrative } = textScopeOf(type);
    const parameters = [content, narrative, ...tokens, ...references].map(decimal);
    return phrasesOf(parseText(code, value)).map((words) => ({ words, parameters, isBeginning: false }));
  }
  const parameters = [decimal(parameterTarget(type, code).hash)];
  return splitEscaped(value, ',').map((each) => ({ words: foldWords(unescapeValue(each)), parameters, isBeginning: true })).filter(({ words }) => words !== '');
}

interface Phrase {
  readonly words: string;
  readonly found: TextFound;
  readonly kinds: Kinds;
  /** Kinds of loose text, for phrases that are too common to be listed. */
  readonly parameters: readonly string[];
  readonly isBeginning: boolean;
  /** Codes and numbers that are the word itself. */
  readonly exact: readonly string[];
  /** Where a display has to stand (SQL/JSON paths); nowhere in particular when empty. */
  readonly places: readonly string[];
}

/** `_text` and `_content`: phrases under AND, OR and NOT. */
export function fullTextCondition(code: '_text' | '_content', query: ParameterQuery, context: ConditionContext): string {
  const all = textsAsked(query.type, code, query.value);
  const kinds = code === '_content' ? kindsOf(query.type) : { tokens: [], numbers: [], codings: [], references: [], identified: [] };
  const compile = (part: TextQuery): string => {
    if (part.kind === 'not') return `not ${compile(part.part)}`;
    if (part.kind !== 'phrase') return `(${part.parts.map(compile).join(` ${part.kind} `)})`;
    const { parameters } = all.find(({ words }) => words === part.words)!;
    const whole = hashText(part.written.toLowerCase());
    const exact = [...[...kinds.tokens, ...kinds.identified].map((hash) => combinedKey(hash, whole)), ...kinds.numbers.map((target) => combinedKey(target.hash, valueHash(target, part.written.toLowerCase())))];
    return phraseCondition(query, { words: part.words, found: foundOf(context, textName(query.type, code, part.words)), kinds, parameters, isBeginning: false, exact, places: [] }, context);
  };
  return compile(parseText(code, query.value));
}

const NOTHING_FOUND: TextFound = { keys: [], codings: [], references: [], isCommon: false };

function foundOf({ lookups }: ConditionContext, name: string): TextFound {
  const found = lookups ? lookups.texts.get(name) : NOTHING_FOUND;
  if (!found) throw new Error(`The texts of ${name} were not looked up`);
  return found;
}

/** `code:text=高血压`: the beginning of the words that stand with a code or a reference. */
export function beginningCondition(query: ParameterQuery, parameter: SearchParameterRow, context: ConditionContext): string {
  const { type, value } = query;
  const [kinds, target] = [kindsOf(type, parameter), parameterTarget(type, parameter.code)];
  const types = [...elementTypesOf(type, parameter)];
  if (!types.some((each) => CODED.has(each) || each === 'Identifier' || each === 'Reference')) throw modifierProblem(parameter.code, 'text');
  const asked = textsAsked(type, parameter.code, value);
  if (asked.length === 0) throw searchProblem(`${parameter.code}:text`, '请输入要查找的文字。', 'Give a text to look for.');
  const conditions = asked.map(({ words, parameters }) =>
    phraseCondition(query, { words, found: foundOf(context, textName(type, parameter.code, words)), kinds, parameters: parameters.length > 0 ? parameters : [decimal(target.hash)], isBeginning: true, exact: [], places: textPaths(type, parameter) }, context));
  return `(${conditions.join(' or ')})`;
}

/**
 * Resources that hold the phrase. A display leads to every resource with its coding or reference, so that such a resource must
 * also hold the display as it was written; a text of its own is compared by the hash of its words.
 */
function phraseCondition({ alias }: ParameterQuery, phrase: Phrase, { bindings }: ConditionContext): string {
  const { found, kinds } = phrase;
  const array = (keys: readonly string[]): string => bindings.bind(`{${keys.join(',')}}`, 'bigint[]');
  const own = [...found.keys, ...phrase.exact];
  const displays = [...displayKeys(found.codings, kinds.codings), ...displayKeys(found.references, kinds.references)];
  const written = [...new Set([...found.codings, ...found.references].map((each) => `:${JSON.stringify(each.written)}`))];
  if (found.isCommon) return `(${hashed(alias, array(own))} or ${rowByRow(alias, phrase, bindings)})`;
  if (displays.length === 0) return `(${holdsAny(alias, own, bindings)})`;
  const shown = bindings.bind(`{${written.map((each) => `"${each.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`, 'text[]');
  return `(${holdsAny(alias, [...own, ...displays], bindings)} and (${hashed(alias, array(own))} or ${showsOne(alias, shown, written.length)}${standsThere({ alias, phrase, shown }, bindings)}))`;
}

/** Whether a row holds one of many keys, by a hash table. */
const hashed = (alias: string, array: string): string => `exists (select 1 from unnest(${alias}.keys) as held (key) where held.key = any(${array}))`;

/** Whether the content shows one of the displays: a few are looked for one by one, many by the strings of the content. */
const showsOne = (alias: string, shown: string, count: number): string =>
  count <= 10
    ? `exists (select 1 from unnest(${shown}) as shown (text) where position(shown.text in ${alias}.content) > 0)`
    : `exists (select 1 from regexp_matches(${alias}.content, '"(?:display|text)"(:"(?:[^"\\\\]|\\\\.)*")', 'g') as shown (texts) where shown.texts[1] = any(${shown}))`;

/** Whether one of them stands where the parameter looks, and not elsewhere in the same content. */
function standsThere({ alias, phrase: { places }, shown }: { alias: string; phrase: Phrase; shown: string }, bindings: ConditionContext['bindings']): string {
  if (places.length === 0) return '';
  const paths = places.map((path) => bindings.bind(path, 'jsonpath'));
  return ` and exists (select 1 from ${valuesAt(alias, { paths, name: 'there' })} where ':' || there.value::text = any(${shown}))`;
}

const displayKeys = (displays: readonly DisplayFound[], parameters: readonly Hash[]): string[] => {
  const links = [...new Set(displays.map(({ link }) => BigInt(link)))];
  return parameters.flatMap((hash) => {
    const parameter = BigInt(decimal(hash));
    return links.map((link) => BigInt.asIntN(64, parameter ^ link).toString());
  });
};

/** The texts of one row after the other: a phrase that so many texts hold soon fills a page. */
function rowByRow(alias: string, { words, kinds, parameters, isBeginning }: Phrase, bindings: ConditionContext['bindings']): string {
  const sought = bindings.bind(isBeginning ? words : soughtText(words), 'text');
  const holds = isBeginning ? `starts_with(t.words, ${sought})` : `position(${sought} in ' ' || t.words) > 0`;
  const pairs = [
    ...parameters.map((parameter) => [parameter, parameter]),
    ...kinds.codings.map((hash) => [decimal(hash), '0']),
    ...kinds.references.map((hash) => [decimal(hash), '1']),
  ];
  const [hashes, scopes] = [pairs.map(([hash]) => hash), pairs.map(([, scope]) => scope)].map((list) => bindings.bind(`{${list.join(',')}}`, 'bigint[]'));
  return `exists (select 1 from unnest(${alias}.keys) as held (key) cross join unnest(${hashes}, ${scopes}) as kind (hash, scope)
    join fhir.text_value t on t.link = held.key # kind.hash and t.parameter = kind.scope where ${holds} and position(to_json(coalesce(t.written, t.words))::text in case when kind.scope in (0, 1) then ${alias}.content else to_json(t.words)::text end) > 0)`;
}
