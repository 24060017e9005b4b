import { startTask } from '#platform/jobs/task.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { importTable as operation } from '../../contract/tables.ts';
import { viewImports } from '../queries/view-table-import.ts';
import { missingFields } from '../rules/table/fields.ts';
import { readTable } from '#platform/documents/read-table.ts';
import { insertImport } from '../store/tables.ts';
import { problem } from './exchange-problem.ts';
import { TABLE_TASK } from './receive/import-task.ts';

/** The file is kept; the rows follow as long work, each block of them in one transaction with how far it came. */
export async function importTable(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { organisationId } = context.subject;
  if (organisationId === null) throw problem('exchange.no-organisation');
  const body = Buffer.from(input.content, 'base64');
  const table = await readTable(body);
  if (table === undefined) throw problem('exchange.table-unreadable');
  const missing = missingFields(input.columns, input.target);
  if (missing.length > 0) throw problem('exchange.columns-missing', missing.map(({ name, title }) => ({ path: `columns.${name}`, message: title })));
  const [id, taskId] = [context.newId(), context.newId()];
  const row = { id, organisationId, target: input.target, fileName: input.fileName, columns: input.columns, taskId, startedAt: context.now };
  await insertImport(context.tx, { ...row, body, startedById: context.subject.id });
  await startTask(context.tx, { subject: context.subject, taskId, task: { kind: TABLE_TASK, title: { zh: '表格导入', en: 'Import of a table' }, input: { importId: id }, total: table.rows.length } });
  context.about({ organisationId, resource: `exchange-import/${id}` });
  context.emit('exchange.table-import-started', { importId: id }, [organisationId]);
  const [view] = await viewImports(context.tx, [row]);
  return view!;
}
