import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import type { withdrawQualityMark as operation } from '../../../contract/catalogue.ts';
import { MARK_STATES } from '../../../contract/words.ts';
import { findMark, insertWithdrawal, lock } from '../../store/catalogue.ts';
import { problem } from '../decide/find-results.ts';

/** From a day of its period on the mark carries no result; what was recognised before stays decided. */
export async function withdrawQualityMark(context: CommandContext, { id, from, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, gate, subject, now } = context;
  const mark = await findMark(tx, id);
  if (mark === undefined) throw problem('recognition.unknown');
  gate.requireOrganisation(mark.organisationId);
  await lock(tx, `quality ${mark.organisationId}`);
  const { withdrawal: before } = (await findMark(tx, id))!;
  if (nextState(MARK_STATES, before === null ? 'standing' : 'withdrawn', 'withdraw') === undefined) throw problem('recognition.already-withdrawn');
  if (from < mark.validFrom || from > mark.validUntil) throw problem('recognition.withdrawal-outside');
  await insertWithdrawal(tx, { id, ownerOrganisationId: subject.organisationId ?? mark.organisationId, from, reason, at: now, byId: subject.id, byName: subject.name });
  context.emit('recognition.quality-withdrawn', { qualityMarkId: id, from }, [mark.organisationId]);
  context.about({ organisationId: mark.organisationId, resource: `QualityMark/${id}` });
  return { ...mark, withdrawal: { from, reason, byName: subject.name, at: now.toISOString() } };
}
