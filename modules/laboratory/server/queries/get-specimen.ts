import { platformProblem } from '#platform/errors/platform-problems.ts';
import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getSpecimen as declared } from '../../contract/specimens.ts';
import { detailOf } from '../commands/act.ts';
import { listSpecimenRows, SPECIMEN_SCOPE, specimenExists } from '../store/specimens.ts';

/** Where the sample is, where it was, and what came of it. */
export async function getSpecimen({ sql, gate, about }: QueryContext, { id }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const [row] = (await listSpecimenRows(sql, { scope: gate.scope(SPECIMEN_SCOPE), filters: [{ text: 's.specimen_id = ?', values: [id] }], limit: 1, offset: 0 })).rows;
  // That there is such a one may be said; that it is closed tells whom to ask.
  if (row === undefined) throw platformProblem((await specimenExists(beyondSight(sql), id)) ? 'platform.record-forbidden' : 'platform.not-found');
  about({ personId: row.personId, organisationId: row.laboratoryOrganisationId, resource: `Specimen/${id}` });
  return detailOf(sql, row);
}
