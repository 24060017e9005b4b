import { resolutionsOn } from '#modules/governance/contract/resolution-choices.ts';
import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { AnyCommand } from '#platform/web/client/hooks.ts';
import { assignTask, planTask, reportTask, submitTask, suspendTask, verifyTask, type TaskDetail } from '../../contract/tasks.ts';
import { messages } from '../messages.ts';

interface TaskFormProps {
  readonly task: TaskDetail;
  readonly onDone: () => void;
}

/** Empty fields are left out, so that the contract's own defaults hold. */
const filled = (values: object): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));

function useTaskForm(operation: AnyCommand, { task, onDone }: TaskFormProps, more: { initial?: object; toInput?: (values: Record<string, unknown>) => object } = {}) {
  const say = useText();
  return useDraftForm({
    operation: operation as typeof planTask,
    draftKey: `${operation.name}:${task.id}`,
    title: `${say(operation.summary)} · ${say(task.title)}`,
    path: '/ledger',
    initial: (more.initial ?? {}) as never,
    toInput: (values) => ({ id: task.id, ...filled((more.toInput ?? ((given: object) => given))(values as Record<string, unknown>)) }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
}

export function AssignTaskForm(props: TaskFormProps) {
  const say = useText();
  const form = useTaskForm(assignTask, props, { initial: { organisationId: props.task.leadOrganisationId ?? undefined, due: props.task.due ?? undefined } });
  return (
    <DraftForm form={form} submitLabel={say(messages.assign)}>
      <ListedField source={activeOrganisations} name="organisationId" label={say(messages.leadOrganisation)} required />
      <ListedField source={activeOrganisations} name="jointOrganisationIds" label={say(messages.jointOrganisations)} many />
      <DateField name="due" label={say(messages.due)} />
    </DraftForm>
  );
}

export function PlanTaskForm(props: TaskFormProps) {
  const say = useText();
  const form = useTaskForm(planTask, props, {
    initial: { milestones: props.task.milestones.length > 0 ? props.task.milestones.map(({ title, due, quarter, target }) => ({ title, due, quarter, ...(target === null ? {} : { target }) })) : [{}] },
    toInput: ({ milestones }) => ({ milestones: ((milestones ?? []) as object[]).map(filled) }),
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.plan)}>
      <LineList name="milestones" label={say(messages.milestones)} linesMax={40}>
        {(line) => (
          <>
            <TextField name={line.name('title')} label={say(messages.milestone)} required />
            <DateField name={line.name('due')} label={say(messages.due)} required />
            <CodeField name={line.name('quarter')} label={say(messages.quarter)} hint={say(messages.quarterHint)} required />
            <TextField name={line.name('target')} label={say(messages.target)} />
          </>
        )}
      </LineList>
    </DraftForm>
  );
}

export function ReportTaskForm(props: TaskFormProps) {
  const say = useText();
  const { task } = props;
  const open = task.milestones.filter(({ doneOn }) => doneOn === null);
  const form = useTaskForm(reportTask, props, {
    initial: { progress: task.progress, problem: task.problem ?? undefined, nextStep: task.nextStep ?? undefined },
    toInput: ({ done, ...rest }) => ({ ...rest, milestonesDone: open.filter(({ id }) => (done as Record<string, boolean> | undefined)?.[id] === true).map(({ id }) => id) }),
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.report)}>
      <NumberField name="progress" label={say(messages.progress)} min={0} max={100} unit="%" required />
      <TextAreaField name="problem" label={say(messages.problem)} />
      <TextAreaField name="nextStep" label={say(messages.nextStep)} />
      {open.map(({ id, title, due }) => <SwitchField key={id} name={['done', id]} label={`${say(messages.milestone)}：${title}（${due}）`} />)}
    </DraftForm>
  );
}

export function SubmitTaskForm(props: TaskFormProps) {
  const say = useText();
  const form = useTaskForm(submitTask, props, { initial: { evidence: [{}] }, toInput: ({ evidence, ...rest }) => ({ ...rest, evidence: ((evidence ?? []) as object[]).map(filled) }) });
  return (
    <DraftForm form={form} submitLabel={say(messages.submit)}>
      <TextAreaField name="statement" label={say(messages.statement)} required />
      <LineList name="evidence" label={say(messages.evidence)} linesMax={40}>
        {(line) => (
          <>
            <TextField name={line.name('title')} label={say(messages.evidenceTitle)} required />
            <TextField name={line.name('link')} label={say(messages.link)} />
            <TextField name={line.name('note')} label={say(messages.note)} />
          </>
        )}
      </LineList>
    </DraftForm>
  );
}

export function VerifyTaskForm(props: TaskFormProps) {
  const say = useText();
  const form = useTaskForm(verifyTask, props, { toInput: ({ score, ...rest }) => ({ ...rest, ...(score === undefined || score === null ? {} : { score: String(score) }) }) });
  return (
    <DraftForm form={form} submitLabel={say(messages.verify)}>
      <TextAreaField name="note" label={say(messages.note)} required />
      <NumberField name="score" label={say(messages.score)} min={0} max={100} decimals={2} />
    </DraftForm>
  );
}

/** A key task is laid down by a resolution; of others it may be named. */
export function SuspendTaskForm(props: TaskFormProps) {
  const say = useText();
  const form = useTaskForm(suspendTask, props);
  return (
    <DraftForm form={form} submitLabel={say(messages.suspend)} danger>
      <TextAreaField name="reason" label={say(messages.suspendReason)} required />
      <ListedField source={resolutionsOn('exception', 'general')} name="resolutionNumber" label={say(messages.resolution)} hint={say(props.task.isKey ? messages.resolutionNeeded : messages.resolutionHint)} required={props.task.isKey} />
    </DraftForm>
  );
}
