import { listGroupedDischarges, type GroupedDischarge } from '#modules/casemix/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { scaledText } from '#platform/kernel/decimal.ts';
import type { takeDischarges as operation } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { findPack } from '../../store/packs.ts';
import { takeCases } from './take-cases.ts';

const SLICE = 2_000;
const yuan = (fen: number): string => scaledText(BigInt(fen), 2);

/** Grouping, score and settlement in one chain: the next slice of discharges of the month, by the groups of the case mix room. */
export async function takeDischarges(context: CommandContext, { id, scheme, month, after }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const pack = found(await findPack(context.tx, id));
  const { everyOrganisation, organisationIds } = context.subject;
  const institutions = pack.content.institutions.map(({ institution }) => institution).filter((institution) => everyOrganisation || organisationIds.includes(institution));
  if (institutions.length === 0) context.gate.requireOrganisation(pack.ownerOrganisationId);
  const slice = await listGroupedDischarges(context.tx, { organisationIds: institutions, scheme, month, after, limit: SLICE });
  if (slice.length === 0 && after === '') throw problem('payment.no-cases');
  const { loaded, refused } = await takeCases(context, pack, slice.map(rowOf));
  return { loaded, refused, next: slice.length < SLICE ? null : slice.at(-1)!.id };
}

/** A case without what patients paid is refused by its amount, one without a group by its group. */
const rowOf = (one: GroupedDischarge) => ({
  case: `${one.recordNumber} ${one.admittedOn}`, institution: one.organisationId, group: one.group, cost: yuan(one.totalFen), patientPaid: one.patientPaidFen === null ? '' : yuan(one.patientPaidFen),
  ...(one.identity === '' ? {} : { person: one.identity }), admitted: one.admittedOn, discharged: one.dischargedOn,
  ...(one.auxiliary === null ? {} : { auxiliary: one.auxiliary }), ...(one.stayScore === null ? {} : { stayScore: one.stayScore }),
});
