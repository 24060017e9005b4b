import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listOwnReports as operation } from '../../../contract/orders.ts';
import { plainWords } from '../../../contract/plain-words.ts';
import { reportedStates } from '../../../contract/states.ts';
import { listOrdersOfPerson } from '../../store/orders.ts';
import { listLatestReports } from '../../store/reports.ts';

/** The resident's own examinations; a report only when it is issued, and not while a critical value has not reached the doctor. */
export async function listOwnReports({ sql, subject, about }: QueryContext, _input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  if (subject.personId === null) return { reports: [] };
  const rows = (await listOrdersOfPerson(sql, subject.personId)).filter((row) => row.state !== 'cancelled');
  // domain.md 4.3: self-service is blocked until a doctor has seen a critical result.
  const shown = rows.filter((row) => reportedStates.includes(row.state) && (!row.critical || row.acknowledgedAt !== null));
  const reports = new Map((await listLatestReports(sql, shown.map((row) => row.orderId))).map((report) => [report.orderId, report]));
  about({ personId: subject.personId, basis: 'own-record' });
  return {
    reports: rows.map((row) => {
      const report = reports.get(row.orderId);
      return {
        id: row.orderId, title: row.itemName, at: (row.performedAt ?? row.createdAt).toISOString(), state: row.state, plain: plainWords({ state: row.state, shown: report !== undefined, positive: row.positive === true }),
        performedBy: row.performingOrganisationName, reportedBy: row.centreOrganisationName, impression: report?.impression ?? null, findings: report?.findings ?? null, measurements: report?.measurements ?? [],
        amended: report?.status === 'amended' || report?.status === 'corrected',
      };
    }),
  };
}
