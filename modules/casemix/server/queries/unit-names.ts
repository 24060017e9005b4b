import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { UnitKind } from '../store/analysis.ts';

interface UnitKey {
  readonly organisationId: string;
  readonly part: string;
}

/** Hospital, or hospital · department or doctor. */
export async function unitNames(sql: Sql, rows: readonly UnitKey[], by: UnitKind): Promise<(row: UnitKey) => string> {
  const ids = [...new Set(rows.map(({ organisationId }) => organisationId).filter((id) => id !== ''))];
  const names = new Map((await listOrganisationSummaries(sql, ids)).map(({ id, name }) => [id, name]));
  return ({ organisationId, part }) => {
    const hospital = names.get(organisationId) ?? organisationId;
    return by === 'organisation' ? hospital : `${hospital} · ${part || '—'}`;
  };
}
