import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import { readIndicatorValues, type ReadValue } from '#modules/indicators/server/api.ts';
import { listSubtree } from '#platform/access/organisation-tree.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate, lastDay } from '#platform/kernel/period.ts';
import type { AssessmentRun, freezeAssessmentInputs as operation } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { requiredOf, type Required } from '../../rules/runs/required.ts';
import { sitesByMember } from '../../rules/runs/sites.ts';
import { listMembers, type StoredRun } from '../../store/runs.ts';
import { findScheme } from '../../store/schemes.ts';
import { insertInputs, listManual, nextInputRevision, type ManualRow, type MemberFrozenInput } from '../../store/values.ts';
import { moveRun } from './run-steps.ts';

/** Writes down every value that the scores will be made from, with where it comes from; later changes of an indicator move nothing. */
export const freezeAssessmentInputs = (context: CommandContext, { id }: InputOf<typeof operation>): Promise<AssessmentRun> =>
  moveRun(context, {
    id, action: 'freeze-inputs', event: 'assessment.inputs-frozen',
    more: async (run) => {
      if (chinaDate(context.now) <= lastDay(run.period)) throw problem('assessment.period-not-over');
      const inputs = await gather(context, run);
      await insertInputs(context.tx, { runId: id, revision: await nextInputRevision(context.tx, id), ownerOrganisationId: run.ownerOrganisationId, inputs, now: context.now });
      return {};
    },
  });

async function gather({ tx }: CommandContext, run: StoredRun): Promise<MemberFrozenInput[]> {
  const { content } = found(await findScheme(tx, run.schemeId));
  const [members, manual] = [await listMembers(tx, run.id), await listManual(tx, run.id)];
  const nodes = await listOrganisationSummaries(tx, await listSubtree(tx, run.ownerOrganisationId));
  const sites = sitesByMember(nodes, new Set(members.map(({ organisationId }) => organisationId)));
  const inputs: MemberFrozenInput[] = [];
  for (const { organisationId, groupId } of members) {
    const required = requiredOf(content, groupId, run.period);
    const indicatorIds = [...new Set(required.flatMap(({ indicatorId }) => indicatorId ?? []))];
    const periods = [...new Set([run.period, ...required.flatMap(({ comparedWith }) => comparedWith ?? [])])];
    const values = await readIndicatorValues(tx, { indicatorIds, periods, organisationIds: sites.get(organisationId) ?? [organisationId] });
    const entered = manual.filter((row) => row.organisationId === organisationId);
    inputs.push(...required.map((each) => ({ organisationId, ...inputOf(each, { period: run.period, values, entered }) })));
  }
  return inputs;
}

const NONE = { value: null, previous: null, numerator: null, denominator: null, indicatorId: null, definitionVersion: null, isClosed: false, knownAt: null, evidence: null, source: 'none' } as const;

interface Known {
  readonly period: string;
  readonly values: readonly ReadValue[];
  readonly entered: readonly ManualRow[];
}

function inputOf({ itemId, indicatorId, comparedWith }: Required, { period, values, entered }: Known): Omit<MemberFrozenInput, 'organisationId'> {
  if (indicatorId === undefined) {
    const row = entered.find((each) => each.itemId === itemId);
    return row === undefined ? { itemId, ...NONE } : { itemId, ...NONE, source: 'manual', value: row.value, evidence: `${row.evidence}（${row.enteredBy}）`, knownAt: row.at };
  }
  const at = (asked: string | undefined) => values.find((each) => each.indicatorId === indicatorId && each.period === asked);
  const now = at(period);
  return {
    itemId, source: 'indicator', indicatorId, value: now?.value ?? null, previous: at(comparedWith)?.value ?? null, numerator: now?.numerator ?? null, denominator: now?.denominator ?? null,
    definitionVersion: now?.definitionVersion ?? null, isClosed: now?.isClosed ?? false, knownAt: now?.knownAt ?? null, evidence: null,
  };
}
