import { findDefinition } from '../../contract/definitions/all.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { nextState } from '#platform/kernel/state-table.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton, type Ability } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { acknowledgeIndicatorAlert, ALERT_TABLE, closeIndicatorAlert, noteIndicatorAlert, type Alert, type AlertAct } from '../../contract/alerts.ts';
import { CardPanel } from '../card-panel.tsx';
import { messages } from '../messages.ts';
import { useSiteName } from '../organisations.tsx';
import { useAbility } from '../use-ability.ts';
import { AssignForm } from './assign-form.tsx';
import { useUnit } from '../units.ts';

const TONES = { raised: 'overdue', acknowledged: 'due', closed: 'done' } as const;

/** One alert: the number and what was expected, whose it is, what was done, and what can be done. */
export function AlertCard({ alert }: { alert: Alert }) {
  const say = useText();
  const unitOf = useUnit();
  const nameOf = useSiteName();
  const definition = findDefinition(alert.indicatorId);
  const unit = unitOf(definition?.unit ?? '');
  const expected = `${alert.low ?? '…'} – ${alert.high ?? '…'} ${unit}`;
  return (
    <Panel title={<>{alert.indicatorId} {definition && say(definition.name)} · {nameOf(alert.organisationId)} · {alert.period}</>} actions={<StateTag tone={TONES[alert.state]} text={say(messages[alert.state])} />}>
      <div className="yg-stack">
        <Facts
          columns={4}
          items={[
            { label: say(messages.value), value: `${alert.value} ${unit}（${say(messages[alert.kind])}）` }, { label: say(messages.expected), value: expected },
            { label: say(messages.assignee), value: alert.assigneeName }, { label: say(messages.raisedAt), value: <TimeAgo at={alert.raisedAt} /> },
          ]}
        />
        <Acts alert={alert} />
        <ol className="cockpit-trail">
          {alert.actions.map((each, index) => <li key={index}><TimeAgo at={each.at} /> {each.subjectName} {say(messages[`did-${each.action}` as 'did-raise'])}{each.note === null ? '' : `：${each.note}`}</li>)}
        </ol>
      </div>
    </Panel>
  );
}

function Acts({ alert }: { alert: Alert }) {
  const say = useText();
  const workspace = useWorkspace();
  const confirm = useConfirmReason();
  const abilityOf = useAlertAbility(alert);
  const [acknowledging, noting, closing] = [useCommand(acknowledgeIndicatorAlert), useCommand(noteIndicatorAlert), useCommand(closeIndicatorAlert)];
  const { id, indicatorId, organisationId, period } = alert;
  const write = async (run: (input: { id: string; note: string }) => Promise<Alert | undefined>, title: string) => {
    const note = await confirm({ title, verb: title });
    if (note !== undefined && (await run({ id, note })) !== undefined) toast(say(messages.saved));
  };
  const assignKey = `assign-alert:${id}`;
  const problem = acknowledging.problem ?? noting.problem ?? closing.problem;
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <div className="yg-row yg-print-hidden">
        <AbilityButton type="primary" size="small" ability={abilityOf('acknowledge')} loading={acknowledging.pending} onClick={() => void acknowledging.run({ id })}>{say(messages.acknowledge)}</AbilityButton>
        <AbilityButton size="small" ability={abilityOf('note')} onClick={() => void write(noting.run, say(messages.note))}>{say(messages.note)}</AbilityButton>
        <AbilityButton size="small" ability={abilityOf('assign')} onClick={() => workspace.open({ key: assignKey, title: say(messages.assign), content: <AssignForm id={id} onDone={() => workspace.close(assignKey)} /> })}>{say(messages.assign)}</AbilityButton>
        <AbilityButton size="small" ability={abilityOf('close')} onClick={() => void write(closing.run, say(messages.closeAlert))}>{say(messages.closeAlert)}</AbilityButton>
        <AbilityButton size="small" onClick={() => workspace.open({ key: `indicator:${indicatorId}`, title: indicatorId, content: <CardPanel indicatorId={indicatorId} period={period} organisationId={organisationId} /> })}>{say(messages.openNumber)}</AbilityButton>
      </div>
    </>
  );
}

/** Says why an act is impossible: the state, the person it is for, or the right. */
function useAlertAbility({ state, assigneeId, assigneeName }: Alert): (act: AlertAct) => Ability {
  const { account } = useSession();
  const ability = useAbility();
  return (act) => {
    if (nextState(ALERT_TABLE, state, act) === undefined) return { allowed: false, reason: state === 'closed' ? messages.alreadyClosed : state === 'raised' ? messages.acknowledgeFirst : messages.alreadyAcknowledged };
    const held = ability(act === 'assign' ? 'indicators.watch' : 'indicators.answer-alert');
    if (!held.allowed) return held;
    if (act !== 'assign' && assigneeId !== account?.id) return { allowed: false, reason: { zh: `由${assigneeName}处理，可转交`, en: `It is for ${assigneeName}; it can be given to you` } };
    return { allowed: true };
  };
}
