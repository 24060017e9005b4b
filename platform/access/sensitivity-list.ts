import type { Sql } from '#platform/database/transaction.ts';

/** Families of code systems that a code may be of; `any` whatever its system. */
const codeFamilies = ['icd10', 'loinc', 'snomed', 'any'] as const;

export interface KindCode {
  readonly family: (typeof codeFamilies)[number];
  /** A code belongs when it begins so. */
  readonly prefix: string;
}

/** A kind of diagnoses that is masked by default, in one version. */
export interface SensitiveKind {
  readonly category: string;
  readonly version: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly isActive: boolean;
  readonly codes: readonly KindCode[];
  readonly reason: string;
  readonly byName: string;
  readonly at: Date;
}

const COLUMNS = `v.category, v.version, v.title_zh as "titleZh", v.title_en as "titleEn", v.is_active as "isActive", v.codes, v.reason, v.by_name as "byName", v.at`;

/** Every kind as it holds now. */
export const listSensitiveKinds = (sql: Sql): Promise<SensitiveKind[]> =>
  sql.query(`select distinct on (v.category) ${COLUMNS} from access.sensitivity_version v order by v.category, v.version desc limit 500`);

/** The newest `limit` versions of one kind, newest first. */
export const listSensitiveKindVersions = (sql: Sql, { category, limit }: { category: string; limit: number }): Promise<SensitiveKind[]> =>
  sql.query(`select ${COLUMNS} from access.sensitivity_version v where v.category = $1 order by v.version desc limit $2`, [category, limit]);

/** Changes wait for each other, so that none is made upon a list that somebody else has just changed. Returns the version that holds, 0 for a new kind. */
export async function lockSensitiveKind(tx: Sql, category: string): Promise<number> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('access.sensitivity', 0))`);
  const rows = await tx.query<{ version: number }>('select coalesce(max(version), 0)::integer as version from access.sensitivity_version where category = $1', [category]);
  return rows[0]!.version;
}

/** Puts a version in force; writes of every process follow it within seconds (`keepSensitivityFresh`). */
export async function putSensitiveKind(tx: Sql, kind: SensitiveKind & { readonly byId: string }): Promise<void> {
  const { category, version, titleZh, titleEn, isActive, codes, reason, byId, byName, at } = kind;
  await tx.execute(
    `insert into access.sensitivity_category (category, title_zh, title_en, is_active) values ($1, $2, $3, $4)
     on conflict (category) do update set title_zh = excluded.title_zh, title_en = excluded.title_en, is_active = excluded.is_active`,
    [category, titleZh, titleEn, isActive],
  );
  await tx.execute('delete from access.sensitivity_code where category = $1', [category]);
  await tx.execute('insert into access.sensitivity_code (category, system_family, code_prefix) select $1, * from unnest($2::text[], $3::text[])', [
    category, codes.map(({ family }) => family), codes.map(({ prefix }) => prefix),
  ]);
  await tx.execute(
    `insert into access.sensitivity_version (category, version, title_zh, title_en, is_active, codes, reason, by_id, by_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [category, version, titleZh, titleEn, isActive, JSON.stringify(codes), reason, byId, byName, at],
  );
}
