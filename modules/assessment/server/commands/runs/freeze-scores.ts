import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { AssessmentRun, freezeScores as operation } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { findScheme } from '../../store/schemes.ts';
import { listScores } from '../../store/scores.ts';
import { moveRun } from './run-steps.ts';

/** The one way by which scores leave the room: the event carries them to whoever pays or appoints by them. */
export const freezeScores = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<AssessmentRun> =>
  moveRun(context, {
    id, reason, action: 'freeze-scores', event: 'assessment.scores-frozen', tellsMembers: true,
    more: async ({ finalisedById, schemeId, period, revision }) => {
      if (finalisedById === context.subject.id) throw problem('assessment.same-person');
      const { content } = found(await findScheme(context.tx, schemeId));
      const scores = (await listScores(context.tx, id, revision)).map(({ organisationId, total }) => ({ organisationId, score: total }));
      return { payload: { schemeId, period, full: content.full, scores } };
    },
  });
