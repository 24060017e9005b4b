import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { Gate } from '#platform/access/gate.ts';
import type { ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { MessageLine } from '../../contract/messages.ts';
import type { LogRow } from '../store/log.ts';

/** Messages of the asker's organisations. One whose sender nobody knows is seen by those who see everything and by the desk that connects systems. */
export const messageScope = (gate: Gate): ScopeBuilder => {
  const own = gate.scope({ organisation: ['s.owner_organisation_id'] });
  return (first) => {
    const condition = own(first);
    return gate.holds('exchange.manage-sites') ? { text: `(${condition.text} or s.owner_organisation_id is null)`, values: condition.values } : condition;
  };
};

export async function namesOf(sql: Sql, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  return new Map((await listOrganisationSummaries(sql, known)).map(({ id, name }) => [id, name]));
}

export const viewMessage = (row: LogRow, names: ReadonlyMap<string, string>): MessageLine => ({
  id: row.id,
  direction: row.direction,
  channel: row.channel,
  organisationId: row.organisationId,
  organisationName: row.organisationId === null ? null : (names.get(row.organisationId) ?? null),
  siteId: row.siteId,
  siteName: row.siteName,
  format: row.format,
  messageType: row.messageType,
  controlId: row.controlId,
  state: row.state,
  since: row.since.toISOString(),
  keptAt: row.keptAt.toISOString(),
  sizeBytes: row.sizeBytes,
  attempts: row.attempts,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  code: row.code,
  place: row.place,
  detail: row.detail,
  resources: row.resources,
  warnings: row.warnings,
  firstMessageId: row.firstMessageId,
});
