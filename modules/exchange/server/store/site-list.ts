import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import { SITE_COLUMNS, type SiteRow } from './sites.ts';

export type ListedSite = SiteRow & { readonly lastMessageAt: Date | null; readonly waiting: number };

const LISTED = `${SITE_COLUMNS},
  (select max(s.kept_at) from exchange.message_state s where s.site_id = site.site_id) as "lastMessageAt",
  (select count(*) from exchange.message_state s where s.site_id = site.site_id and s.state in ('queued', 'failed', 'received')) as waiting`;

export const listSiteRows = (sql: Sql, { scope, limit, offset }: { scope: ScopeBuilder; limit: number; offset: number }): Promise<Page<ListedSite>> =>
  listPage<ListedSite>(sql, { select: LISTED, from: 'exchange.site', scope, filters: [], orderBy: 'site.name, site.site_id', limit, offset });

export async function findListedSite(sql: Sql, id: string, scope: ScopeBuilder): Promise<ListedSite | undefined> {
  const condition = scope(2);
  return (await sql.query<ListedSite>(`select ${LISTED} from exchange.site where site.site_id = $1 and ${condition.text}`, [id, ...condition.values]))[0];
}
