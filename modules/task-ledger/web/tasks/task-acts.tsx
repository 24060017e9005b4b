import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { TaskAction } from '../../contract/states.ts';
import { closeTask, resumeTask, returnTask, startTask, type TaskDetail } from '../../contract/tasks.ts';
import { messages } from '../messages.ts';
import { AssignTaskForm, PlanTaskForm, ReportTaskForm, SubmitTaskForm, SuspendTaskForm, VerifyTaskForm } from './task-forms.tsx';

const FORMS = { assign: AssignTaskForm, plan: PlanTaskForm, report: ReportTaskForm, submit: SubmitTaskForm, verify: VerifyTaskForm, suspend: SuspendTaskForm } as const;
const WITH_REASON = ['return', 'resume'] as const;
type Reasoned = (typeof WITH_REASON)[number];

/** Every act of the state table; an impossible one says why. */
export function TaskActs({ task }: { task: TaskDetail }) {
  const say = useText();
  const workspace = useWorkspace();
  const confirm = useConfirmReason();
  const starting = useCommand(startTask);
  const closing = useCommand(closeTask);
  const reasoned = { return: useCommand(returnTask), resume: useCommand(resumeTask) };
  const done = (answer: unknown) => answer !== undefined && toast(say(messages.saved));
  const withReason = async (action: Reasoned) => {
    const reason = await confirm({ title: `${say(messages[action])} · ${say(task.title)}`, verb: say(messages[action]), danger: action !== 'resume' });
    if (reason !== undefined) done(await reasoned[action].run({ id: task.id, reason }));
  };
  const act = async (action: TaskAction) => {
    if (action === 'start') return done(await starting.run({ id: task.id }));
    if (action === 'close') return done(await closing.run({ id: task.id }));
    if ((WITH_REASON as readonly string[]).includes(action)) return withReason(action as Reasoned);
    const Form = FORMS[action as keyof typeof FORMS];
    const key = `${action}:${task.id}`;
    workspace.open({ key, title: `${say(messages[action])} · ${say(task.title)}`, content: <Form task={task} onDone={() => workspace.close(key)} /> });
  };
  const problem = [starting, closing, ...Object.values(reasoned)].find((each) => each.problem)?.problem;
  const firstAllowed = task.abilities.find(({ allowed }) => allowed)?.action;
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <div className="ledger-acts">
        {task.abilities.map(({ action, allowed, reason }) => (
          <AbilityButton key={action} type={action === firstAllowed ? 'primary' : 'default'} ability={{ allowed, ...(reason ? { reason } : {}) }} onClick={() => void act(action)}>{say(messages[action])}</AbilityButton>
        ))}
      </div>
    </>
  );
}
