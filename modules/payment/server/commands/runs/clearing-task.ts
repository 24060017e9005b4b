import { taskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { scaledText } from '#platform/kernel/decimal.ts';
import type { SettlementCase } from '../../../contract/runs.ts';
import { withStays } from '../../rules/case-extras.ts';
import { clearYear } from '../../rules/clearing.ts';
import { found } from '../../rules/found.ts';
import { readRegionParameters } from '../../rules/region-parameters.ts';
import { openRegionYear } from '../../rules/region-year.ts';
import type { ScoreExtra } from '../../rules/score-case.ts';
import { insertFigures } from '../../store/actions.ts';
import { nextCases, sumCases, updateScores } from '../../store/cases.ts';
import { scoresOfYear } from '../../store/frozen-scores.ts';
import { findPack, type StoredPack } from '../../store/packs.ts';
import { lockRun, sumAdvances, updateRunProgress, updateRunState } from '../../store/runs.ts';

export const CLEARING_TASK = 'payment.clear-year';
const SLICE = 2_000;

interface ClearingInput {
  readonly runId: string;
  readonly packId: string;
}

/** Scores a slice of the cases anew; after the last slice the year is settled. Each step is one transaction. */
export const clearingTask = taskKind({ kind: CLEARING_TASK, step: clearSlice });

async function clearSlice(step: TaskStep): Promise<TaskProgress> {
  const { runId, packId } = step.input as ClearingInput;
  const run = found(await lockRun(step.tx, runId));
  if (run.state !== 'running') return { done: step.done, result: { runId, state: run.state } };
  const pack = found(await findPack(step.tx, packId));
  const cases = await nextCases(step.tx, packId, { after: typeof step.cursor === 'string' ? step.cursor : '', limit: SLICE });
  if (cases.length > 0) {
    await scoreAnew(step, pack, cases);
    const done = step.done + cases.length;
    await updateRunProgress(step.tx, runId, done);
    return { cursor: cases.at(-1)!.id, done };
  }
  return settle(step, runId, pack);
}

async function scoreAnew({ tx }: TaskStep, pack: StoredPack, cases: readonly SettlementCase[]): Promise<void> {
  const read = readRegionParameters(pack.content);
  if (read.status !== 'READY') return;
  const year = openRegionYear(withStays(read.parameters, pack.content));
  const changed = cases.flatMap((each) => {
    const amounts = { cost: scaledText(BigInt(each.costFen), 2), patientPaid: scaledText(BigInt(each.patientPaidFen), 2) };
    const scored = year.add({ case: each.id, institution: each.organisationId, group: each.groupCode, ...amounts }, storedExtra(each));
    return 'refused' in scored || (scored.band === each.band && Number(scored.scoreText) === Number(each.score)) ? [] : [{ id: each.id, band: scored.band, score: scored.scoreText }];
  });
  if (changed.length > 0) await updateScores(tx, changed);
}

const storedExtra = ({ auxiliary, stayScore }: SettlementCase): ScoreExtra | undefined =>
  auxiliary === null && stayScore === null ? undefined : { ...(auxiliary === null ? {} : { auxiliary }), ...(stayScore === null ? {} : { stayScore }) };

async function settle({ tx, now, done }: TaskStep, runId: string, pack: StoredPack): Promise<TaskProgress> {
  const [sums, advances] = [await sumCases(tx, pack.id, null), await sumAdvances(tx, pack.id)];
  const scores = await scoresOfYear(tx, pack.year);
  const { figures, missing } = clearYear({ scores, sums, content: pack.content, packVersion: pack.version, advances: new Map(advances.map(({ institution, advanced }) => [institution, advanced])) });
  await insertFigures(tx, { itemId: runId, ownerOrganisationId: pack.ownerOrganisationId }, figures);
  await updateRunState(tx, { id: runId, state: 'prepared', now, status: missing.length === 0 ? 'SETTLED' : 'PENDING_LOCAL_PARAMETERS', missing });
  return { done, result: { runId, institutions: sums.length } };
}
