import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listStatements, StatementLine } from '../../contract/statements.ts';

export interface ChargeRow {
  readonly orderId: string; readonly organisationId: string; readonly reportingName: string; readonly performingOrganisationId: string; readonly performingName: string; readonly contractId: string; readonly kind: string; readonly modality: string;
  readonly month: string; readonly totalFen: number; readonly performedFen: number; readonly reportedFen: number; readonly consortiumFen: number; readonly chargedAt: Date;
}

/** Once an order: a later version of the report costs nothing more. */
export async function insertCharge(tx: Sql, row: ChargeRow): Promise<void> {
  await tx.execute(
    `insert into shared_diagnosis.charge (order_id, owner_organisation_id, reporting_name, performing_organisation_id, performing_name, contract_id, kind, modality, month, total_fen, performed_fen, reported_fen, consortium_fen, charged_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (order_id) do nothing`,
    [
      row.orderId, row.organisationId, row.reportingName, row.performingOrganisationId, row.performingName, row.contractId, row.kind, row.modality, row.month, row.totalFen, row.performedFen, row.reportedFen, row.consortiumFen, row.chargedAt,
    ],
  );
}

/** The charges of a month by site, kind and modality. */
export function listStatementLines(sql: Sql, { organisationId, month }: { organisationId: string; month: string }): Promise<StatementLine[]> {
  return sql.query<StatementLine>(
    `select performing_organisation_id as "performingOrganisationId", max(performing_name) as "performingOrganisationName", owner_organisation_id as "reportingOrganisationId", max(reporting_name) as "reportingOrganisationName", kind, modality,
       count(*) as count, sum(total_fen)::bigint as "totalFen", sum(performed_fen)::bigint as "performedFen", sum(reported_fen)::bigint as "reportedFen", sum(consortium_fen)::bigint as "consortiumFen"
     from shared_diagnosis.charge where owner_organisation_id = $1 and month = $2 group by performing_organisation_id, owner_organisation_id, kind, modality order by 2, kind, modality, 1`,
    [organisationId, month],
  );
}

export interface StatementRow {
  readonly id: string; readonly organisationId: string; readonly organisationName: string; readonly month: string; readonly version: number; readonly lines: readonly StatementLine[]; readonly count: number; readonly totalFen: number;
  readonly seal: string; readonly reason: string | null; readonly frozenAt: Date; readonly frozenByName: string;
}

const COLUMNS = `s.statement_id as id, s.owner_organisation_id as "organisationId", s.organisation_name as "organisationName", s.month, s.statement_version as version, s.lines, s.report_count as count, s.total_fen as "totalFen", s.seal, s.reason,
  s.frozen_at as "frozenAt", s.frozen_by_name as "frozenByName"`;

/** Without a version the latest one. */
export async function findStatement(sql: Sql, { organisationId, month, version }: { organisationId: string; month: string; version?: number | undefined }): Promise<StatementRow | undefined> {
  const rows = await sql.query<StatementRow>(
    `select ${COLUMNS} from shared_diagnosis.statement s where s.owner_organisation_id = $1 and s.month = $2 and ($3::int is null or s.statement_version = $3) order by s.statement_version desc limit 1`,
    [organisationId, month, version ?? null],
  );
  return rows[0];
}

/** Two people who freeze at once queue up here. */
export async function lockStatementMonth(tx: Sql, { organisationId, month }: { organisationId: string; month: string }): Promise<void> {
  await tx.execute(`select pg_advisory_xact_lock(hashtextextended('shared_diagnosis.statement|' || $1::text || '|' || $2::text, 0))`, [organisationId, month]);
}

export async function insertStatement(tx: Sql, row: StatementRow): Promise<void> {
  await tx.execute(
    `insert into shared_diagnosis.statement (statement_id, owner_organisation_id, organisation_name, month, statement_version, lines, report_count, total_fen, seal, reason, frozen_at, frozen_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [row.id, row.organisationId, row.organisationName, row.month, row.version, JSON.stringify(row.lines), row.count, row.totalFen, row.seal, row.reason, row.frozenAt, row.frozenByName],
  );
}

export function pageOfStatements(sql: Sql, gate: Gate, input: InputOf<typeof listStatements>): Promise<Page<StatementRow>> {
  return listPage<StatementRow>(sql, {
    select: COLUMNS,
    from: 'shared_diagnosis.statement s',
    scope: gate.scope({ organisation: ['s.owner_organisation_id'] }),
    filters: [...(input.month ? [{ text: 's.month = ?', values: [input.month] }] : []), ...(input.organisationId ? [{ text: 's.owner_organisation_id = ?', values: [input.organisationId] }] : [])],
    orderBy: 's.month desc, s.organisation_name, s.statement_version desc, s.statement_id',
    limit: input.limit,
    offset: input.offset,
  });
}
