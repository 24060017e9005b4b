import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordExternalRound as declared } from '../../contract/control.ts';
import { verdictOf, zOf } from '../rules/westgard.ts';
import { insertRound } from '../store/control.ts';
import { listRanges } from '../store/specimens.ts';
import { actingFor, problem } from './act.ts';

export async function recordExternalRound(context: CommandContext, input: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const organisationId = actingFor(context);
  const item = (await listRanges(context.tx)).find(({ code }) => code === input.itemCode);
  if (item === undefined) throw problem('laboratory.item-unknown');
  const z = zOf(input.reported, { mean: input.target, deviation: input.deviation });
  const row = { ...input, id: context.newId(), organisationId, itemName: item.name, z, verdict: verdictOf(z), at: context.now };
  if (!(await insertRound(context.tx, row))) throw problem('laboratory.code-taken');
  context.about({ organisationId });
  context.emit('laboratory.external-round-recorded', { roundId: row.id, organisationId, verdict: row.verdict }, [organisationId]);
  return { ...row, at: context.now.toISOString() };
}
