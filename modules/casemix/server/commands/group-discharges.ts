import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { groupDischarges as operation } from '../../contract/discharges.ts';
import { listCases } from '../store/discharges.ts';
import { groupStored } from './group-stored.ts';

const problem = problemsOf(contract.problems);

export async function groupDischarges(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  const cases = await listCases(context.tx, context.subject, input.organisationId);
  const done = await groupStored(context, input.scheme, cases);
  if (done === undefined) throw problem('casemix.no-pack');
  context.about({ organisationId: input.organisationId });
  context.emit('casemix.discharges-grouped', { scheme: input.scheme, cases: cases.length }, [input.organisationId]);
  return { scheme: input.scheme, packId: done.pack.id, cases: cases.length, grouped: done.grouped };
}
