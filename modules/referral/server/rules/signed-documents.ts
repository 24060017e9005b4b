import { canonicalJson } from '#platform/signature/canonical-json.ts';
import type { SignedKind } from '../../contract/signed.ts';
import type { ReferralAction } from '../../contract/states.ts';
import type { ReferralRow } from '../store/row.ts';

/** Acts by which somebody answers for a document with a name: what is sent, what was found, what primary care goes on with. */
const KIND_OF: Readonly<Partial<Record<ReferralAction, SignedKind>>> = {
  submit: 'letter',
  resubmit: 'letter',
  'register-emergency': 'letter',
  'offer-down': 'letter',
  'report-outcome': 'outcome',
  'discharge-with-plan': 'care-plan',
};

export const signedKindOf = (action: ReferralAction): SignedKind | undefined => KIND_OF[action];

type Documents = Pick<ReferralRow, 'referralId' | 'number' | 'letterPersonId' | 'fromOrganisationId' | 'flow' | 'letter' | 'outcome' | 'carePlan'>;

/**
 * What is signed: the document with whose it is, not what the referral goes through afterwards (state, priority, destination). Each act
 * signs a document of its own, so that a letter that is sent again does not make the signature under the first look broken.
 */
export function signedDocumentOf(kind: SignedKind, row: Documents, actionId: string): { document: string; bytes: Buffer } {
  const { referralId, number, letterPersonId, fromOrganisationId, flow } = row;
  const content = kind === 'letter' ? row.letter : kind === 'outcome' ? row.outcome : row.carePlan;
  const text = canonicalJson({ kind, referralId, number, personId: letterPersonId, fromOrganisationId, flow, content });
  return { document: `referral/${referralId}/${kind}/${actionId}`, bytes: Buffer.from(text, 'utf8') };
}
