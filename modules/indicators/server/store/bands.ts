import type { Gate } from '#platform/access/gate.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Band } from '../../contract/alerts.ts';

const INSTANT = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COLUMNS = `band_id as id, indicator_id as "indicatorId", owner_organisation_id as "ownerOrganisationId", trim_scale(low)::text as low, trim_scale(high)::text as high, trim_scale(deviations)::text as deviations,
  each_site as "eachSite", watcher_id as "watcherId", watcher_name as "watcherName", set_by_name as "setBy", ${INSTANT('set_at')} as "setAt"`;

export interface NewBand {
  readonly id: string;
  readonly indicatorId: string;
  readonly ownerOrganisationId: string;
  readonly low: string | null;
  readonly high: string | null;
  readonly deviations: string | null;
  readonly eachSite: boolean;
  readonly watcher: { readonly id: string; readonly name: string };
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

/** False when the office watches the indicator already. */
export async function insertBand(tx: Transaction, b: NewBand): Promise<boolean> {
  return (await tx.execute(
    `insert into indicators.band (band_id, indicator_id, owner_organisation_id, low, high, deviations, each_site, watcher_id, watcher_name, state, set_by, set_by_name, set_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'live', $10, $11, $12) on conflict (indicator_id, owner_organisation_id) where state = 'live' do nothing`,
    [b.id, b.indicatorId, b.ownerOrganisationId, b.low, b.high, b.deviations, b.eachSite, b.watcher.id, b.watcher.name, b.subject.id, b.subject.name, b.now],
  )) === 1;
}

export async function findBand(sql: Sql, id: string): Promise<(Band & { readonly state: string }) | undefined> {
  return (await sql.query<Band & { state: string }>(`select ${COLUMNS}, state from indicators.band where band_id = $1`, [id]))[0];
}

/** False when it was ended before. */
export async function endBand(tx: Transaction, id: string, now: Date): Promise<boolean> {
  return (await tx.execute("update indicators.band set state = 'ended', ended_at = $2 where band_id = $1 and state = 'live'", [id, now])) === 1;
}

/** At most one an indicator and office. */
export function listBands(sql: Sql, gate: Gate): Promise<Band[]> {
  const scope = gate.scope({ organisation: ['owner_organisation_id'] })(1);
  return sql.query<Band>(`select ${COLUMNS} from indicators.band where state = 'live' and ${scope.text} order by indicator_id, owner_organisation_id limit 1000`, scope.values);
}

/** Every band in force, of one indicator or of all: for the platform's own watching. */
export function listLiveBands(tx: Transaction, indicatorId: string | null): Promise<Band[]> {
  return tx.query<Band>(`select ${COLUMNS} from indicators.band where state = 'live' and ($1::text is null or indicator_id = $1) order by band_id`, [indicatorId]);
}
