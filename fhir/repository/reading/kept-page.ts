import type { SqlCondition } from '#platform/access/scope.ts';
import { bytesOf, giveBytes } from '#platform/database/content-rows.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { PageText, StampedTexts } from '#fhir/search/search-statement.ts';
import { readByKey } from './batched-read.ts';
import { CONTENT, STAMP } from '../content.ts';
import { type KeptTexts, keptTextsOf } from './kept-texts.ts';
import { runPrepared } from '../prepared.ts';

interface AskedPage {
  readonly texts: StampedTexts;
  readonly values: readonly unknown[];
  readonly personId: string | undefined;
  /** Of the ground that the database shows for the person. */
  readonly isOpen: (ground: string | null) => boolean;
  /** Rows that are sent; one more tells whether there is a next page. */
  readonly count: number;
}

interface StampedRow {
  readonly key: string;
  readonly stamp: string;
  readonly content: string;
}

/**
 * A page whose rows the database chooses and whose texts come, where they are known, from this process: half of what such a page costs is
 * carrying texts that were carried a moment ago. `scope` is that of a read by key.
 */
export async function keptPage<Row extends StampedRow>(database: Database, asked: AskedPage, scope: SqlCondition): Promise<Row[]> {
  const kept = keptTextsOf(database);
  if (!kept.isWarm) return wholePage(database, asked, kept);
  const rows = await runPage<Row>(database, asked, asked.texts.lean);
  const sent = rows.slice(0, asked.count);
  const unknown = giveKnown(kept, sent);
  kept.learn(sent.length - unknown.length, sent.length);
  if (unknown.length === 0) return rows;
  const found = await Promise.all(unknown.map(({ key, stamp }) => readByKey<StampedRow>(database, KEPT_ROW, { key, scope, isRow: (row) => row.key === key && row.stamp === stamp })));
  for (const [index, row] of unknown.entries()) {
    const bytes = found[index] && bytesOf(found[index]);
    // Changed or gone since the page was chosen.
    if (bytes === undefined) return wholePage(database, asked, kept);
    kept.keep(row.key, row.stamp, bytes);
    giveBytes(row, bytes);
  }
  return rows;
}

const KEPT_ROW = `r.key::text as key, ${STAMP} as stamp, ${CONTENT} as content`;

const runPage = <Row>(database: Database, { values, personId, isOpen }: AskedPage, { text, shown }: PageText): Promise<Row[]> =>
  runPrepared<Row>(database, { text, values, personId, isQuick: true, shown: shown === undefined ? undefined : { text: shown, isOpen } });

async function wholePage<Row extends StampedRow>(database: Database, asked: AskedPage, kept: KeptTexts): Promise<Row[]> {
  const rows = await runPage<Row>(database, asked, asked.texts.whole);
  let known = 0;
  for (const row of rows) {
    const bytes = bytesOf(row);
    if (kept.find(row.key, row.stamp)) known += 1;
    else if (bytes !== undefined) kept.keep(row.key, row.stamp, bytes);
  }
  kept.learn(known, rows.length);
  return rows;
}

/** Gives rows their texts; the rows left without are the answer. */
function giveKnown<Row extends StampedRow>(kept: KeptTexts, rows: readonly Row[]): Row[] {
  const places = rows.map(({ key, stamp }) => kept.find(key, stamp));
  const texts = kept.take(places.filter((place) => place !== undefined));
  let next = 0;
  return rows.filter((row, index) => {
    if (places[index] === undefined) return true;
    giveBytes(row, texts[next++]!);
    return false;
  });
}
