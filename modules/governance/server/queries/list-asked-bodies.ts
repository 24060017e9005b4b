import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listAskedBodies as operation } from '../../contract/meetings.ts';
import { askedBodies } from '../store/asked-bodies.ts';
import { listBodyRows } from '../store/bodies.ts';

/** Each with the body that the own organisation founded for it. */
export async function listAskedBodies({ sql, gate, subject }: QueryContext): Promise<ResultOf<typeof operation>> {
  const own = (await listBodyRows(sql, gate)).filter(({ ownerOrganisationId }) => ownerOrganisationId === subject.organisationId);
  return { rows: (await askedBodies(sql)).map((asked) => ({ ...asked, bodyId: own.find(({ sourceId }) => sourceId === asked.sourceId)?.id ?? null })) };
}
