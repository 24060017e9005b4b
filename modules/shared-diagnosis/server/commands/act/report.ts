import { chinaDate } from '#platform/kernel/period.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { writePreliminary } from '../../../contract/reading.ts';
import { observationsOf } from '../../rules/fhir-order.ts';
import { measurementsOf, type Measurement } from '../../rules/measurements.ts';
import { sealOf } from '#platform/signature/act-chain.ts';
import { splitPrice } from '../../rules/split.ts';
import { findContract } from '../../store/contracts.ts';
import { insertCharge } from '../../store/statements.ts';
import { findReport, insertReport, type ReportRow } from '../../store/reports.ts';
import type { OrderRow } from '../../store/row.ts';
import { findTemplate } from '../../store/templates.ts';
import { problem, readerIdOf, type ActContext } from './act-context.ts';
import { priceOf } from './centre.ts';
import type { ExtraResource } from './act-shape.ts';

type Content = Omit<InputOf<typeof writePreliminary>, 'id' | 'version'>;

export interface Signing {
  readonly status: ReportRow['status'];
  readonly content: Content;
  readonly reason?: string;
  readonly reviewer?: { readonly id: string; readonly name: string } | null;
  /** The author stays when somebody else signs a later version as reviewer. */
  readonly author?: { readonly id: string; readonly name: string };
}

export interface SignedReport {
  readonly report: ReportRow;
  /** Values of the version before that no longer stand in it. */
  readonly withdrawn: readonly ExtraResource[];
}

/** The next version, stored as it was signed; its seal covers the seal of the version before. */
export async function signReport(context: ActContext, row: OrderRow, { status, content, reason, reviewer, author }: Signing): Promise<SignedReport> {
  const before = await findReport(context.tx, row.orderId);
  const own = { id: readerIdOf(context.subject), name: context.subject.name };
  const writer = author ?? own;
  if (content.impression === '' || (content.findings === '' && content.measurements.length === 0)) {
    throw problem('shared-diagnosis.report-empty', [{ path: content.impression === '' ? 'impression' : 'findings', message: { zh: '请填写', en: 'Please fill in' } }]);
  }
  const { measurements, template } = await measured(context, content, before);
  const body = { findings: content.findings, impression: content.impression, measurements, positive: content.positive, status, author: writer.id, reviewer: reviewer?.id ?? null, reason: reason ?? null };
  const report: ReportRow = {
    orderId: row.orderId, reportVersion: row.reportVersion + 1, ownerOrganisationId: row.centreOrganisationId, organisationName: row.centreOrganisationName, personId: row.personId, status,
    findings: content.findings, impression: content.impression, measurements, positive: content.positive, critical: row.critical, templateId: template?.id ?? null, templateVersion: template?.version ?? null,
    authorId: writer.id, authorName: writer.name, reviewerId: reviewer?.id ?? null, reviewerName: reviewer?.name ?? null, reason: reason ?? null, signedAt: context.now,
    seal: sealOf([before?.seal ?? null, row.orderId, row.reportVersion + 1, context.now.toISOString(), body]),
  };
  await insertReport(context.tx, report);
  return { report, withdrawn: before === undefined ? [] : withdrawnValues(row, before, report) };
}

async function measured(context: ActContext, content: Content, before: ReportRow | undefined): Promise<{ measurements: readonly Measurement[] & Measurement[]; template: { id: string; version: number } | undefined }> {
  const id = content.templateId ?? before?.templateId ?? undefined;
  const template = id === undefined ? undefined : await findTemplate(context.tx, id, context.subject);
  if (template === undefined && content.measurements.length > 0 && before !== undefined) return { measurements: keptValues(content, before), template: undefined };
  const { measurements, faults } = measurementsOf(template?.fields ?? [], content.measurements);
  if (faults.length > 0) throw problem('shared-diagnosis.measurement-invalid', faults);
  return { measurements: [...measurements], template };
}

/** A reviewer who cannot see the author's own template keeps unit and limits of the version before. */
function keptValues(content: Content, before: ReportRow): Measurement[] {
  const { measurements, faults } = measurementsOf(before.measurements.map((each) => ({ ...each, required: false })), content.measurements);
  if (faults.length > 0) throw problem('shared-diagnosis.measurement-invalid', faults);
  return [...measurements];
}

/** FHIR keeps them as entered in error: nobody reads a value that the report has taken back. */
function withdrawnValues(row: OrderRow, before: ReportRow, report: ReportRow): ExtraResource[] {
  const present = new Set(observationsOf(row, report).map((each) => each.id));
  return observationsOf(row, before)
    .filter((each) => !present.has(each.id))
    .map((each) => ({ method: 'put', resource: { ...each, status: 'entered-in-error' as const }, ownerOrganisationId: report.ownerOrganisationId }));
}

/** R034: once, when the report is first issued, the price is split between who examined and who read. */
export async function chargeOnce(context: ActContext, row: OrderRow): Promise<void> {
  const contract = await findContract(context.tx, row.contractId);
  if (contract === undefined) return;
  const totalFen = priceOf(contract, row.modality);
  await insertCharge(context.tx, {
    orderId: row.orderId, organisationId: row.centreOrganisationId, reportingName: row.centreOrganisationName, performingOrganisationId: row.performingOrganisationId, performingName: row.performingOrganisationName,
    contractId: row.contractId, kind: row.kind, modality: row.modality, month: chinaDate(context.now).slice(0, 7), totalFen, ...splitPrice(totalFen, contract.shares), chargedAt: context.now,
  });
}

export const contentOf = (report: ReportRow): Content => ({
  findings: report.findings, impression: report.impression, positive: report.positive, templateId: report.templateId, measurements: report.measurements.map(({ code, value }) => ({ code, value })),
});

/** What a reviewer or amender leaves empty stays as the version before has it. */
export function mergedContent(given: Content, before: ReportRow): Content {
  const kept = contentOf(before);
  const untouched = given.findings === '' && given.impression === '' && given.measurements.length === 0;
  if (untouched) return kept;
  return { ...given, findings: given.findings === '' ? kept.findings : given.findings, impression: given.impression === '' ? kept.impression : given.impression, templateId: given.templateId ?? kept.templateId };
}
