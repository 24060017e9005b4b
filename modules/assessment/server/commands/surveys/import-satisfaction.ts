import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import { readTable } from '#platform/documents/read-table.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import type { importSatisfaction as operation } from '../../../contract/surveys.ts';
import { ownOrganisation, problem } from '../../rules/found.ts';
import { readImport } from '../../rules/surveys/read-import.ts';
import { upsertImported } from '../../store/surveys.ts';

const REFUSED_SHOWN_MAX = 500;

/** Good rows are taken, bad ones come back with line and column; a later file replaces the result of the same site, kind and month. */
export async function importSatisfaction(context: CommandContext, { fileName, base64, columns, kind, month }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject, now } = context;
  const ownerOrganisationId = ownOrganisation(context);
  const table = await readTable(Buffer.from(base64, 'base64'));
  const summaries = await listOrganisationSummaries(tx, subject.organisationIds);
  const organisations = new Map(summaries.flatMap(({ id, name, shortName }) => [id, name, shortName ?? ''].filter((text) => text !== '').map((text) => [normaliseInput(text), id] as const)));
  const read = table && readImport(table, { columns, kind, month, organisations });
  if (read === undefined) throw problem('assessment.file-unreadable');
  const { rows, refused } = read;
  const replaced = await upsertImported(tx, rows, { fileName, ownerOrganisationId, importedBy: subject.name, now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('assessment.satisfaction-imported', { rows: rows.length }, [ownerOrganisationId]);
  return { loaded: rows.length, replaced, rows: rows.length + refused.length, refused: refused.slice(0, REFUSED_SHOWN_MAX) };
}
