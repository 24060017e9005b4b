import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { scaledText } from '#platform/kernel/decimal.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { CLAIM_TABLE, type Claim, type issueStatement as operation } from '../../../contract/claims.ts';
import { stateBenefit, type BenefitStatement } from '../../rules/benefit.ts';
import { claimResponseOf, explanationOf } from '../../rules/fhir-claim.ts';
import { figuresFrom } from '../../rules/figures.ts';
import { decided, found, problem } from '../../rules/found.ts';
import { benefitOf } from '../../rules/pack-check.ts';
import { insertAction, insertFigures } from '../../store/actions.ts';
import { findClaim, findStay, lockClaim, updateClaim } from '../../store/claims.ts';
import { findPack, type StoredPack } from '../../store/packs.ts';
import { claimFacts, writeClaimResources } from './claim-resources.ts';

type Input = InputOf<typeof operation>;

/** What fund, assistance and person pay: with the deductible of the episode and the matrix of the city. */
export async function issueStatement(context: CommandContext, input: Input): Promise<Claim> {
  const { tx, now } = context;
  const claim = found(await lockClaim(tx, input.id));
  context.gate.requireOrganisation(claim.organisationId);
  await context.gate.recordBasis(claim.personId);
  const state = nextState(CLAIM_TABLE, claim.state, 'state');
  if (state === undefined) throw problem('payment.wrong-state');
  if (input.outOfScopeFen > claim.totalFen) throw problem('payment.out-of-scope-too-much');
  const pack = found(await findPack(tx, claim.packId));
  const deductibleFen = claim.stayId === null ? 0 : found(await findStay(tx, claim.stayId)).chargedFen;
  const statement = decided(stateOf(claim, input, { pack, deductibleFen }), 'benefit.matrix');
  const answer = { fundFen: Number(statement.fundFen), assistanceFen: Number(statement.assistanceFen), patientFen: Number(statement.patientFen) };
  await updateClaim(tx, { id: claim.id, state, now, fundFen: answer.fundFen, patientFen: answer.patientFen });
  await keepFigures(context, claim, { input, pack, deductibleFen, ratio: statement.ratio });
  const facts = await claimFacts(context, claim, pack);
  await writeClaimResources(context, claim, [claimResponseOf(facts, answer), explanationOf(facts, answer)]);
  await insertAction(context, { itemId: claim.id, ownerOrganisationId: claim.organisationId, action: 'state', stateAfter: state });
  context.about({ organisationId: claim.organisationId, personId: claim.personId, resource: `ExplanationOfBenefit/${claim.id}` });
  context.emit('payment.statement-issued', { claimId: claim.id }, [claim.organisationId]);
  return found(await findClaim(tx, claim.id));
}

interface Stated {
  readonly pack: StoredPack;
  readonly deductibleFen: number;
}

function stateOf(claim: Claim, input: Input, { pack, deductibleFen }: Stated): BenefitStatement | undefined {
  return stateBenefit(benefitOf(decided(pack.content.benefit, 'benefit')), {
    totalFen: BigInt(claim.totalFen), outOfScopeFen: BigInt(input.outOfScopeFen), deductibleFen: BigInt(deductibleFen), level: input.level, referred: input.referred, bypassed: input.bypassed,
    contracted: input.contracted, disease: input.disease, paidBeforeFen: BigInt(input.paidBeforeFen),
  });
}

async function keepFigures({ tx }: CommandContext, claim: Claim, { input, pack, deductibleFen, ratio }: Stated & { input: Input; ratio: string }): Promise<void> {
  const yuan = (fen: number): string => scaledText(BigInt(fen), 2);
  const benefit = decided(pack.content.benefit, 'benefit');
  const figured = figuresFrom({
    formula: 'reimbursement', organisationId: null, packVersion: pack.version,
    inputs: {
      total_cost: yuan(claim.totalFen), out_of_scope: yuan(input.outOfScopeFen), deductible: yuan(deductibleFen), ratio, ceiling: benefit.ceiling ?? '9999999999', paid_before: yuan(input.paidBeforeFen),
      assistance: benefit.assistance,
    },
    names: { eligible: 'eligible', fund: 'fund', over_ceiling: 'overCeiling', assistance: 'assistance', patient: 'patient' },
  });
  if (figured.status === 'SETTLED') await insertFigures(tx, { itemId: claim.id, ownerOrganisationId: claim.organisationId }, figured.figures);
}
