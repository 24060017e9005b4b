import type { Transaction } from '#platform/database/transaction.ts';

export interface NewMilestone {
  readonly id: string;
  readonly title: string;
  readonly due: string;
  readonly quarter: string;
  readonly target: string | null;
}

/** A new plan takes the place of the former one, which stays readable in the table. */
export async function insertPlan(tx: Transaction, { taskId, ownerOrganisationId, milestones }: { taskId: string; ownerOrganisationId: string; milestones: readonly NewMilestone[] }): Promise<void> {
  await tx.execute(
    `insert into task_ledger.milestone (milestone_id, task_id, title, due, quarter, target, plan_number, owner_organisation_id)
     select m.id, $1, m.title, m.due, m.quarter, m.target, (select coalesce(max(plan_number), 0) + 1 from task_ledger.milestone where task_id = $1), $2
     from jsonb_to_recordset($3::jsonb) as m(id text, title text, due date, quarter text, target text)`,
    [taskId, ownerOrganisationId, JSON.stringify(milestones)],
  );
}

/** How many of the milestones named belong to the plan in force; those are marked. */
export async function finishMilestones(tx: Transaction, { taskId, ids, on }: { taskId: string; ids: readonly string[]; on: string }): Promise<number> {
  const rows = await tx.query<{ milestone_id: string }>(
    `update task_ledger.milestone set done_on = coalesce(done_on, $3::date) where task_id = $1 and milestone_id = any($2::text[])
       and plan_number = (select max(plan_number) from task_ledger.milestone where task_id = $1) returning milestone_id`,
    [taskId, ids, on],
  );
  return rows.length;
}

export interface NewEvidence {
  readonly id: string;
  readonly title: string;
  readonly link: string | null;
  readonly note: string | null;
}

export async function insertEvidence(tx: Transaction, given: { taskId: string; evidence: readonly NewEvidence[]; ownerOrganisationId: string; subject: { id: string; name: string }; now: Date }): Promise<void> {
  await tx.execute(
    `insert into task_ledger.evidence (evidence_id, task_id, title, link, note, owner_organisation_id, subject_id, subject_name, recorded_at)
     select e.id, $1, e.title, e.link, e.note, $2, $3, $4, $5 from jsonb_to_recordset($6::jsonb) as e(id text, title text, link text, note text)`,
    [given.taskId, given.ownerOrganisationId, given.subject.id, given.subject.name, given.now, JSON.stringify(given.evidence)],
  );
}
