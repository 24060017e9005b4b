import type { CommandContext } from '#platform/http/operation.ts';
import { assert } from '#platform/kernel/problem.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { ALERT_TABLE, type Alert, type AlertAct } from '../../contract/alerts.ts';
import { problem } from '../rules/scope.ts';
import { findAlert, lockAlert, moveAlert } from '../store/alerts.ts';

interface Step {
  readonly id: string;
  readonly act: AlertAct;
  readonly event: string;
  readonly note: string | null;
  /** Finds the person it is for from now on; the same where left out. */
  readonly assigneeOf?: () => Promise<{ readonly id: string; readonly name: string }>;
}

/** One act on an alert. What answers it is done by the person it is for; giving it to another needs the right to assign alone. */
export async function stepAlert(context: CommandContext, { id, act, event, note, assigneeOf }: Step): Promise<Alert> {
  const { tx, gate, subject } = context;
  const alert = await lockAlert(tx, id);
  if (alert === undefined) throw problem('indicators.unknown');
  gate.requireOrganisation(alert.ownerOrganisationId);
  const state = nextState(ALERT_TABLE, alert.state, act);
  if (state === undefined) throw problem('indicators.alert-state');
  if (act !== 'assign' && alert.assigneeId !== subject.id) throw problem('indicators.not-assignee');
  const assignee = (await assigneeOf?.()) ?? { id: alert.assigneeId, name: alert.assigneeName };
  // The trail says to whom it was given.
  const said = assigneeOf === undefined ? note : [assignee.name, ...(note === null ? [] : [note])].join('：');
  await moveAlert(tx, { subject, now: context.now, newId: () => context.newId(), id, action: act, note: said, ownerOrganisationId: alert.ownerOrganisationId, state, assignee });
  context.about({ organisationId: alert.ownerOrganisationId });
  context.emit(event, { alertId: id, indicatorId: alert.indicatorId }, [alert.ownerOrganisationId]);
  const after = await findAlert(tx, id);
  assert(after !== undefined, 'the alert was just written');
  return after;
}
