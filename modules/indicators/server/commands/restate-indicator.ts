import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { listSubtree } from '#platform/access/organisation-tree.ts';
import { assert } from '#platform/kernel/problem.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import type { restateIndicator as operation } from '../../contract/operations.ts';
import { tilesOf } from '../queries/tiles.ts';
import { problem } from '../rules/scope.ts';
import { findCloser, insertRevision, isClosed } from '../store/closing.ts';
import { reportMonth } from './report-month.ts';
import { listRestatements } from '../store/values.ts';

export async function restateIndicator(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, gate, subject, now } = context;
  const definition = findDefinition(input.indicatorId);
  if (definition === undefined) throw problem('indicators.unknown');
  gate.requireOrganisation(input.organisationId);
  if (!(await isClosed(tx, input.organisationId, input.month))) throw problem('indicators.period-open');
  await insertRevision(tx, { ...input, version: definition.version, ownerOrganisationId: subject.organisationId ?? input.organisationId, subject, now });
  const made = (await listRestatements(tx, input.indicatorId, [input.organisationId])).find(({ month }) => month === input.month);
  assert(made !== undefined, 'the revision was just written');
  const closer = await findCloser(tx, input.organisationId, input.month);
  if (closer !== undefined) {
    const tiles = await tilesOf(tx, { definitions: [definition], organisationIds: await listSubtree(tx, closer), period: input.month });
    await reportMonth(context, { organisationId: closer, month: input.month, tiles });
  }
  context.about({ organisationId: input.organisationId });
  context.emit('indicators.restated', { indicatorId: input.indicatorId, organisationId: input.organisationId, month: input.month }, [input.organisationId]);
  return made;
}
