import type { OrderDetail, ReportVersion } from '../../contract/orders.ts';
import type { ActionRow } from '../store/actions.ts';
import type { ReportRow } from '../store/reports.ts';

export const reportOf = (row: ReportRow): ReportVersion => ({
  version: row.reportVersion, status: row.status, findings: row.findings, impression: row.impression, measurements: row.measurements, positive: row.positive, critical: row.critical, authorName: row.authorName,
  reviewerName: row.reviewerName, reason: row.reason, at: row.signedAt.toISOString(), organisationName: row.organisationName,
});

export const stepOf = (row: ActionRow): OrderDetail['steps'][number] => ({
  sequence: row.sequence, action: row.action, toState: row.toState, at: row.actedAt.toISOString(), actorName: row.actorName, organisationName: row.organisationName, note: row.note, signature: row.signature,
});
