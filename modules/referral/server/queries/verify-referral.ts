import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { verifyDocument } from '#platform/signature/signatures.ts';
import { signedKinds, type verifyReferral as operation } from '../../contract/signed.ts';
import { signedDocumentOf, signedKindOf } from '../rules/signed-documents.ts';
import { listActions } from '../store/actions.ts';
import { openReferral } from './get-referral.ts';

/** Whoever may read the referral may know whether it is the one that was signed. */
export async function verifyReferral(context: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openReferral(context, id);
  const acts = await listActions(context.sql, row.referralId);
  const documents: ResultOf<typeof operation>['documents'] = [];
  for (const kind of signedKinds) {
    const last = acts.findLast(({ action }) => signedKindOf(action) === kind);
    if (last === undefined) continue;
    const signatures = await verifyDocument(context.sql, signedDocumentOf(kind, row, last.actionId));
    documents.push(...signatures.map(({ id: _id, ...signature }) => ({ ...signature, kind, actionId: last.actionId })));
  }
  context.about({ organisationId: row.fromOrganisationId, personId: row.personId, resource: `ServiceRequest/${row.referralId}`, basis: 'referral' });
  return { documents };
}
