import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { exact, scaledText, sumOf, toDecimal } from '#platform/kernel/decimal.ts';
import type { closePackage as operation, ConsortiumPackage } from '../../../contract/packages.ts';
import type { PackContent } from '../../../contract/pack-content.ts';
import { figuresFrom } from '../../rules/figures.ts';
import { decided, found, problem } from '../../rules/found.ts';
import { closePackage as close, weightOf, type PackageClosing } from '../../rules/package.ts';
import { termsOf } from '../../rules/pack-check.ts';
import { divideByLargestRemainder } from '../../rules/shares.ts';
import { insertAction, insertFigures } from '../../store/actions.ts';
import { findPackage, insertShares, listMonths, lockPackage, updatePackage, type PackageRow, type PackageShare } from '../../store/packages.ts';
import { scoresOfYear } from '../../store/frozen-scores.ts';
import { findPack } from '../../store/packs.ts';
import { packageOf } from './package-of.ts';

type Input = InputOf<typeof operation>;
type Terms = NonNullable<PackContent['package']>;

/** Freezes scores and shares; nothing counts as distributed before a decision is named. */
export async function closePackage(context: CommandContext, input: Input): Promise<ConsortiumPackage> {
  const { tx, now } = context;
  const row = found(await lockPackage(tx, input.id));
  const pack = found(await findPack(tx, row.packId));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (row.state !== 'open') throw problem('payment.wrong-state');
  const given = decided(pack.content.package, 'package');
  const closing = close(termsOf(given, row.heads), { spentFen: BigInt(row.spentFen), assessment: exact(input.assessment), reasonableFen: input.reasonableFen === undefined ? undefined : BigInt(input.reasonableFen) });
  await updatePackage(tx, { id: row.id, state: 'closed', now, differenceFen: Number(closing.differenceFen) });
  const frozen = { ...input, units: withFrozenScores(input.units, given, await scoresOfYear(tx, pack.year)) };
  await insertShares(tx, { packageId: row.id, ownerOrganisationId: row.ownerOrganisationId }, sharesOf(closing, frozen, given));
  await keepFigures(context, { row, input, given, version: pack.version });
  await insertAction(context, { itemId: row.id, ownerOrganisationId: row.ownerOrganisationId, action: 'close', stateAfter: 'closed', reason: input.reason });
  context.about({ organisationId: row.ownerOrganisationId });
  context.emit('payment.package-closed', { packageId: row.id }, [row.ownerOrganisationId, pack.ownerOrganisationId]);
  return packageOf(found(await findPackage(tx, row.id)), await listMonths(tx, row.id));
}

/** Where scores count in the division they are the frozen ones of the year, whatever was typed. */
function withFrozenScores(units: Input['units'], { betas }: Terms, scores: Awaited<ReturnType<typeof scoresOfYear>>): Input['units'] {
  if (betas['score'] === undefined) return units;
  const absent = units.flatMap(({ organisationId }, index) => (scores.has(organisationId) ? [] : [{ path: `units.${index}`, message: { zh: `${organisationId} 没有已锁定的得分`, en: `${organisationId} has no frozen score` } }]));
  if (absent.length > 0) throw problem('payment.score-not-frozen', absent);
  return units.map((unit) => ({ ...unit, measures: { ...unit.measures, score: scores.get(unit.organisationId)!.score } }));
}

/** Surplus: what is kept goes to the units by their scores, the rest back to the fund. Overrun: fund, lead and members bear it. */
function sharesOf(closing: PackageClosing, { units }: Input, { betas }: Terms): PackageShare[] {
  const exactBetas = Object.fromEntries(Object.entries(betas).map(([name, beta]) => [name, exact(beta)]));
  const weights = units.map(({ measures }) => weightOf(Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, exact(value)])), exactBetas));
  if (weights.some((weight) => weight.over < 0n) || sumOf(weights).over === 0n) throw problem('payment.weights-empty');
  const textOf = (index: number): string => toDecimal(weights[index]!, 4);
  const share = (index: number, amountFen: bigint): PackageShare => ({ party: units[index]!.role, organisationId: units[index]!.organisationId, weight: textOf(index), amountFen: Number(amountFen) });
  if (closing.differenceFen >= 0n) {
    const parts = divideByLargestRemainder(closing.keptFen, weights);
    return [{ party: 'fund', organisationId: null, weight: '', amountFen: Number(closing.returnedFen) }, ...parts.map((part, index) => share(index, part))];
  }
  const of = (role: 'lead' | 'member', amountFen: bigint): PackageShare[] => {
    const indexes = units.flatMap((unit, index) => (unit.role === role ? [index] : []));
    if (amountFen === 0n) return indexes.map((index) => share(index, 0n));
    if (indexes.length === 0 || sumOf(indexes.map((index) => weights[index]!)).over === 0n) throw problem('payment.weights-empty');
    const parts = divideByLargestRemainder(amountFen, indexes.map((index) => weights[index]!));
    return indexes.map((index, at) => share(index, -parts[at]!));
  };
  // Beyond what is shared the lead answers for the consortium, until its committee decides otherwise.
  return [{ party: 'fund', organisationId: null, weight: '', amountFen: -Number(closing.fundFen) }, ...of('lead', closing.leadFen + closing.beyondFen), ...of('member', closing.membersFen)];
}

async function keepFigures({ tx }: CommandContext, { row, input, given, version }: { row: PackageRow; input: Input; given: Terms; version: string }): Promise<void> {
  const yuan = scaledText(BigInt(row.spentFen), 2);
  const figured = figuresFrom({
    formula: 'consortium_package', organisationId: null, packVersion: version,
    inputs: {
      heads: String(row.heads), per_head: given.perHead, reserve: given.reserve, actual_spend: yuan, assessment_score: input.assessment, prepay_share: given.prepayShare, surplus_cap: given.surplusCap,
      overrun_cap: given.overrunCap, share_fund: given.shares.fund, share_lead: given.shares.lead, share_members: given.shares.members,
      ...(input.reasonableFen === undefined ? {} : { reasonable_overrun: scaledText(BigInt(input.reasonableFen), 2) }),
    },
    names: { package: 'package', difference: 'difference', kept: 'kept', returned: 'returned', shared_overrun: 'sharedOverrun', fund: 'fund', lead: 'lead', members: 'members', beyond: 'beyond' },
  });
  if (figured.status === 'SETTLED') await insertFigures(tx, { itemId: row.id, ownerOrganisationId: row.ownerOrganisationId }, figured.figures);
}
