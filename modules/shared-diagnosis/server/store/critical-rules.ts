import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { CriticalRule, listCriticalRules, setCriticalRule } from '../../contract/critical.ts';

const COLUMNS = `r.rule_id as id, r.owner_organisation_id as "organisationId", r.kind, r.code, r.title, r.comparator, r.value, r.unit, r.age_days_from as "ageDaysFrom", r.age_days_until as "ageDaysUntil", r.sex, r.department,
  r.valid_from as "validFrom", r.valid_until as "validUntil"`;
const FROM = 'shared_diagnosis.critical_rule r';

export function pageOfRules(sql: Sql, gate: Gate, input: InputOf<typeof listCriticalRules>): Promise<Page<CriticalRule>> {
  const words = `%${(input.q ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return listPage<CriticalRule>(sql, {
    select: COLUMNS,
    from: FROM,
    // Limits are a catalogue of the house; no person stands in it.
    scope: () => ({ text: gate.subject.id === '' ? 'false' : 'true', values: [] }),
    filters: [
      ...(input.kind ? [{ text: 'r.kind = ?', values: [input.kind] }] : []),
      ...(input.code ? [{ text: 'r.code = ?', values: [input.code] }] : []),
      ...(input.q ? [{ text: '(r.title ilike ? or r.code ilike ?)', values: [words, words] }] : []),
    ],
    orderBy: 'r.valid_until is not null, r.kind, r.title, r.comparator, r.rule_id',
    limit: input.limit,
    offset: input.offset,
  });
}

export function listRulesFor(sql: Sql, code: string): Promise<CriticalRule[]> {
  return sql.query<CriticalRule>(`select ${COLUMNS} from ${FROM} where r.code = $1 order by r.rule_id limit 200`, [code]);
}

/** Codes of measured items: what the watch asks Observations for. */
export async function listWatchedCodes(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ code: string }>(`select distinct r.code from ${FROM} where r.valid_until is null or r.valid_until >= current_date order by 1 limit 200`);
  return rows.map(({ code }) => code);
}

export async function insertRule(tx: Sql, row: InputOf<typeof setCriticalRule> & { readonly id: string }): Promise<void> {
  await tx.execute(
    `insert into shared_diagnosis.critical_rule (rule_id, owner_organisation_id, kind, code, title, comparator, value, unit, age_days_from, age_days_until, sex, department, valid_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [row.id, row.organisationId, row.kind, row.code, row.title, row.comparator, row.value ?? null, row.unit ?? null, row.ageDaysFrom ?? null, row.ageDaysUntil ?? null, row.sex ?? null, row.department ?? null, row.validFrom],
  );
}

export async function lockRule(tx: Sql, id: string): Promise<CriticalRule | undefined> {
  return (await tx.query<CriticalRule>(`select ${COLUMNS} from ${FROM} where r.rule_id = $1 for update`, [id]))[0];
}

export async function markRuleEnded(tx: Sql, { id, validUntil, reason }: { id: string; validUntil: string; reason: string }): Promise<void> {
  await tx.execute('update shared_diagnosis.critical_rule set valid_until = $2, end_reason = $3 where rule_id = $1', [id, validUntil, reason]);
}

/** Of the nearest organisation that sets its own, else everywhere's. */
export async function findClock(sql: Sql, organisationIds: readonly string[]): Promise<number[]> {
  const rows = await sql.query<{ minutes: number[] }>(
    `select minutes from shared_diagnosis.critical_clock where owner_organisation_id = any($1::text[]) order by array_position($1::text[], owner_organisation_id) limit 1`,
    [[...organisationIds, '*']],
  );
  return rows[0]?.minutes ?? [10, 20, 30];
}

export async function upsertClock(tx: Sql, { organisationId, minutes }: { organisationId: string; minutes: readonly number[] }): Promise<void> {
  await tx.execute('insert into shared_diagnosis.critical_clock (owner_organisation_id, minutes) values ($1, $2) on conflict (owner_organisation_id) do update set minutes = excluded.minutes', [organisationId, minutes]);
}
