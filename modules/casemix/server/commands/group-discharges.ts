import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { groupDischarges as operation } from '../../contract/discharges.ts';
import { eachCaseSlice } from '../store/discharges.ts';
import { packInForce } from '../store/packs.ts';
import { groupStored } from './group-stored.ts';

const problem = problemsOf(contract.problems);

export async function groupDischarges(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  const pack = await packInForce(context.tx, input.scheme, chinaDate(context.now));
  if (pack === undefined) throw problem('casemix.no-pack');
  let [cases, grouped] = [0, 0];
  for await (const slice of eachCaseSlice(context.tx, context.subject, { organisationId: input.organisationId })) {
    grouped += (await groupStored(context, input.scheme, slice))?.grouped ?? 0;
    cases += slice.length;
  }
  context.about({ organisationId: input.organisationId });
  context.emit('casemix.discharges-grouped', { scheme: input.scheme, cases }, [input.organisationId]);
  return { scheme: input.scheme, packId: pack.id, cases, grouped };
}
