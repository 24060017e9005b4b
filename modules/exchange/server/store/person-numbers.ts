import { keyRing } from '#platform/crypto/ring-in-use.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { hashOf } from './messages.ts';

export interface LocalNumber {
  readonly system: string | undefined;
  readonly value: string;
}

const PURPOSE = 'exchange.person-number';
const textOf = (organisationId: string, { system, value }: LocalNumber): string => JSON.stringify([organisationId, system ?? '', value]);

/** Keyed, so that who has the table cannot try numbers against it. */
const digestsOf = async (sql: Sql, organisationId: string, numbers: readonly LocalNumber[]): Promise<string[]> =>
  (await keyRing().blindIndexes(sql, PURPOSE, numbers.map((number) => textOf(organisationId, number)))).map((digest) => digest.toString('hex'));

/** As rows of before this was keyed have it; they are found until the number is said again. */
const formerDigest = (organisationId: string, number: LocalNumber): string => hashOf(textOf(organisationId, number));

/** One transaction at a time decides who stands behind these numbers. */
export async function lockNumbers(tx: Transaction, organisationId: string, numbers: readonly LocalNumber[]): Promise<void> {
  const digests = (await digestsOf(tx, organisationId, numbers)).sort();
  if (digests.length > 0) await tx.query("select pg_advisory_xact_lock(hashtextextended('exchange' || digest, 0)) from unnest($1::text[]) as digest", [digests]);
}

/** The persons that the organisation knows by these numbers, the first number first. */
export async function findPersons(sql: Sql, organisationId: string, numbers: readonly LocalNumber[]): Promise<string[]> {
  if (numbers.length === 0) return [];
  const keyed = await digestsOf(sql, organisationId, numbers);
  const digests = numbers.flatMap((number, at) => [keyed[at]!, formerDigest(organisationId, number)]);
  const rows = await sql.query<{ digest: string; personId: string }>(
    'select number_digest as digest, person_id as "personId" from exchange.person_number where owner_organisation_id = $1 and number_digest = any($2::text[])',
    [organisationId, digests],
  );
  const found = new Map(rows.map(({ digest, personId }) => [digest, personId]));
  return [...new Set(digests.flatMap((digest) => found.get(digest) ?? []))];
}

export interface NumberUse {
  readonly organisationId: string;
  readonly numbers: readonly LocalNumber[];
  readonly personId: string;
  readonly messageId: string;
  readonly at: Date;
}

/** From now on these numbers mean this person. */
export async function rememberNumbers(sql: Sql, { organisationId, numbers, personId, messageId, at }: NumberUse): Promise<void> {
  const digests = [...new Set(await digestsOf(sql, organisationId, numbers))];
  if (digests.length === 0) return;
  await sql.execute(
    `insert into exchange.person_number (owner_organisation_id, number_digest, person_id, since, message_id)
     select $1, digest, $3, $4, $5 from unnest($2::text[]) as digest
     on conflict on constraint person_number_key do update set person_id = excluded.person_id, since = excluded.since, message_id = excluded.message_id
     where person_number.person_id <> excluded.person_id`,
    [organisationId, digests, personId, at, messageId],
  );
}
