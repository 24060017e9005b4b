import type { CommandContext } from '#platform/http/operation.ts';
import type { Bill } from '../../../contract/bill-rules.ts';
import { auditBill } from '../../rules/bill/audit-bill.ts';
import { insertAction } from '../../store/actions.ts';
import { insertClaim, insertHits } from '../../store/claims.ts';
import type { StoredPack } from '../../store/packs.ts';

interface GivenBill {
  readonly billNumber: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly stayId?: string | undefined;
  readonly bill: Bill;
}

/** Audits a bill without faults by the rules of the pack and keeps it; undefined where the organisation has a bill of this number. */
export async function takeBill(context: CommandContext, pack: Pick<StoredPack, 'id' | 'content'>, { bill, stayId, ...given }: GivenBill): Promise<{ id: string; hits: number } | undefined> {
  const hits = auditBill(bill, pack.content.billRules).map((hit) => ({ ...hit, id: context.newId() }));
  const id = context.newId();
  const state = hits.length === 0 ? 'clear' : 'held';
  const totalFen = bill.lines.reduce((sum, line) => sum + line.amountFen, 0);
  if (!(await insertClaim(context.tx, { ...given, id, packId: pack.id, stayId: stayId ?? null, totalFen, state, bill, now: context.now }))) return undefined;
  await insertHits(context.tx, { claimId: id, ownerOrganisationId: given.organisationId }, hits);
  await insertAction(context, { itemId: id, ownerOrganisationId: given.organisationId, action: 'audit', stateAfter: state });
  return { id, hits: hits.length };
}
