import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { loadIndicatorFile as operation } from '../../contract/operations.ts';
import { readEntryFile, WORDS, type FileFinding } from '../rules/entry-file.ts';
import { problem } from '../rules/scope.ts';
import { insertEntries, listClosed } from '../store/entries.ts';

export async function loadIndicatorFile(context: CommandContext, { content }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject } = context;
  const { rows, findings } = readEntryFile(content);
  const mayEnter = (organisationId: string): boolean => subject.everyOrganisation || subject.organisationIds.includes(organisationId);
  const closed = await listClosed(tx, rows);
  const refused: FileFinding[] = [
    ...findings,
    ...rows.filter(({ organisationId }) => !mayEnter(organisationId)).map(({ line }) => ({ line, code: 'organisation' as const })),
    ...rows.filter(({ organisationId, month }) => closed.has(`${organisationId}|${month}`)).map(({ line }) => ({ line, code: 'closed' as const })),
  ].sort((a, b) => a.line - b.line);
  if (refused.length > 0) throw problem('indicators.file-refused', refused.map(({ line, code }) => ({ path: `line ${line}`, message: WORDS[code] })));
  const batchId = context.newId();
  const entries = rows.map(({ line: _line, source, ...row }) => ({ ...row, id: context.newId(), sourceNote: source, batchId }));
  // Anything that waits already undoes the whole file.
  if ((await insertEntries(tx, entries, context)) !== entries.length) throw problem('indicators.already-entered');
  assert(subject.organisationId !== null, 'a file is loaded for an organisation');
  context.about({ organisationId: subject.organisationId });
  context.emit('indicators.file-loaded', { batchId, rows: rows.length }, [subject.organisationId]);
  return { batchId, rows: rows.length };
}
