import { missingForSubmission } from '../../rules/letter.ts';
import { reasonKnown } from '../../store/catalogue.ts';
import type { ReferralRow } from '../../store/row.ts';
import { problem, type ActContext } from './act-context.ts';
import { askConsortium } from './partners.ts';

/**
 * The guards of every submission, first and repeated: a receiver, a complete letter, consent, an agreement unless
 * emergency, and the disease list, which a written reason overrides. Returns the columns they settle.
 */
export async function guardSubmission(context: ActContext, row: ReferralRow, overrideReason: string | undefined): Promise<Partial<ReferralRow>> {
  if (row.toOrganisationId === null && !row.outside) throw problem('referral.no-destination');
  const missing = missingForSubmission(row.letter, row.priority);
  if (missing.length > 0) throw problem('referral.incomplete', missing);
  if (row.letter.consent?.given !== true && row.priority !== 'emergency') throw problem('referral.no-consent');
  const kind = row.direction;
  if (row.reasonCode !== null && !(await reasonKnown(context.tx, { kind, code: row.reasonCode }))) throw problem('referral.reason-unknown');
  const { agreed, agreementId, disease } = await askConsortium(context.tx, row, context.now);
  if (!agreed) throw problem('referral.no-agreement');
  const override = overrideReason === undefined || overrideReason === '' ? null : overrideReason;
  if (disease?.verdict === 'advised-against' && override === null && row.priority !== 'emergency') {
    throw problem(row.direction === 'up' ? 'referral.treat-locally' : 'referral.not-for-receiver', [{ path: 'overrideReason', message: disease.reason }]);
  }
  return { agreementId, overrideReason: override, diseaseVerdict: disease?.verdict ?? null, rejectionCode: null };
}
