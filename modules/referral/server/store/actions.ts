import type { Sql } from '#platform/database/transaction.ts';
import type { ReferralAction, ReferralState } from '../../contract/states.ts';

/** One row of the append-only `referral.action`. */
export interface ActionRow {
  readonly actionId: string;
  readonly referralId: string;
  readonly sequence: number;
  readonly action: ReferralAction;
  readonly fromState: ReferralState | null;
  readonly toState: ReferralState;
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

const COLUMNS =
  'action_id as "actionId", referral_id as "referralId", sequence, action, from_state as "fromState", to_state as "toState", acted_at as "actedAt",' +
  ' actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", actor_reference as "actorReference",' +
  ' organisation_id as "organisationId", organisation_name as "organisationName", note, detail, signature';

export async function insertAction(tx: Sql, row: ActionRow): Promise<void> {
  await tx.execute(
    `insert into referral.action (action_id, referral_id, sequence, action, from_state, to_state, acted_at, actor_kind, actor_id, actor_name,
       actor_reference, organisation_id, organisation_name, note, detail, signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      row.actionId, row.referralId, row.sequence, row.action, row.fromState, row.toState, row.actedAt, row.actorKind, row.actorId, row.actorName,
      row.actorReference, row.organisationId, row.organisationName, row.note, JSON.stringify(row.detail), row.signature,
    ],
  );
}

export async function findLastSignature(tx: Sql, referralId: string): Promise<string | null> {
  const rows = await tx.query<{ signature: string }>('select signature from referral.action where referral_id = $1 order by sequence desc limit 1', [referralId]);
  return rows[0]?.signature ?? null;
}

export async function listActions(sql: Sql, referralId: string): Promise<ActionRow[]> {
  return sql.query<ActionRow>(`select ${COLUMNS} from referral.action where referral_id = $1 order by sequence limit 500`, [referralId]);
}

/** The steps of several referrals at once, for the resident's own view. */
export async function listSteps(sql: Sql, referralIds: readonly string[]): Promise<{ referralId: string; toState: ReferralState; actedAt: Date }[]> {
  return sql.query(
    `select referral_id as "referralId", to_state as "toState", acted_at as "actedAt" from referral.action
     where referral_id = any($1::text[]) and from_state is distinct from to_state order by referral_id, sequence limit 2000`,
    [referralIds],
  );
}
