import type { Sql } from '#platform/database/transaction.ts';

/** One row of the append-only action tables. */
export interface ActionRow {
  readonly actionId: string;
  /** Order or critical value. */
  readonly subjectId: string;
  readonly ownerOrganisationId: string;
  readonly sequence: number;
  readonly action: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly actedAt: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly actorReference: string | null;
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly note: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly signature: string;
}

export type ActedUpon = 'order' | 'critical';
const TABLES: Readonly<Record<ActedUpon, { readonly table: string; readonly key: string }>> = {
  order: { table: 'shared_diagnosis.order_action', key: 'order_id' },
  critical: { table: 'shared_diagnosis.critical_action', key: 'critical_id' },
};

export async function insertAction(tx: Sql, of: ActedUpon, row: ActionRow): Promise<void> {
  const { table, key } = TABLES[of];
  await tx.execute(
    `insert into ${table} (action_id, ${key}, owner_organisation_id, sequence, action, from_state, to_state, acted_at, actor_kind, actor_id, actor_name, actor_reference, organisation_id, organisation_name, note, detail, signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      row.actionId, row.subjectId, row.ownerOrganisationId, row.sequence, row.action, row.fromState, row.toState, row.actedAt, row.actorKind, row.actorId, row.actorName, row.actorReference,
      row.organisationId, row.organisationName, row.note, JSON.stringify(row.detail), row.signature,
    ],
  );
}

export async function findLastSignature(tx: Sql, of: ActedUpon, id: string): Promise<string | null> {
  const { table, key } = TABLES[of];
  return (await tx.query<{ signature: string }>(`select signature from ${table} where ${key} = $1 order by sequence desc limit 1`, [id]))[0]?.signature ?? null;
}

export function listActions(sql: Sql, of: ActedUpon, id: string): Promise<ActionRow[]> {
  const { table, key } = TABLES[of];
  return sql.query<ActionRow>(
    `select action_id as "actionId", ${key} as "subjectId", owner_organisation_id as "ownerOrganisationId", sequence, action, from_state as "fromState", to_state as "toState", acted_at as "actedAt", actor_kind as "actorKind",
       actor_id as "actorId", actor_name as "actorName", actor_reference as "actorReference", organisation_id as "organisationId", organisation_name as "organisationName", note, detail, signature
     from ${table} where ${key} = $1 order by sequence limit 500`,
    [id],
  );
}
