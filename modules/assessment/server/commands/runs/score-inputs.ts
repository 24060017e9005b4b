import { DEFINITIONS } from '#modules/indicators/contract/definitions/all.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { found } from '../../rules/found.ts';
import { scoreMembers } from '../../rules/scoring/score-members.ts';
import { listMembers, type StoredRun } from '../../store/runs.ts';
import { findScheme } from '../../store/schemes.ts';
import { insertScores, type StoredScore } from '../../store/scores.ts';
import { listInputs } from '../../store/values.ts';

const INDICATORS = new Map(DEFINITIONS.map(({ id, unit, direction }) => [id, { unit, direction }]));

/** Scores the frozen inputs as they stand; writes the next revision beside the former ones and returns its number. */
export async function scoreInputs({ tx, now }: Pick<CommandContext, 'tx' | 'now'>, run: StoredRun): Promise<number> {
  const { content } = found(await findScheme(tx, run.schemeId));
  const [members, inputs] = [await listMembers(tx, run.id), await listInputs(tx, run.id)];
  const given = members.map(({ organisationId, groupId }) => ({
    organisationId, groupId, values: new Map(inputs.filter((input) => input.organisationId === organisationId).map(({ itemId, value, previous }) => [itemId, { value, previous }])),
  }));
  const scores = scoreMembers(content, given, { indicators: INDICATORS }).map(({ parts, vetoes, ...score }): StoredScore => ({
    ...score, vetoes: [...vetoes],
    parts: parts.map((part) => ({ ...part, input: withoutPlace(inputs.find(({ organisationId, itemId }) => organisationId === score.organisationId && itemId === part.itemId)) })),
  }));
  const revision = run.revision + 1;
  await insertScores(tx, { runId: run.id, revision, ownerOrganisationId: run.ownerOrganisationId, scores, now });
  return revision;
}

function withoutPlace(input: Awaited<ReturnType<typeof listInputs>>[number] | undefined) {
  if (input === undefined) return null;
  const { organisationId: _, ...rest } = input;
  return rest;
}
