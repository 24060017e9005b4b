import type { ReactNode } from 'react';
import type { AnyCommand } from '#platform/web/client/hooks.ts';
import { RadioField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText, type Say } from '#platform/web/text/messages.ts';
import { acknowledgeCritical, actOnCritical, closeCritical, dismissCritical, notifyCritical, recordCriticalEffect, verifyCritical, type CriticalDetail } from '../../contract/critical.ts';
import { CRITICAL_ACTIONS, type CriticalAction } from '../../contract/states.ts';
import { criticalMessages, messages } from '../messages.ts';
import { filledIn } from '../shown.tsx';

interface ActForm {
  readonly operation: AnyCommand;
  readonly initial?: FormValues;
  readonly fields: (say: Say) => ReactNode;
}

const note = (say: Say): ReactNode => <TextField name="note" label={say(messages.note)} />;

const FORMS: Readonly<Partial<Record<CriticalAction, ActForm>>> = {
  verify: {
    operation: verifyCritical, initial: { method: 'second-look' },
    fields: (say) => <><RadioField name="method" label={say(criticalMessages.method)} options={[{ value: 'repeated', label: say(criticalMessages.repeated) }, { value: 'quality-checked', label: say(criticalMessages.qualityChecked) }, { value: 'second-look', label: say(criticalMessages.secondLook) }]} required />{note(say)}</>,
  },
  dismiss: { operation: dismissCritical, fields: (say) => <TextAreaField name="note" label={say(messages.reason)} rows={3} required /> },
  notify: {
    operation: notifyCritical, initial: { by: 'phone' },
    fields: (say) => (
      <>
        <RadioField name="by" label={say(criticalMessages.by)} options={[{ value: 'system', label: say(criticalMessages.system) }, { value: 'phone', label: say(criticalMessages.phone) }, { value: 'in-person', label: say(criticalMessages.inPerson) }]} required />
        <TextField name="toldName" label={say(criticalMessages.toldName)} />
        {note(say)}
      </>
    ),
  },
  acknowledge: { operation: acknowledgeCritical, initial: { readBack: false }, fields: (say) => <><SwitchField name="readBack" label={say(criticalMessages.readBack)} />{note(say)}</> },
  act: { operation: actOnCritical, fields: (say) => <TextAreaField name="actionText" label={say(criticalMessages.actionText)} rows={4} required /> },
  'record-effect': { operation: recordCriticalEffect, fields: (say) => <TextAreaField name="effectText" label={say(criticalMessages.effectText)} rows={4} required /> },
  close: { operation: closeCritical, fields: note },
};

export function CriticalActForm({ value, action, onDone }: { value: CriticalDetail; action: CriticalAction; onDone: () => void }) {
  const actForm = FORMS[action];
  return actForm === undefined ? null : <KnownForm value={value} action={action} onDone={onDone} actForm={actForm} />;
}

function KnownForm({ value, action, onDone, actForm }: { value: CriticalDetail; action: CriticalAction; onDone: () => void; actForm: ActForm }) {
  const say = useText();
  const title = say(CRITICAL_ACTIONS[action]);
  const form = useDraftForm({
    operation: actForm.operation,
    draftKey: `critical-${action}:${value.id}`,
    title: `${title} ${value.number}`,
    initial: actForm.initial ?? {},
    path: `/diagnosis/critical?open=${value.id}`,
    toInput: (values) => ({ ...filledIn(values), id: value.id }) as never,
    onDone: () => {
      toast(`${say(messages.done)}：${title}`);
      onDone();
    },
  });
  return <DraftForm form={form} submitLabel={title}><p><strong>{value.title} {value.valueText}</strong></p>{actForm.fields(say)}</DraftForm>;
}
