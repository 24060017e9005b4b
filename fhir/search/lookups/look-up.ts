import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { isCodeOnly } from '../condition-keys.ts';
import { parametersOf, type SearchParameterRow } from '../parameter-table.ts';
import { parametersIn } from '../special/filter/filter-parameters.ts';
import { splitEscaped, type RawParameter } from '../query-string.ts';
import { findTexts, type TextFound } from '../text/find-texts.ts';
import { textsAsked } from '../text/text-condition.ts';
import { endsOf, type End } from './ends.ts';
import { membersOf } from './hierarchy.ts';
import { setName, textName, type Lookups, type ValueSetFound } from './lookups.ts';
import { tokensFor } from './token-sets.ts';

const SETS = new Set(['in', 'not-in', 'above', 'below']);
const MAY_ASK = /(?:^|[.:])_text|(?:^|[.:])_content|(?:^|[.:])_filter|:(?:in|not-in|above|below|text)$/;

const NOTHING: Lookups = { sets: new Map(), texts: new Map() };

export interface LookUpAsked {
  readonly requests: readonly { readonly type: string; readonly filters: readonly RawParameter[] }[];
  readonly subject: Subject;
}

/** Asks terminology, hierarchies and texts for what the parameters need; sends no statement for others. Throws `fhir.search-invalid`. */
export async function lookUp(sql: Sql, { requests, subject }: LookUpAsked): Promise<Lookups> {
  const asking = requests.flatMap(({ type, filters }) => filters.filter(({ name }) => MAY_ASK.test(name)).flatMap((filter) => unfolded(type, filter)));
  if (asking.length === 0) return NOTHING;
  const sets = new Map<string, ValueSetFound>();
  const texts = new Map<string, TextFound>();
  for (const { type, name, value } of asking) {
    for (const end of endsOf(type, name)) {
      await lookUpTexts(sql, { end, value, texts });
      const found = await findSet(sql, { end, value, subject });
      if (found) sets.set(setName(end.type, `${end.code}:${end.modifier!}`, value), found);
    }
  }
  return { sets, texts };
}

const IS_FILTER = /(?:^|[.:])_filter$/;

type OfType = RawParameter & { readonly type: string };

/** A filter asks what the parameters in it ask, of each type that it is about. */
function unfolded(type: string, { name, value }: RawParameter): OfType[] {
  if (!IS_FILTER.test(name)) return [{ type, name, value }];
  return endsOf(type, name).flatMap((end) => (end.modifier === undefined ? parametersIn(end.type, value).flatMap((each) => unfolded(end.type, each)) : []));
}

async function lookUpTexts(sql: Sql, { end: { type, code, modifier }, value, texts }: { end: End; value: string; texts: Map<string, TextFound> }): Promise<void> {
  const isFullText = code === '_text' || code === '_content';
  const kind = parametersOf(type).get(code)?.type;
  if (!isFullText && (modifier !== 'text' || (kind !== 'token' && kind !== 'reference'))) return;
  for (const asked of textsAsked(type, code, value)) {
    const name = textName(type, code, asked.words);
    if (!texts.has(name)) texts.set(name, await findTexts(sql, asked));
  }
}

async function findSet(sql: Sql, { end, value, subject }: { end: End; value: string; subject: Subject }): Promise<string[] | undefined> {
  const { type, code, modifier = '' } = end;
  const parameter = parametersOf(type).get(code);
  if (!parameter || !SETS.has(modifier)) return undefined;
  const list = listerFor({ type, parameter, modifier, subject });
  if (!list) return undefined;
  return (await Promise.all(splitEscaped(value, ',').map((each) => list(sql, each)))).flat();
}

type Lister = (sql: Sql, value: string) => Promise<string[]>;

function listerFor({ type, parameter, modifier, subject }: { type: string; parameter: SearchParameterRow; modifier: string; subject: Subject }): Lister | undefined {
  if (parameter.type === 'token') return (sql, value) => tokensFor(sql, { name: `${parameter.code}:${modifier}`, modifier, value, isCodeOnly: isCodeOnly(type, parameter) });
  if (parameter.type === 'reference' && (modifier === 'above' || modifier === 'below')) return (sql, value) => membersOf(sql, { parameter, modifier, value, subject });
  return undefined;
}
