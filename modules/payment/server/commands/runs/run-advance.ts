import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Run, runAdvance as operation } from '../../../contract/runs.ts';
import { advanceMonth } from '../../rules/clearing.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction, insertFigures } from '../../store/actions.ts';
import { sumCases } from '../../store/cases.ts';
import { findPack } from '../../store/packs.ts';
import { findRun, insertRun } from '../../store/runs.ts';

export async function runAdvance(context: CommandContext, { packId, month }: InputOf<typeof operation>): Promise<Run> {
  const { tx, now } = context;
  const pack = found(await findPack(tx, packId));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  const sums = await sumCases(tx, packId, month);
  if (sums.length === 0) throw problem('payment.no-cases');
  const { figures, missing } = advanceMonth({ sums, content: pack.content, packVersion: pack.version });
  if (missing.length > 0) throw problem('payment.pending-local-parameters', [{ path: 'advance', message: { zh: '缺少本地参数', en: 'is missing' } }]);
  const id = context.newId();
  const row = { id, kind: 'advance', packId, month, ownerOrganisationId: pack.ownerOrganisationId, state: 'prepared', taskId: null, casesTotal: sums.reduce((sum, { cases }) => sum + cases, 0), status: 'SETTLED', now } as const;
  if (!(await insertRun(tx, row))) throw problem('payment.already-run');
  await insertFigures(tx, { itemId: id, ownerOrganisationId: pack.ownerOrganisationId }, figures);
  await insertAction(context, { itemId: id, ownerOrganisationId: pack.ownerOrganisationId, action: 'run', stateAfter: 'prepared' });
  context.about({ organisationId: pack.ownerOrganisationId });
  context.emit('payment.advance-run', { runId: id, month }, [pack.ownerOrganisationId]);
  return found(await findRun(tx, id));
}
