import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { openCorrectiveAction as operation } from '../../../contract/quality.ts';
import { correctiveOf } from '../../rules/second-reading.ts';
import { findSecondReading, insertCorrective, type CorrectiveRow } from '../../store/quality.ts';
import { problem } from '../act/act-context.ts';
import { getOrganisationName } from '../act/partners.ts';

export async function openCorrectiveAction(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  if (input.secondReadingId != null) {
    const reading = await findSecondReading(context.tx, input.secondReadingId);
    if (reading?.organisationId !== input.organisationId) throw problem('shared-diagnosis.not-found');
    if (reading.state !== 'read') throw problem('shared-diagnosis.wrong-state');
  }
  const row: CorrectiveRow = { ...input, id: context.newId(), organisationName: await getOrganisationName(context.tx, input.organisationId), state: 'open', result: null, openedAt: context.now, doneAt: null, secondReadingId: input.secondReadingId ?? null };
  await insertCorrective(context.tx, row);
  context.emit('shared-diagnosis.corrective-action-opened', { correctiveId: row.id, kind: row.kind }, [row.organisationId]);
  context.about({ organisationId: row.organisationId, resource: `CorrectiveAction/${row.id}` });
  return correctiveOf(row);
}
