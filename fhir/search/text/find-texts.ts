import type { Sql } from '#platform/database/transaction.ts';
import { soughtText, termsOf } from './fold-words.ts';
import { CODING_TEXT, REFERENCE_TEXT } from './text-rows.ts';

/** A display that holds the phrase: the coding or reference beside it, and the display as written. */
export interface DisplayFound {
  readonly link: string;
  readonly written: string;
}

/** Where a phrase was found. */
export interface TextFound {
  /** Entries of `fhir.resource.keys` of resources that hold it. */
  readonly keys: readonly string[];
  readonly codings: readonly DisplayFound[];
  readonly references: readonly DisplayFound[];
  /** More than `FOUND_MAX` texts hold it: resources are checked one by one in the order asked. */
  readonly isCommon: boolean;
}

export interface TextAsked {
  readonly words: string;
  /** Kinds of text: hashes of type and parameter. Displays are asked with them. */
  readonly parameters: readonly string[];
  /** The text begins with the words (`:text`); otherwise they may stand anywhere. */
  readonly isBeginning: boolean;
}

const FOUND_MAX = 50_000;

interface Row {
  readonly parameter: string;
  readonly key: string;
  readonly link: string;
  readonly written: string;
}

/** Looks a phrase up among the texts there are; its cost grows with the texts that hold it. */
export async function findTexts(sql: Sql, { words, parameters, isBeginning }: TextAsked): Promise<TextFound> {
  const rows = await sql.query<Row>(
    `with kinds as materialized (
       select kind, (select array_agg(hashtextextended(term, kind)) from unnest($2::text[]) as term) as terms from unnest($1::bigint[]) as kind)
     select t.parameter::text as parameter, (t.parameter # t.link)::text as key, t.link::text as link, coalesce(t.written, t.words) as written
     from kinds cross join lateral (
       select * from fhir.text_value v where fhir.text_terms(v.parameter, v.words) @> kinds.terms and v.parameter = kinds.kind and ${condition(isBeginning)} offset 0) t
     limit ${FOUND_MAX + 1}`,
    [[...parameters, CODING_TEXT, REFERENCE_TEXT], termsOf(words), isBeginning ? words : soughtText(words)],
  );
  const displays = (parameter: string): DisplayFound[] => rows.filter((row) => row.parameter === parameter).map(({ link, written }) => ({ link, written }));
  return {
    keys: rows.filter(({ parameter }) => parameter !== CODING_TEXT && parameter !== REFERENCE_TEXT).map(({ key }) => key),
    codings: displays(CODING_TEXT),
    references: displays(REFERENCE_TEXT),
    isCommon: rows.length > FOUND_MAX,
  };
}

const condition = (isBeginning: boolean): string => (isBeginning ? 'starts_with(v.words, $3)' : "position($3 in ' ' || v.words) > 0");
