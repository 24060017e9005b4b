import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { enterResults as declared } from '../../contract/specimens.ts';
import { detailOf, openSpecimen, problem, tell } from './act.ts';
import { recordValues } from './record-values.ts';

/** Values by hand; whoever enters them does not let them out. */
export async function enterResults(context: CommandContext, { id, results }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const row = await openSpecimen(context, { id, party: 'laboratory' });
  if (row.state !== 'analysing') throw problem('laboratory.wrong-state');
  await recordValues(context, row, results);
  tell(context, row, { event: 'laboratory.results-entered' });
  return detailOf(context.tx, row);
}
