import { idOf, type SignedSource } from '#platform/signature/signed-source.ts';
import { signedDocumentOf, signedKindOf } from '../rules/signed-documents.ts';
import { actions, type ReferralAction } from '../../contract/states.ts';
import { listReferralsById } from './referrals.ts';

const KINDS = ['letter', 'outcome', 'care-plan'] as const;
const ACTIONS: readonly ReferralAction[] = actions.filter((action) => signedKindOf(action) !== undefined);

interface Signed {
  readonly referralId: string;
  readonly actionId: string;
  readonly action: ReferralAction;
}

/** Letters, outcomes and care plans; of each the last one is kept, an earlier one was replaced. */
export const signedReferralDocuments: SignedSource = {
  kind: 'referral',
  read: async (sql, documents) => {
    const ids = [...new Set(documents.map((document) => idOf(document).split('/')[0]!))];
    const acts = await sql.query<Signed>(
      `select referral_id as "referralId", action_id as "actionId", action from referral.action where referral_id = any($1::text[]) and action = any($2::text[]) order by referral_id, sequence`, [ids, ACTIONS]);
    const rows = new Map((await listReferralsById(sql, ids)).map((row) => [row.referralId, row]));
    const kept = new Map<string, Buffer | 'replaced'>();
    for (const kind of KINDS) {
      for (const { referralId, actionId, action } of acts) {
        const row = rows.get(referralId);
        if (row === undefined || signedKindOf(action) !== kind) continue;
        const last = acts.findLast((each) => each.referralId === referralId && signedKindOf(each.action) === kind);
        const { document, bytes } = signedDocumentOf(kind, row, actionId);
        kept.set(document, last?.actionId === actionId ? bytes : 'replaced');
      }
    }
    return kept;
  },
  list: async (sql, { after, limit }) => {
    const kindOf = `case ${ACTIONS.map((action) => `when action = '${action}' then '${signedKindOf(action)!}'`).join(' ')} end`;
    const name = `'referral/' || referral_id || '/' || (${kindOf}) || '/' || action_id`;
    return sql.query(
      `select ${name} as document, acted_at as at from referral.action where action = any($1::text[]) and organisation_id is not null and ${name} > $2 order by ${name} limit $3`, [ACTIONS, after, limit]);
  },
};
