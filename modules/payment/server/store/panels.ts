import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listPanelMonths } from '../../contract/panels.ts';
import { equalFilter, orderOf } from './columns.ts';

export interface PanelRow {
  readonly packId: string;
  readonly packVersion: string;
  readonly panel: string;
  readonly organisationId: string;
  readonly month: string;
  readonly heads: number;
  readonly fixed: boolean;
}

const COLUMNS = `p.pack_id as "packId", k.version as "packVersion", p.panel, p.owner_organisation_id as "organisationId", p.month, p.heads,
  payment.is_month_fixed(p.pack_id, p.month) as fixed`;
const FROM = 'payment.panel_month p join payment.pack k using (pack_id)';

export function listPanelRows(sql: Sql, input: InputOf<typeof listPanelMonths>, scope: ScopeBuilder): Promise<Page<PanelRow>> {
  return listPage<PanelRow>(sql, {
    select: COLUMNS, from: FROM, scope, filters: [...equalFilter('p.pack_id', input.packId), ...equalFilter('p.owner_organisation_id', input.organisationId), ...equalFilter('p.month', input.month)],
    orderBy: orderOf(input.sort, { allowed: { month: 'p.month', panel: 'p.panel', organisationId: 'p.owner_organisation_id', heads: 'p.heads' }, fallback: 'p.month desc', unique: 'p.panel, p.owner_organisation_id, p.pack_id' }),
    limit: input.limit, offset: input.offset,
  });
}

/** Heads of every institution in a month, in a fixed order. */
export function panelsOfMonth(sql: Sql, packId: string, month: string): Promise<PanelRow[]> {
  return sql.query<PanelRow>(`select ${COLUMNS} from ${FROM} where p.pack_id = $1 and p.month = $2 order by p.owner_organisation_id, p.panel limit 10000`, [packId, month]);
}

export async function putPanelHeads(sql: Sql, row: { packId: string; panel: string; organisationId: string; month: string; heads: number; now: Date }): Promise<void> {
  await sql.execute(
    `insert into payment.panel_month (pack_id, panel, owner_organisation_id, month, heads, recorded_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (pack_id, panel, owner_organisation_id, month) do update set heads = excluded.heads, recorded_at = excluded.recorded_at`,
    [row.packId, row.panel, row.organisationId, row.month, row.heads, row.now],
  );
}

/** Is the month under a capitation that is not void? */
export async function capitationLive(sql: Sql, packId: string, month: string): Promise<boolean> {
  return (await sql.query("select 1 from payment.run where pack_id = $1 and kind = 'capitation' and month = $2 and state <> 'cancelled'", [packId, month])).length > 0;
}
