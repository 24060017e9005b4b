import type { Sql } from '#platform/database/transaction.ts';
import type { ReportVersion } from '../../contract/orders.ts';

/** One row of the append-only `shared_diagnosis.report`. */
export interface ReportRow {
  readonly orderId: string; readonly reportVersion: number; readonly ownerOrganisationId: string; readonly organisationName: string; readonly personId: string; readonly status: ReportVersion['status'];
  readonly findings: string; readonly impression: string; readonly measurements: ReportVersion['measurements']; readonly positive: boolean; readonly critical: boolean;
  readonly templateId: string | null; readonly templateVersion: number | null; readonly authorId: string; readonly authorName: string; readonly reviewerId: string | null; readonly reviewerName: string | null;
  readonly reason: string | null; readonly signedAt: Date; readonly seal: string;
}

const COLUMNS = `order_id as "orderId", report_version as "reportVersion", owner_organisation_id as "ownerOrganisationId", organisation_name as "organisationName", person_id as "personId", status, findings, impression, measurements, positive,
  critical, template_id as "templateId", template_version as "templateVersion", author_id as "authorId", author_name as "authorName", reviewer_id as "reviewerId", reviewer_name as "reviewerName", reason, signed_at as "signedAt", seal`;

export async function insertReport(tx: Sql, row: ReportRow): Promise<void> {
  await tx.execute(
    `insert into shared_diagnosis.report (order_id, report_version, owner_organisation_id, organisation_name, person_id, status, findings, impression, measurements, positive, critical, template_id, template_version, author_id,
       author_name, reviewer_id, reviewer_name, reason, signed_at, seal)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      row.orderId, row.reportVersion, row.ownerOrganisationId, row.organisationName, row.personId, row.status, row.findings, row.impression, JSON.stringify(row.measurements), row.positive, row.critical, row.templateId,
      row.templateVersion, row.authorId, row.authorName, row.reviewerId, row.reviewerName, row.reason, row.signedAt, row.seal,
    ],
  );
}

export async function findReport(sql: Sql, orderId: string): Promise<ReportRow | undefined> {
  return (await sql.query<ReportRow>(`select ${COLUMNS} from shared_diagnosis.report where order_id = $1 order by report_version desc limit 1`, [orderId]))[0];
}

export function listReports(sql: Sql, orderId: string): Promise<ReportRow[]> {
  return sql.query<ReportRow>(`select ${COLUMNS} from shared_diagnosis.report where order_id = $1 order by report_version desc limit 100`, [orderId]);
}

/** The latest version of each order. */
export function listLatestReports(sql: Sql, orderIds: readonly string[]): Promise<ReportRow[]> {
  return sql.query<ReportRow>(`select distinct on (order_id) ${COLUMNS} from shared_diagnosis.report where order_id = any($1::text[]) order by order_id, report_version desc`, [orderIds]);
}
