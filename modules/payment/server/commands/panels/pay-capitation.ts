import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { payCapitation as operation } from '../../../contract/panels.ts';
import type { Run } from '../../../contract/runs.ts';
import { capitationOfMonth } from '../../rules/capitation.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction, insertFigures } from '../../store/actions.ts';
import { findPack } from '../../store/packs.ts';
import { panelsOfMonth } from '../../store/panels.ts';
import { findRun, insertRun } from '../../store/runs.ts';

/** What the month is paid by the head; a run like an advance, published by the same step. */
export async function payCapitation(context: CommandContext, { packId, month }: InputOf<typeof operation>): Promise<Run> {
  const { tx, now } = context;
  const pack = found(await findPack(tx, packId));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  const panels = await panelsOfMonth(tx, packId, month);
  if (panels.length === 0) throw problem('payment.no-panels');
  const { figures, missing } = capitationOfMonth({ panels, content: pack.content, packVersion: pack.version });
  if (missing.length > 0) throw problem('payment.pending-local-parameters', missing.map((path) => ({ path, message: { zh: '缺少本地参数', en: 'is missing' } })));
  const id = context.newId();
  const row = { id, kind: 'capitation', packId, month, ownerOrganisationId: pack.ownerOrganisationId, state: 'prepared', taskId: null, casesTotal: panels.reduce((sum, { heads }) => sum + heads, 0), status: 'SETTLED', now } as const;
  if (!(await insertRun(tx, row))) throw problem('payment.already-run');
  await insertFigures(tx, { itemId: id, ownerOrganisationId: pack.ownerOrganisationId }, figures);
  await insertAction(context, { itemId: id, ownerOrganisationId: pack.ownerOrganisationId, action: 'run', stateAfter: 'prepared' });
  context.about({ organisationId: pack.ownerOrganisationId });
  context.emit('payment.capitation-run', { runId: id, month }, [pack.ownerOrganisationId]);
  return found(await findRun(tx, id));
}
