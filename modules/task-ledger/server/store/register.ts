import type { Transaction } from '#platform/database/transaction.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A task as another room gives it. */
export interface TaskGiven {
  readonly sourceTaskId: string;
  readonly number: string;
  readonly clause: string | null;
  readonly title: Words;
  readonly work: readonly Words[];
  readonly isKey: boolean;
  readonly due: string | null;
  readonly indicators: readonly string[];
  readonly lead: { readonly bodyId: string; readonly name: Words };
  readonly joint: readonly { readonly bodyId: string; readonly name: Words }[];
}

export interface Source {
  readonly kind: string;
  readonly id: string;
  readonly name: Words;
  readonly ownerOrganisationId: string;
}

export type Registered = { readonly id: string; readonly outcome: 'new' | 'changed' | 'same' };

/** Puts one task into the ledger, or brings its words up to date; its state and what was done stay. */
export async function upsertTask(tx: Transaction, source: Source, { task, id, now }: { task: TaskGiven; id: string; now: Date }): Promise<Registered> {
  const values = [
    id, task.number, source.kind, source.id, JSON.stringify(source.name), task.sourceTaskId, task.clause, JSON.stringify(task.title), JSON.stringify(task.work), task.isKey, task.due, task.indicators,
    task.lead.bodyId, JSON.stringify(task.lead.name), source.ownerOrganisationId, now,
  ];
  const made = await tx.query<{ id: string }>(
    `insert into task_ledger.task (task_id, number, kind, source_id, source_name, source_task_id, clause, title, work, is_key, due, indicator_ids, lead_body_id, lead_name, owner_organisation_id, state, state_since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'imported', $16) on conflict (source_id, source_task_id) do nothing returning task_id as id`,
    values,
  );
  if (made[0] !== undefined) {
    await insertParties(tx, { taskId: made[0].id, task, ownerOrganisationId: source.ownerOrganisationId });
    return { id: made[0].id, outcome: 'new' };
  }
  const changed = await tx.query<{ id: string }>(
    `update task_ledger.task set number = $2, source_name = $4, clause = $6, title = $7, work = $8, is_key = $9, due = $10, indicator_ids = $11, in_force = true
     where source_id = $3 and source_task_id = $5
       and (number, source_name, clause, title, work, is_key, due, indicator_ids, in_force) is distinct from ($2, $4::jsonb, $6, $7::jsonb, $8::jsonb, $9, $10::date, $11::text[], true)
       and state not in ('done', 'verified') and $1::text is not null returning task_id as id`,
    [id, task.number, source.id, JSON.stringify(source.name), task.sourceTaskId, task.clause, JSON.stringify(task.title), JSON.stringify(task.work), task.isKey, task.due, task.indicators],
  );
  return changed[0] === undefined ? { id, outcome: 'same' } : { id: changed[0].id, outcome: 'changed' };
}

async function insertParties(tx: Transaction, { taskId, task, ownerOrganisationId }: { taskId: string; task: TaskGiven; ownerOrganisationId: string }): Promise<void> {
  const parties = [{ ...task.lead, role: 'lead' }, ...task.joint.map((body) => ({ ...body, role: 'joint' }))];
  await tx.execute(
    `insert into task_ledger.party (task_id, body_id, name, role, owner_organisation_id)
     select $1, p."bodyId", p.name, p.role, $2 from jsonb_to_recordset($3::jsonb) as p("bodyId" text, name jsonb, role text) on conflict (task_id, body_id) do nothing`,
    [taskId, ownerOrganisationId, JSON.stringify(parties)],
  );
}

/** Tasks that the source no longer names leave the lists; what was done on them stays. */
export async function withdrawOthers(tx: Transaction, { sourceId, kept }: { sourceId: string; kept: readonly string[] }): Promise<{ id: string; state: string }[]> {
  return tx.query(
    `update task_ledger.task set in_force = false where source_id = $1 and in_force and not (source_task_id = any($2::text[])) returning task_id as id, state`,
    [sourceId, kept],
  );
}

/** The light that its indicators give each task that names one of them. */
export async function setIndicatorLight(tx: Transaction, { sourceId, indicatorId, light }: { sourceId: string; indicatorId: string; light: string }): Promise<void> {
  await tx.execute('update task_ledger.task set indicator_light = $3 where source_id = $1 and $2 = any(indicator_ids) and in_force', [sourceId, indicatorId, light]);
}

/** Tasks past their term that were not reminded of today. */
export async function takeOverdue(tx: Transaction, today: string): Promise<{ id: string; leadOrganisationId: string | null; ownerOrganisationId: string }[]> {
  return tx.query(
    `update task_ledger.task t set reminded_on = $1::date where t.task_id in (
       select task_id from task_ledger.task where in_force and due < $1::date and state not in ('done', 'verified', 'suspended') and reminded_on is distinct from $1::date
       order by due limit 500 for update skip locked)
     returning t.task_id as id, t.lead_organisation_id as "leadOrganisationId", t.owner_organisation_id as "ownerOrganisationId"`,
    [today],
  );
}
