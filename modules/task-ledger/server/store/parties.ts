import type { Transaction } from '#platform/database/transaction.ts';

export async function setLeadParty(tx: Transaction, { taskId, organisationId }: { taskId: string; organisationId: string }): Promise<void> {
  await tx.execute("update task_ledger.party set organisation_id = $2 where task_id = $1 and role = 'lead'", [taskId, organisationId]);
}

/** Organisations that join without being named by the policy stand under their own id. */
export async function addJointParties(tx: Transaction, { taskId, organisationIds, ownerOrganisationId }: { taskId: string; organisationIds: readonly string[]; ownerOrganisationId: string }): Promise<void> {
  await tx.execute(
    `insert into task_ledger.party (task_id, body_id, name, role, organisation_id, owner_organisation_id)
     select $1, id, jsonb_build_object('zh', id, 'en', id), 'joint', id, $3 from unnest($2::text[]) as id
     where not exists (select 1 from task_ledger.party p where p.task_id = $1 and p.organisation_id = id) on conflict (task_id, body_id) do update set organisation_id = coalesce(task_ledger.party.organisation_id, excluded.organisation_id)`,
    [taskId, organisationIds, ownerOrganisationId],
  );
}

export interface BodyMatch {
  readonly sourceId: string;
  readonly bodyId: string;
  readonly organisationId: string;
  readonly ownerOrganisationIds: readonly string[];
}

/** Fills the body in wherever it joins; the ids of waiting tasks that it leads come back, locked. */
export async function matchBody(tx: Transaction, { sourceId, bodyId, organisationId, ownerOrganisationIds }: BodyMatch): Promise<{ leads: string[]; joined: number }> {
  const leads = await tx.query<{ id: string }>(
    `select t.task_id as id from task_ledger.task t where t.source_id = $1 and t.lead_body_id = $2 and t.owner_organisation_id = any($3::text[]) and t.in_force
       and t.state in ('imported', 'assigned', 'planned') order by t.task_id for update`,
    [sourceId, bodyId, ownerOrganisationIds],
  );
  const joined = await tx.query<{ task_id: string }>(
    `update task_ledger.party p set organisation_id = $4 from task_ledger.task t where t.task_id = p.task_id and t.source_id = $1 and p.body_id = $2 and p.role = 'joint'
       and t.owner_organisation_id = any($3::text[]) returning p.task_id`,
    [sourceId, bodyId, ownerOrganisationIds, organisationId],
  );
  return { leads: leads.map(({ id }) => id), joined: joined.length };
}
