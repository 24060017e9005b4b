import { findCitableResolution } from '#modules/governance/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { compare, exact } from '#platform/kernel/decimal.ts';
import type { recordFrozenScores as operation } from '../../../contract/frozen-scores.ts';
import { problem } from '../../rules/found.ts';
import { insertFrozenScores } from '../../store/frozen-scores.ts';

/** The way in for scores that no assessment of the platform froze: a resolution answers for them, and they are fixed as those are. */
export async function recordFrozenScores(context: CommandContext, { year, decisionNumber, fullScore, scores }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  for (const { organisationId } of scores) context.gate.requireOrganisation(organisationId);
  if ((await findCitableResolution(context.tx, context.gate, { number: decisionNumber, kinds: ['money', 'general'] })) === undefined) throw problem('payment.no-score-resolution');
  const full = exact(fullScore);
  const wrong = scores.flatMap(({ score }, index) => (exact(score).over < 0n || compare(exact(score), full) > 0 ? [{ path: `scores.${index}.score`, message: { zh: '不在 0 与满分之间', en: 'is not between 0 and the full score' } }] : []));
  if (wrong.length > 0) throw problem('payment.score-impossible', wrong);
  const recorded = await insertFrozenScores(context.tx, { year, schemeId: `decision ${decisionNumber}`, fullScore, source: 'file', decisionNumber, at: context.now }, scores);
  if (recorded === 0) throw problem('payment.scores-fixed');
  context.about({ organisationId: context.subject.organisationId });
  context.emit('payment.frozen-scores-recorded', { year, decisionNumber, recorded }, scores.map(({ organisationId }) => organisationId));
  return { year, recorded, already: scores.length - recorded };
}
