import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { referralProblems } from '../../contract/problems.ts';
import type { checkReferral as operation, CheckFinding } from '../../contract/reads.ts';
import { isLive } from '../../contract/states.ts';
import { askConsortium } from '../commands/act/partners.ts';
import { missingForSubmission, problemKeyOf, suggestCriteria } from '../rules/letter.ts';
import { listValidCriteria } from '../store/catalogue.ts';
import { listReferralsOfPerson } from '../store/referrals.ts';
import { capacityOf } from './capacity.ts';

const problem = problemsOf(referralProblems);
type Input = InputOf<typeof operation>;
type Code = keyof typeof referralProblems;

const blocked = (code: Code, path?: string): CheckFinding => ({ code, level: 'blocked', ...(path ? { path } : {}), message: problem(code).text });

/** The guards of submission without submitting: what blocks, what needs a reason, what is in order. */
export async function checkReferral(context: QueryContext, input: Input): Promise<ResultOf<typeof operation>> {
  const { sql, gate, now, about } = context;
  const basis = await gate.findRecordBasis(input.personId);
  const fromOrganisationId = input.fromOrganisationId ?? gate.subject.organisationId ?? '';
  const toOrganisationId = input.toOrganisationId || null;
  const findings: CheckFinding[] = [
    ...(toOrganisationId === null && !input.outsideHospitalName ? [blocked('referral.no-destination', 'toOrganisationId')] : []),
    ...(toOrganisationId === fromOrganisationId ? [blocked('referral.same-organisation', 'toOrganisationId')] : []),
    ...missingForSubmission(input.letter, input.priority).map(({ path, message }): CheckFinding => ({ code: 'referral.incomplete', level: 'blocked', path, message })),
    ...(input.letter.consent?.given !== true && input.priority !== 'emergency' ? [blocked('referral.no-consent', 'letter.consent')] : []),
    ...(basis === undefined ? [] : await alreadyLive(context, input)),
    ...(await consortiumFindings(context, input, { fromOrganisationId, toOrganisationId })),
  ];
  if (basis !== undefined) about({ personId: input.personId, basis });
  const criteria = await listValidCriteria(sql, { onDay: chinaDate(now), direction: 'up' });
  const capacity = toOrganisationId === null ? null : ((await capacityOf(sql, [toOrganisationId], now))[toOrganisationId] ?? null);
  return { ready: basis !== undefined && findings.every((each) => each.level !== 'blocked'), findings, suggestedCriteria: suggestCriteria(input.letter, criteria), capacity };
}

async function alreadyLive({ sql }: QueryContext, input: Input): Promise<CheckFinding[]> {
  const key = problemKeyOf(input.letter);
  const live = (await listReferralsOfPerson(sql, input.personId)).some(
    (row) => row.flow === 'outward' && isLive(row.flow, row.state) && row.problemKey === key && row.referralId !== input.id,
  );
  return live ? [blocked('referral.already-live', 'personId')] : [];
}

async function consortiumFindings({ sql, now }: QueryContext, input: Input, sides: { fromOrganisationId: string; toOrganisationId: string | null }): Promise<CheckFinding[]> {
  const answer = await askConsortium(sql, { ...input, ...sides }, now);
  const findings: CheckFinding[] = [];
  if (!answer.agreed) findings.push(blocked('referral.no-agreement', 'toOrganisationId'));
  else if (answer.agreementId !== null) findings.push({ code: 'agreement', level: 'ok', message: { zh: '双向转诊协议有效', en: 'A referral agreement is valid' } });
  if (answer.disease === undefined) return findings;
  const { verdict, reason } = answer.disease;
  const overridden = (input.overrideReason ?? '') !== '' || input.priority === 'emergency';
  const level = verdict === 'supported' ? 'ok' : verdict === 'not-listed' || overridden ? 'warning' : 'blocked';
  return [...findings, { code: verdict === 'advised-against' ? (input.direction === 'up' ? 'referral.treat-locally' : 'referral.not-for-receiver') : `disease-list.${verdict}`, level, path: 'overrideReason', message: reason }];
}
