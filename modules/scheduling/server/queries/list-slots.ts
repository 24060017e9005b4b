import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSlots as operation } from '../../contract/clinics.ts';
import { namesOf } from '../rules/names.ts';
import { listSlotRows } from '../store/slots.ts';

export async function listSlots({ sql, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listSlotRows(sql, input, now);
  const names = namesOf(await listOrganisationSummaries(sql, page.rows.map((row) => row.organisationId)));
  return { ...page, rows: page.rows.map((row) => ({ ...row, organisationName: names(row.organisationId) })) };
}
