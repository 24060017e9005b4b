import { askTaskToStop } from '#platform/jobs/task.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { cancelTableImport as operation } from '../../contract/tables.ts';
import { viewImports } from '../queries/view-table-import.ts';
import { findImport } from '../store/tables.ts';
import { problem } from './exchange-problem.ts';

/** What was written stays and is told row by row; nothing more is written. */
export async function cancelTableImport(context: CommandContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await findImport(context.tx, id, context.gate.scope({ organisation: ['i.owner_organisation_id'] }));
  if (row === undefined) throw problem('exchange.import-unknown');
  if (!(await askTaskToStop(context.tx, row.taskId))) throw problem('exchange.import-over');
  context.about({ organisationId: row.organisationId, resource: `exchange-import/${id}` });
  context.emit('exchange.table-import-cancelled', { importId: id }, [row.organisationId]);
  const [view] = await viewImports(context.tx, [row]);
  return view!;
}
