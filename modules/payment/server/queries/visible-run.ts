import type { QueryContext } from '#platform/http/operation.ts';
import type { Run } from '../../contract/runs.ts';
import { found } from '../rules/found.ts';
import { listFigures, type StoredFigure } from '../store/actions.ts';
import { findRun } from '../store/runs.ts';

/** A run of the own bureau, or a published one about an institution of the own scope; with the numbers that may be seen. */
export async function visibleRun({ sql, gate, subject }: QueryContext, id: string): Promise<{ run: Run; figures: StoredFigure[] }> {
  const run = found(await findRun(sql, id));
  const figures = await listFigures(sql, id, { everywhere: subject.everyOrganisation, organisationIds: subject.organisationIds });
  const concerned = run.state === 'confirmed' && figures.some(({ organisationId }) => organisationId !== null);
  if (!concerned) gate.requireOrganisation(run.ownerOrganisationId);
  return { run, figures };
}
