import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';

export interface CallingTitle {
  readonly callingTitle: string;
  readonly ownerOrganisationId: string;
  readonly description: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly isActive: boolean;
}

const COLUMNS = 'calling_title as "callingTitle", owner_organisation_id as "ownerOrganisationId", description, host, port, is_active as "isActive"';

export const listTitles = (sql: Sql, { scope, limit, offset }: { scope: ScopeBuilder; limit: number; offset: number }): Promise<Page<CallingTitle>> =>
  listPage<CallingTitle>(sql, { select: COLUMNS, from: 'imaging.calling_title', scope, filters: [], orderBy: 'calling_title', limit, offset });

export async function findTitle(sql: Sql, callingTitle: string): Promise<CallingTitle | undefined> {
  return (await sql.query<CallingTitle>(`select ${COLUMNS} from imaging.calling_title where calling_title = $1`, [callingTitle]))[0];
}

export async function putTitle(sql: Sql, title: CallingTitle & { now: Date; subjectId: string }): Promise<void> {
  await sql.execute(
    `insert into imaging.calling_title (calling_title, owner_organisation_id, description, host, port, is_active, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (calling_title) do update set description = excluded.description, host = excluded.host, port = excluded.port, is_active = excluded.is_active,
       changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [title.callingTitle, title.ownerOrganisationId, title.description, title.host, title.port, title.isActive, title.now, title.subjectId],
  );
}
