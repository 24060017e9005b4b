import { Button } from 'antd';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { completeFollowUp, type FollowUp } from '../../contract.ts';
import { actMessages, followUpMessages } from '../messages.ts';

const stateText = { open: followUpMessages.stateOpen, done: followUpMessages.stateDone, lost: followUpMessages.stateLost, cancelled: followUpMessages.stateCancelled } as const;
const stateTone: Readonly<Record<FollowUp['state'], Tone>> = { open: 'due', done: 'done', lost: 'overdue', cancelled: 'neutral' };

export function FollowUpTag({ task }: { task: FollowUp }) {
  const say = useText();
  return <StateTag tone={task.overdue ? 'overdue' : stateTone[task.state]} text={say(task.overdue ? followUpMessages.overdue : stateText[task.state])} />;
}

export function useCompleteFollowUp(): (task: FollowUp) => void {
  const workspace = useWorkspace();
  const say = useText();
  return (task) => {
    const key = `follow-up:${task.followUpId}`;
    workspace.open({ key, title: `${say(followUpMessages.complete)} · ${task.personName}`, content: <CompleteFollowUpForm task={task} onDone={() => workspace.close(key)} /> });
  };
}

export function FollowUpList({ tasks }: { tasks: readonly FollowUp[] }) {
  const say = useText();
  const complete = useCompleteFollowUp();
  const may = useMay('referral.complete-follow-up');
  return (
    <ul className="referral-timeline">
      {tasks.map((task) => (
        <li key={task.followUpId} className="yg-row">
          <FollowUpTag task={task} /> <span>{task.title}</span> <span className="yg-quiet yg-number">{task.dueDate}</span>
          {task.result && <span>{task.result}</span>}
          {task.state === 'open' && may && <Button size="small" onClick={() => complete(task)}>{say(followUpMessages.complete)}</Button>}
        </li>
      ))}
    </ul>
  );
}

function CompleteFollowUpForm({ task, onDone }: { task: FollowUp; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: completeFollowUp,
    draftKey: `complete-follow-up:${task.followUpId}`,
    title: `${say(followUpMessages.complete)} ${task.personName}`,
    initial: { outcome: 'done' },
    toInput: (values) => ({ ...values, id: task.referralId, followUpId: task.followUpId }) as never,
    onDone,
  });
  return (
    <DraftForm form={form} submitLabel={say(followUpMessages.complete)}>
      <p>{task.title}</p>
      <TextAreaField name="result" label={say(actMessages.taskResult)} required />
      <RadioField name="outcome" label={say(actMessages.result)} options={[{ value: 'done', label: say(actMessages.asDone) }, { value: 'lost', label: say(actMessages.asLost) }]} required />
    </DraftForm>
  );
}
