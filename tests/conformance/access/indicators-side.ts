import type { Database } from '#platform/database/transaction.ts';

type Run = (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

interface Builder {
  readonly run: Run;
  readonly database: Database;
  readonly mark: string;
  readonly root: string;
  readonly hospital: string;
}

/** A value of each side's hospital that waits for somebody to approve it, a band, and an alert for a person of that side. */
export async function indicatorsOf({ run, database, mark, root, hospital }: Builder): Promise<{ indicatorEntry: string; indicatorBand: string; indicatorAlert: string }> {
  const entry = await run('enterIndicatorValue', { indicatorId: 'Y15', organisationId: hospital, month: '2026-01', numerator: '1', denominator: '2', sourceNote: '财务年报' });
  const [indicatorBand, indicatorAlert] = [`${mark}-band`, `${mark}-alert`];
  // Bands and alerts name a person of the staff; the sides are built by machines.
  await database.execute(
    `insert into indicators.band (band_id, indicator_id, owner_organisation_id, low, each_site, watcher_id, watcher_name, state, set_by, set_by_name, set_at)
     values ($1, 'Y15', $2, 90, false, $3, $3, 'live', $3, $3, now())`,
    [indicatorBand, root, `${mark}-watcher`],
  );
  await database.execute(
    `insert into indicators.alert (alert_id, band_id, indicator_id, organisation_id, owner_organisation_id, period, kind, value, low, definition_version, state, assignee_id, assignee_name, raised_at, state_since)
     values ($1, $2, 'Y15', $3, $4, '2025', 'below', 50, 90, '2024.1', 'raised', $5, $5, now(), now())`,
    [indicatorAlert, indicatorBand, hospital, root, `${mark}-watcher`],
  );
  return { indicatorEntry: String(entry['id']), indicatorBand, indicatorAlert };
}
