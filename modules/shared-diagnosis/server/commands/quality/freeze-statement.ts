import { chinaDate } from '#platform/kernel/period.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { freezeStatement as operation } from '../../../contract/statements.ts';
import { sealOf } from '#platform/signature/act-chain.ts';
import { balancesOf, totalsOf } from '../../rules/statement.ts';
import { findStatement, insertStatement, listStatementLines, lockStatementMonth, type StatementRow } from '../../store/statements.ts';
import { problem } from '../act/act-context.ts';
import { getOrganisationName } from '../act/partners.ts';

/** A month is frozen when it is over; what is charged to it later makes a new version with its reason, the old one stays. */
export async function freezeStatement(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  if (input.month >= chinaDate(context.now).slice(0, 7)) throw problem('shared-diagnosis.month-not-over', [{ path: 'month', message: { zh: '该月尚未结束', en: 'The month is not over' } }]);
  await lockStatementMonth(context.tx, input);
  const lines = await listStatementLines(context.tx, input);
  const latest = await findStatement(context.tx, input);
  const seal = sealOf([input.organisationId, input.month, lines]);
  if (latest?.seal === seal) throw problem('shared-diagnosis.statement-unchanged');
  if (latest !== undefined && (input.reason ?? '') === '') throw problem('shared-diagnosis.reason-needed', [{ path: 'reason', message: { zh: '请写明原因', en: 'Give the reason' } }]);
  const totals = totalsOf(lines);
  const row: StatementRow = {
    id: context.newId(), organisationId: input.organisationId, organisationName: await getOrganisationName(context.tx, input.organisationId), month: input.month, version: (latest?.version ?? 0) + 1, lines, count: totals.count,
    totalFen: totals.totalFen, seal, reason: input.reason ?? null, frozenAt: context.now, frozenByName: context.subject.name,
  };
  await insertStatement(context.tx, row);
  context.emit('shared-diagnosis.statement-frozen', { statementId: row.id, month: row.month, version: row.version }, [...new Set([row.organisationId, ...lines.map((line) => line.performingOrganisationId)])]);
  context.about({ organisationId: row.organisationId, resource: `Statement/${row.id}` });
  return { ...row, lines, frozen: true, frozenAt: row.frozenAt.toISOString(), ...totals, balances: balancesOf(lines) };
}
