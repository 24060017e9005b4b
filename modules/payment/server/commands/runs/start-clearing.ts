import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { startTask } from '#platform/jobs/task.ts';
import type { Run, startClearing as operation } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { countCases } from '../../store/cases.ts';
import { findPack } from '../../store/packs.ts';
import { findRun, insertRun } from '../../store/runs.ts';
import { CLEARING_TASK } from './clearing-task.ts';

/** The year is gone through in slices by long work; the run shows how far it came and can be stopped. */
export async function startClearing(context: CommandContext, { packId }: InputOf<typeof operation>): Promise<Run> {
  const { tx, now, subject } = context;
  const pack = found(await findPack(tx, packId));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  const casesTotal = await countCases(tx, packId, null);
  if (casesTotal === 0) throw problem('payment.no-cases');
  const [id, taskId] = [context.newId(), context.newId()];
  const row = { id, kind: 'clearing', packId, month: null, ownerOrganisationId: pack.ownerOrganisationId, state: 'running', taskId, casesTotal, status: null, now } as const;
  if (!(await insertRun(tx, row))) throw problem('payment.already-run');
  const title = { zh: `医保年度清算 ${pack.year}`, en: `Insurance clearing ${pack.year}` };
  await startTask(tx, { subject, taskId, task: { kind: CLEARING_TASK, title, input: { runId: id, packId }, total: casesTotal } });
  await insertAction(context, { itemId: id, ownerOrganisationId: pack.ownerOrganisationId, action: 'start', stateAfter: 'running' });
  context.about({ organisationId: pack.ownerOrganisationId });
  context.emit('payment.clearing-started', { runId: id }, [pack.ownerOrganisationId]);
  return found(await findRun(tx, id));
}
