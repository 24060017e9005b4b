import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listOwnReferrals as operation } from '../../contract/reads.ts';
import { plainWords } from '../../contract/plain-words.ts';
import { listSteps } from '../store/actions.ts';
import { listReferralsOfPerson } from '../store/referrals.ts';

/** The resident's own referrals in plain words; drafts of the doctors are not shown. */
export async function listOwnReferrals({ sql, subject, about }: QueryContext, _input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  if (subject.personId === null) return { referrals: [] };
  const rows = (await listReferralsOfPerson(sql, subject.personId)).filter((row) => row.state !== 'draft' && row.state !== 'planned');
  const steps = await listSteps(sql, rows.map((row) => row.referralId));
  about({ personId: subject.personId, basis: 'own-record' });
  return {
    referrals: rows.map((row) => ({
      id: row.referralId,
      number: row.number,
      direction: row.direction,
      state: row.state,
      ...plainWords(row.flow, row.state),
      since: row.stateSince.toISOString(),
      fromOrganisationName: row.fromOrganisationName,
      toOrganisationName: row.toOrganisationName,
      toDepartment: row.toDepartment,
      appointment: row.resource === null ? null : { label: row.resource.label, start: row.resource.start },
      firstVisitDue: row.firstVisitDue,
      steps: steps
        .filter((step) => step.referralId === row.referralId && step.toState !== 'draft' && step.toState !== 'planned')
        .map((step) => ({ state: step.toState, title: plainWords(row.flow, step.toState).plain, at: step.actedAt.toISOString() })),
    })),
  };
}
