import { beyondSight } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import { listSpecimenRows, SPECIMEN_SCOPE, specimenExists, type SpecimenRow } from '../store/specimens.ts';

/** The specimen, if the asker may see it; noted as a look at the person's record. */
export async function openVisible({ sql, gate, about }: QueryContext, id: string): Promise<SpecimenRow> {
  const [row] = (await listSpecimenRows(sql, { scope: gate.scope(SPECIMEN_SCOPE), filters: [{ text: 's.specimen_id = ?', values: [id] }], limit: 1, offset: 0 })).rows;
  // That there is such a one may be said; that it is closed tells whom to ask.
  if (row === undefined) throw platformProblem((await specimenExists(beyondSight(sql), id)) ? 'platform.record-forbidden' : 'platform.not-found');
  about({ personId: row.personId, organisationId: row.laboratoryOrganisationId, resource: `Specimen/${id}` });
  return row;
}
