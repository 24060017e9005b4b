import type { Client } from 'pg';
import type { Transaction } from '#platform/database/transaction.ts';
import { queryPrepared } from './prepared.ts';
import type { TextRow } from '#fhir/search/text/text-rows.ts';

/** Texts that this process knows to be stored and committed in one database; the older half is forgotten first. */
class KnownTexts {
  /** Rows that are made once and asked about often (`textRowsOf`). */
  private readonly rows = new WeakSet<TextRow>();
  private recent = new Set<string>();
  private older = new Set<string>();

  has(name: string): boolean {
    if (this.recent.has(name)) return true;
    if (!this.older.has(name)) return false;
    this.add([name]);
    return true;
  }

  hasRow(row: TextRow): boolean {
    if (this.rows.has(row)) return true;
    const isKnown = this.has(nameOf(row));
    if (isKnown) this.rows.add(row);
    return isKnown;
  }

  add(names: Iterable<string>): void {
    for (const name of names) this.recent.add(name);
    if (this.recent.size < KNOWN_MAX) return;
    this.older = this.recent;
    this.recent = new Set();
  }
}

const KNOWN_MAX = 50_000;
const knownIn = new Map<string, KnownTexts>();

function knownTexts({ client }: Partial<Transaction>): KnownTexts {
  if (!client) return new KnownTexts();
  const { host, port, database = '' } = client as Partial<Pick<Client, 'host' | 'port' | 'database'>>;
  const place = `${host}:${port}/${database}`;
  let known = knownIn.get(place);
  if (!known) knownIn.set(place, (known = new KnownTexts()));
  return known;
}

const nameOf = ({ parameter, link, words, written }: TextRow): string => `${parameter} ${link} ${written ?? words}`;

/**
 * Stores the texts that are not there yet; a statement is sent only for texts that are new to this process. Two transactions
 * that bring the same new text at once may both store it: harmless, and neither waits for the other as at a unique index.
 */
export async function storeTexts(tx: Transaction, rows: Iterable<TextRow>): Promise<void> {
  const known = knownTexts(tx);
  const fresh = new Map<string, TextRow>();
  for (const row of rows) {
    if (!known.hasRow(row)) fresh.set(nameOf(row), row);
  }
  if (fresh.size === 0) return;
  if (tx.isDistributed) await insertDistributed(tx, [...fresh.values()]);
  else await insertMissing(tx, fresh);
  (tx as Partial<Transaction>).afterCommit?.(() => known.add(fresh.keys()));
}

async function insertMissing(tx: Transaction, fresh: ReadonlyMap<string, TextRow>): Promise<void> {
  const column = (pick: (row: TextRow) => string | null): (string | null)[] => [...fresh.values()].map(pick);
  await queryPrepared(
    tx,
    // From a subquery the planner does not see how few they are: it would plan anew each time, which takes longer than the insert.
    `insert into fhir.text_value (parameter, link, words, written)
     select v.* from (select $1::bigint[] as parameter, $2::bigint[] as link, $3::text[] as words, $4::text[] as written offset 0) as p,
       unnest(p.parameter, p.link, p.words, p.written) as v (parameter, link, words, written)
     where not exists (select 1 from fhir.text_value t where t.link = v.link and t.parameter = v.parameter and t.words = v.words and t.written is not distinct from v.written)`,
    [column((row) => row.parameter), column((row) => row.link), column((row) => row.words), column((row) => row.written)],
  );
}

/** Reading and inserting apart: in one statement Citus would make every writer of new texts wait for the one before. */
async function insertDistributed(tx: Transaction, fresh: readonly TextRow[]): Promise<void> {
  const there = await tx.query<TextRow>('select parameter::text as parameter, link::text as link, words, written from fhir.text_value where link = any($1::bigint[])', [
    `{${[...new Set(fresh.map(({ link }) => link))].join(',')}}`,
  ]);
  const names = new Set(there.map(nameOf));
  const missing = fresh.filter((row) => !names.has(nameOf(row)));
  if (missing.length === 0) return;
  const tuples = missing.map((_, index) => `($${index * 4 + 1},$${index * 4 + 2},$${index * 4 + 3},$${index * 4 + 4})`).join(',');
  await tx.execute(`insert into fhir.text_value (parameter, link, words, written) values ${tuples}`, missing.flatMap(({ parameter, link, words, written }) => [parameter, link, words, written]));
}
