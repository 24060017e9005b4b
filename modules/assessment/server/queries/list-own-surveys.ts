import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listOwnSurveys as operation } from '../../contract/surveys.ts';
import { isRefusing, listOwnOpen } from '../store/invitations.ts';

export async function listOwnSurveys({ sql, subject }: QueryContext): Promise<ResultOf<typeof operation>> {
  if (subject.personId === null) return { refuses: false, rows: [] };
  const rows = await listOwnOpen(sql, subject.personId);
  const names = new Map((await listOrganisationSummaries(sql, rows.map(({ organisationId }) => organisationId))).map(({ id, name }) => [id, name]));
  return { refuses: await isRefusing(sql, subject.personId), rows: rows.map(({ organisationId, ...row }) => ({ ...row, organisationName: names.get(organisationId) ?? '' })) };
}
