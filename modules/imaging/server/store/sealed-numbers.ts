import { keyRing } from '#platform/crypto/ring-in-use.ts';
import type { KeyNeed, SealedText } from '#platform/crypto/sealed-column.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { holdsIdentityNumber, normaliseIdCard } from '#platform/kernel/check-digits.ts';

/** Texts with identity numbers of one row, sealed together and bound to it; blind index of Patient ID. */
const PURPOSE = 'imaging.patient-number';

/** Made before anything is stored (`makeFirstKeys`). */
export const PATIENT_NUMBER_KEYS: KeyNeed = { purpose: PURPOSE, index: { purpose: PURPOSE } };

/** Tables with sealed texts, and what names a row of each. */
const TABLES = { 'imaging.study': 'study_uid', 'imaging.series': 'series_uid', 'imaging.instance': 'sop_uid' } as const;
export type SealedTable = keyof typeof TABLES;

interface Open {
  readonly id: string;
  readonly numbers: readonly string[];
}

/** In the order given; null where there is nothing to seal. */
export async function sealNumbers(sql: Sql, table: SealedTable, rows: readonly Open[]): Promise<(string | null)[]> {
  const given = rows.filter(({ numbers }) => numbers.length > 0);
  const sealed = await keyRing().sealTexts(sql, PURPOSE, given.map(({ id, numbers }) => ({ about: `${table}/${id}`, text: JSON.stringify(numbers) })));
  let next = 0;
  return rows.map(({ numbers }) => (numbers.length === 0 ? null : sealed[next++]!));
}

/** In the order given; empty where nothing was sealed. */
export async function openNumbers(sql: Sql, table: SealedTable, rows: readonly { readonly id: string; readonly sealed: string | null }[]): Promise<(readonly string[])[]> {
  const given = rows.filter((row): row is { id: string; sealed: string } => row.sealed !== null);
  const texts = await keyRing().openTexts(sql, given.map(({ id, sealed }) => ({ about: `${table}/${id}`, sealed })));
  let next = 0;
  return rows.map(({ sealed }) => (sealed === null ? [] : (JSON.parse(texts[next++]!) as string[])));
}

/** The blind index of these Patient IDs, in the order given, however their digits are parted; null for those that stand in clear. */
export async function patientIdIndexes(sql: Sql, ids: readonly (string | null)[]): Promise<(Buffer | null)[]> {
  const numbers = ids.map((id) => (id !== null && holdsIdentityNumber(id) ? normaliseIdCard(id) : null));
  const digests = await keyRing().blindIndexes(sql, PURPOSE, numbers.filter((number) => number !== null));
  let next = 0;
  return numbers.map((number) => (number === null ? null : digests[next++]!));
}

/** `y1.`, the id of the key, a dot. */
const HEAD_LETTERS = 16;
const HEAD = `left(sealed_numbers, ${HEAD_LETTERS})`;
/** `<>` is served by no index. */
const IS_STALE = `sealed_numbers is not null and (${HEAD} < $1 or ${HEAD} > $1)`;
const NAMES = Object.keys(TABLES) as SealedTable[];

/** For rotations; `after` is `<place of the table>|<id>`. */
export const PATIENT_NUMBERS: SealedText = {
  purpose: PURPOSE,
  countStale: async (sql) => {
    const prefix = await keyRing().activePrefix(sql, PURPOSE);
    let total = 0;
    for (const table of NAMES) total += (await sql.query<{ total: number }>(`select count(*)::float8 as total from ${table} where ${IS_STALE}`, [prefix]))[0]!.total;
    return total;
  },
  resealSome: async (sql, { after, limit }) => {
    const prefix = await keyRing().activePrefix(sql, PURPOSE);
    const [place, from] = after === '' ? [0, ''] : [Number(after.split('|')[0]), after.split('|')[1]!];
    for (let at = place; at < NAMES.length; at += 1) {
      const table = NAMES[at]!;
      const id = TABLES[table];
      const rows = await sql.query<{ id: string; sealed: string }>(
        `select ${id} as id, sealed_numbers as sealed from ${table} where ${IS_STALE} and ${id} > $2 order by ${id} limit $3 for update`, [prefix, at === place ? from : '', limit]);
      if (rows.length === 0) continue;
      const numbers = await openNumbers(sql, table, rows);
      const sealed = await sealNumbers(sql, table, rows.map((row, index) => ({ id: row.id, numbers: numbers[index]! })));
      await sql.execute(`update ${table} set sealed_numbers = given.sealed from unnest($1::text[], $2::text[]) as given (id, sealed) where ${table}.${id} = given.id`, [rows.map((row) => row.id), sealed]);
      return { last: `${at}|${rows.at(-1)!.id}`, count: rows.length };
    }
    return undefined;
  },
};
