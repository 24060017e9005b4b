import type { DiagnosticReport } from '#fhir/types/resources.gen.ts';
import { searchResources } from '#fhir/repository/search.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listPriorReports as operation } from '../../../contract/orders.ts';
import { problem } from '../../commands/act/act-context.ts';
import { sidesOf } from '../../rules/card.ts';
import { findOrder, listOrdersOfPerson } from '../../store/orders.ts';
import { sectionOf } from '../../rules/fhir-codes.ts';

const SHOWN_MAX = 30;

/** From the person's record, through the gate: reports of every site, the same kind first, the newest first. */
export async function listPriorReports(context: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { sql, subject } = context;
  const row = await findOrder(sql, id);
  if (row === undefined || sidesOf(subject, row).length === 0) throw problem('shared-diagnosis.not-found');
  await context.gate.recordBasis(row.personId);
  const { resources } = await searchResources(sql, subject, `DiagnosticReport?subject=Patient/${row.personId}&status=final,amended,corrected,appended&_sort=-date&_count=${SHOWN_MAX}`);
  context.about({ personId: row.personId, resource: `ServiceRequest/${row.orderId}` });
  const orders = new Map((await listOrdersOfPerson(sql, row.personId)).map((order) => [order.orderId, order]));
  const section = sectionOf(row.kind).coding?.[0]?.code;
  const reports = resources.flatMap((resource) => (resource.resourceType === 'DiagnosticReport' && resource.id !== row.orderId ? [resource] : []));
  const lines = reports.map((report) => {
    const data = orders.get(report.id ?? '')?.data ?? [];
    return {
      id: report.id ?? '', reference: `DiagnosticReport/${report.id ?? ''}`, title: report.code.text ?? report.code.coding?.[0]?.display ?? '', at: report.effectiveDateTime ?? report.issued ?? '',
      organisationName: report.performer?.[0]?.display ?? null, conclusion: report.conclusion ?? null, sameKind: sectionsOf(report).includes(section ?? '-'),
      studyUid: uidOf(report) ?? data.find((each) => each.kind === 'study')?.uid ?? null, ecgRecordId: data.find((each) => each.kind === 'ecg')?.uid ?? null,
    };
  });
  return { reports: lines.sort((a, b) => Number(b.sameKind) - Number(a.sameKind)) };
}

const sectionsOf = (report: DiagnosticReport): (string | undefined)[] => (report.category ?? []).flatMap((category) => (category.coding ?? []).map((coding) => coding.code));
const uidOf = (report: DiagnosticReport): string | undefined => report.imagingStudy?.[0]?.identifier?.value?.replace(/^urn:oid:/, '');
