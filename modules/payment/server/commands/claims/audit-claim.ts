import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { auditClaim as operation, Claim } from '../../../contract/claims.ts';
import { faultsOfBill } from '../../rules/bill/audit-bill.ts';
import { found, problem } from '../../rules/found.ts';
import { findClaim, findStay } from '../../store/claims.ts';
import { findPack } from '../../store/packs.ts';
import { takeBill } from './take-bill.ts';

const DETAILS_MAX = 200;

/** Goes through a bill by the rules of the pack; with findings it is held until each is released. */
export async function auditClaim(context: CommandContext, input: InputOf<typeof operation>): Promise<Claim> {
  const { tx } = context;
  const { packId, personId, organisationId, billNumber, bill } = input;
  context.gate.requireOrganisation(organisationId);
  await context.gate.recordBasis(personId);
  const pack = found(await findPack(tx, packId));
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  if (input.stayId !== undefined && found(await findStay(tx, input.stayId)).personId !== personId) throw problem('payment.unknown');
  const faults = faultsOfBill(bill);
  if (faults.length > 0) throw problem('payment.bill-faulty', faults.slice(0, DETAILS_MAX).map(({ path, message }) => ({ path: `bill.${path}`, message })));
  const taken = await takeBill(context, pack, { billNumber, personId, organisationId, stayId: input.stayId, bill });
  if (taken === undefined) throw problem('payment.bill-taken');
  context.about({ organisationId, personId });
  context.emit('payment.claim-audited', { claimId: taken.id, hits: taken.hits }, [organisationId]);
  return found(await findClaim(tx, taken.id));
}
