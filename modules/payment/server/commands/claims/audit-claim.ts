import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { auditClaim as operation, Claim } from '../../../contract/claims.ts';
import { auditBill, faultsOfBill } from '../../rules/bill/audit-bill.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findClaim, findStay, insertClaim, insertHits } from '../../store/claims.ts';
import { findPack } from '../../store/packs.ts';

const DETAILS_MAX = 200;

/** Goes through a bill by the rules of the pack; with findings it is held until each is released. */
export async function auditClaim(context: CommandContext, input: InputOf<typeof operation>): Promise<Claim> {
  const { tx, now } = context;
  const { packId, personId, organisationId, billNumber, bill } = input;
  context.gate.requireOrganisation(organisationId);
  await context.gate.recordBasis(personId);
  const pack = found(await findPack(tx, packId));
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  if (input.stayId !== undefined && found(await findStay(tx, input.stayId)).personId !== personId) throw problem('payment.unknown');
  const faults = faultsOfBill(bill);
  if (faults.length > 0) throw problem('payment.bill-faulty', faults.slice(0, DETAILS_MAX).map(({ path, message }) => ({ path: `bill.${path}`, message })));
  const hits = auditBill(bill, pack.content.billRules).map((hit) => ({ ...hit, id: context.newId() }));
  const id = context.newId();
  const state = hits.length === 0 ? 'clear' : 'held';
  const totalFen = bill.lines.reduce((sum, line) => sum + line.amountFen, 0);
  if (!(await insertClaim(tx, { id, billNumber, personId, organisationId, packId, stayId: input.stayId ?? null, totalFen, state, bill, now }))) throw problem('payment.bill-taken');
  await insertHits(tx, { claimId: id, ownerOrganisationId: organisationId }, hits);
  await insertAction(context, { itemId: id, ownerOrganisationId: organisationId, action: 'audit', stateAfter: state });
  context.about({ organisationId, personId });
  context.emit('payment.claim-audited', { claimId: id, hits: hits.length }, [organisationId]);
  return found(await findClaim(tx, id));
}
