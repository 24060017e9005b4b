import { z } from 'zod';
import { taskKind, type TaskKind } from '#platform/jobs/task.ts';
import { anchorFileOf, readAnchors } from './anchors.ts';
import { findingSchema } from './contract.ts';
import { checkAnchors, findAddedEntries, verifyBlocks, type Finding } from './verify.ts';

export const VERIFICATION_TASK = 'audit.verify';

const STEP_BLOCKS = 50;
/** Enough to see what happened; the count goes on. */
const FINDINGS_KEPT_MAX = 200;

const cursorSchema = z.object({ after: z.number(), rows: z.number(), count: z.number(), findings: z.array(findingSchema) });

/** Verifies the whole chain in the background: seals and entries block by block, then added entries and the anchors of `folder`. */
export const verificationTask = (folder: string | undefined): TaskKind => taskKind({
  kind: VERIFICATION_TASK,
  step: async ({ tx, cursor, done }) => {
    const state = cursor === null ? { after: 0, rows: 0, count: 0, findings: [] } : cursorSchema.parse(cursor);
    const step = await verifyBlocks(tx, { after: state.after, limit: STEP_BLOCKS });
    const isLast = step.blocks < STEP_BLOCKS;
    const found = isLast ? [...step.findings, ...(await closingFindings(tx, folder))] : step.findings;
    const next = {
      after: step.last,
      rows: state.rows + step.rows,
      count: state.count + found.length,
      findings: [...state.findings, ...found].slice(0, FINDINGS_KEPT_MAX),
    };
    const progress = { done: done + step.blocks, cursor: next };
    return isLast ? { ...progress, result: { blocks: progress.done, entries: next.rows, differences: next.count, findings: next.findings } } : progress;
  },
});

async function closingFindings(sql: Parameters<typeof checkAnchors>[0], folder: string | undefined): Promise<Finding[]> {
  const added = await findAddedEntries(sql, FINDINGS_KEPT_MAX);
  return folder === undefined ? added : [...added, ...(await checkAnchors(sql, readAnchors(anchorFileOf(folder))))];
}
