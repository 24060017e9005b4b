import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { refuseOwnSurveys as operation } from '../../../contract/surveys.ts';
import { problem } from '../../rules/found.ts';
import { upsertRefusal } from '../../store/invitations.ts';

/** Holds for every later draw of any organisation. */
export async function refuseOwnSurveys(context: CommandContext, { refuses }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject, now } = context;
  if (subject.personId === null) throw problem('assessment.unknown');
  await upsertRefusal(tx, { personId: subject.personId, refuses, now });
  context.about({ personId: subject.personId });
  context.emit('assessment.surveys-refused', {}, []);
  return { refuses };
}
