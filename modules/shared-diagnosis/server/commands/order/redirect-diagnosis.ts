import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { redirectDiagnosis as operation } from '../../../contract/orders.ts';
import { chooseCentre } from '../../rules/choose-centre.ts';
import { answerCard, openForAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { redirect } from '../act/arrive.ts';
import { listCandidates } from '../act/centre.ts';

/** The centre hands an order to the next one under contract. */
export async function redirectDiagnosis(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'redirect');
  const candidates = await listCandidates(context.tx, { kind: row.kind, modality: row.modality, organisationId: row.requestingOrganisationId, priority: row.priority, at: context.now, except: row.contractId });
  const choice = chooseCentre(candidates.filter((each) => each.organisationId !== row.centreOrganisationId), { priority: row.priority, at: context.now });
  if (choice === undefined) throw problem('shared-diagnosis.no-second-centre');
  const after = await redirect(context, row, { contractId: choice.candidate.contractId, organisationId: choice.candidate.organisationId, overflow: 'by-hand', note: input.note });
  return answerCard(context, after);
}
