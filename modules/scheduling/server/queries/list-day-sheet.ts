import { listResourcesById } from '#fhir/repository/read.ts';
import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listDaySheet as operation } from '../../contract/reservations.ts';
import { namesOf, patientName } from '../rules/names.ts';
import { listSheetRows } from '../store/reservations.ts';

/** Who comes to the clinics of the own organisation, and whom the own organisation has booked elsewhere. */
export async function listDaySheet({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listSheetRows(sql, input, gate.scope({ organisation: ['r.owner_organisation_id', 'r.by_organisation_id'] }));
  const patients = await listResourcesById(sql, 'Patient', [...new Set(page.rows.map((row) => row.personId))]);
  const byId = new Map(patients.map((patient) => [patient.id, patient]));
  const names = namesOf(await listOrganisationSummaries(sql, page.rows.map((row) => row.byOrganisationId)));
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...row, personName: patientName(byId.get(row.personId)), byOrganisationName: names(row.byOrganisationId) })),
  };
}
