import type { Sql } from '#platform/database/transaction.ts';
import type { Statement } from '../../../contract/statements.ts';
import { balancesOf, totalsOf } from '../../rules/statement.ts';
import { findStatement, listStatementLines, type StatementRow } from '../../store/statements.ts';

const statementOf = (row: StatementRow): Statement => ({
  id: row.id, organisationId: row.organisationId, organisationName: row.organisationName, month: row.month, version: row.version, frozen: true, frozenAt: row.frozenAt.toISOString(), frozenByName: row.frozenByName, reason: row.reason, seal: row.seal,
  lines: [...row.lines], ...totalsOf(row.lines), balances: balancesOf(row.lines),
});

interface Asked {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly month: string;
  readonly version?: number | undefined;
}

/** The version asked for, else the live figures of the month with the number of the latest frozen version. */
export async function loadStatement(sql: Sql, { organisationId, organisationName, month, version }: Asked): Promise<Statement | undefined> {
  const frozen = await findStatement(sql, { organisationId, month, version });
  if (version !== undefined) return frozen && statementOf(frozen);
  const lines = await listStatementLines(sql, { organisationId, month });
  return {
    id: null, organisationId, organisationName, month, version: frozen?.version ?? 0, frozen: false, frozenAt: null, frozenByName: null, reason: null, seal: null, lines, ...totalsOf(lines), balances: balancesOf(lines),
  };
}
