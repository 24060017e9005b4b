import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { assignIndicatorAlert, listIndicatorWatchers } from '../../contract/alerts.ts';
import { messages } from '../messages.ts';
import { useSiteName } from '../organisations.tsx';

/** Persons who may answer alerts, as choices with their organisation. */
export function useWatchers(): readonly { value: string; label: string }[] {
  const nameOf = useSiteName();
  const watchers = useOperation(listIndicatorWatchers, {}, { staleMs: 60_000 });
  return (watchers.data?.rows ?? []).map(({ id, name, organisationId }) => ({ value: id, label: `${name} · ${nameOf(organisationId)}` }));
}

export function AssignForm({ id, onDone }: { id: string; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: assignIndicatorAlert, draftKey: `assign-alert:${id}`, title: say(messages.assign), path: '/indicator-alerts', initial: { id } as FormValues as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.assign)}>
      <ChoiceField name="assigneeId" label={say(messages.assignee)} options={useWatchers()} required />
      <TextAreaField name="note" label={say(messages.note)} rows={3} maxLength={1000} />
    </DraftForm>
  );
}
