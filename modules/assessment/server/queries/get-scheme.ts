import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getScheme as operation } from '../../contract/schemes.ts';
import { found } from '../rules/found.ts';
import { listActions } from '../store/actions.ts';
import { findScheme } from '../store/schemes.ts';

export async function getScheme({ sql, gate }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { content, text, draftedById: _, ...scheme } = found(await findScheme(sql, id));
  gate.requireOrganisation(scheme.ownerOrganisationId);
  return { scheme, content, text, history: await listActions(sql, id) };
}
