import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { getOrganisation as operation } from '../../contract/organisations.ts';
import { found } from '../rules/found.ts';
import { listActions } from '../store/actions.ts';
import { listAgreementsOf } from '../store/agreements.ts';
import { listCentresOf } from '../store/centres.ts';
import { listMembershipsOf } from '../store/memberships.ts';
import { findOrganisation } from '../store/organisations.ts';

export async function getOrganisation({ sql, now }: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const organisation = found(await findOrganisation(sql, id));
  const [memberships, agreements, centresFor, servedBy, history] = await Promise.all([
    listMembershipsOf(sql, id),
    listAgreementsOf(sql, id, chinaDate(now)),
    listCentresOf(sql, id, 'centre'),
    listCentresOf(sql, id, 'member'),
    listActions(sql, 'organisation', id),
  ]);
  return { organisation, memberships, agreements, centresFor, servedBy, history };
}
