import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import { readTable } from '#platform/documents/read-table.ts';
import type { loadIndicatorFile as operation } from '../../contract/operations.ts';
import { readEntryFile, WORDS, type FileFinding } from '../rules/entry-file.ts';
import { problem } from '../rules/scope.ts';
import { insertEntries, listClosed } from '../store/entries.ts';
import { listSites } from '../store/values.ts';

export async function loadIndicatorFile(context: CommandContext, { contentBase64 }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject } = context;
  const table = await readTable(Buffer.from(contentBase64, 'base64'));
  if (table === undefined) throw refusedFor([{ line: 1, code: 'unreadable' }]);
  const { rows, findings } = readEntryFile(table, await organisationsOf(context));
  const closed = await listClosed(tx, rows);
  const refused: FileFinding[] = [
    ...findings,
    ...rows.filter(({ organisationId, month }) => closed.has(`${organisationId}|${month}`)).map(({ line }) => ({ line, code: 'closed' as const })),
  ].sort((a, b) => a.line - b.line);
  if (refused.length > 0) throw refusedFor(refused);
  const batchId = context.newId();
  const entries = rows.map(({ line: _line, source, ...row }) => ({ ...row, id: context.newId(), sourceNote: source, batchId }));
  // Anything that waits already undoes the whole file.
  if ((await insertEntries(tx, entries, context)) !== entries.length) throw problem('indicators.already-entered');
  assert(subject.organisationId !== null, 'a file is loaded for an organisation');
  context.about({ organisationId: subject.organisationId });
  context.emit('indicators.file-loaded', { batchId, rows: rows.length }, [subject.organisationId]);
  return { batchId, rows: rows.length };
}

const refusedFor = (findings: readonly FileFinding[]) => problem('indicators.file-refused', findings.map(({ line, code }) => ({ path: `line ${line}`, message: WORDS[code] })));

/** Ids of the organisations that the person may enter values for, by id and by name; a name that two of them share stands for neither. */
async function organisationsOf({ tx, subject }: CommandContext): Promise<Map<string, string>> {
  const sites = await listSites(tx, subject.organisationIds);
  const shared = new Set(sites.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) !== index));
  return new Map([...subject.organisationIds.map((id) => [id, id] as const), ...sites.filter(({ name }) => !shared.has(name)).map(({ name, organisationId }) => [name, organisationId] as const)]);
}
