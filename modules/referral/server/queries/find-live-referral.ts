import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { findLiveReferral as operation } from '../../contract/reads.ts';
import { isLive } from '../../contract/states.ts';
import { problemKeyOf } from '../rules/letter.ts';
import { listReferralsOfPerson } from '../store/referrals.ts';

/** Live referrals of a person for whom the asker holds a basis, whoever sent them: track instead of refer. */
export async function findLiveReferral(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { sql, gate, about } = context;
  const basis = await gate.recordBasis(input.personId);
  const live = (await listReferralsOfPerson(sql, input.personId)).filter((row) => isLive(row.flow, row.state) && row.state !== 'planned');
  const key = input.diagnosisCode ? problemKeyOf({ diagnoses: [{ code: input.diagnosisCode, display: '' }] }) : undefined;
  about({ personId: input.personId, basis });
  return {
    referrals: live.map((row) => ({
      id: row.referralId,
      number: row.number,
      flow: row.flow,
      direction: row.direction,
      state: row.state,
      since: row.stateSince.toISOString(),
      fromOrganisationName: row.fromOrganisationName,
      toOrganisationName: row.toOrganisationName,
      diagnosisText: row.primaryText,
      sameProblem: row.flow === 'outward' && (key === undefined || row.problemKey === key),
      mayOpen: true,
    })),
  };
}
