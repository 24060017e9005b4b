import { platformProblem } from '#platform/errors/platform-problems.ts';
import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import { ECG_SCOPE, ecgExists, listEcgRows, type EcgRow } from '../store/records.ts';

/** The record, by its id or by that of its FHIR Observation, if the gate lets the asker see it; says apart what is not there and what is not theirs. The read is audited. */
export async function visibleEcg({ sql, gate, about }: QueryContext, id: string): Promise<EcgRow> {
  const { rows } = await listEcgRows(sql, { scope: gate.scope(ECG_SCOPE), filters: [{ text: 'record.record_id = ? or record.observation_id = ?', values: [id, id] }], limit: 1, offset: 0 });
  const row = rows[0];
  // That there is such a one may be said; that it is closed tells whom to ask.
  if (row === undefined) throw platformProblem((await ecgExists(beyondSight(sql), id)) ? 'platform.record-forbidden' : 'platform.not-found');
  about({ personId: row.personId, organisationId: row.organisationId, resource: row.documentId === null ? null : `DocumentReference/${row.documentId}` });
  return row;
}
