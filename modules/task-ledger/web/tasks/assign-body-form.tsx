import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { assignBody, summariseTasks } from '../../contract/tasks.ts';
import { messages } from '../messages.ts';

const JOINT = '|';

/** Says which organisation a body of a policy is; all its waiting tasks go there at once. */
export function AssignBodyForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const summary = useOperation(summariseTasks, {});
  const names = new Map((summary.data?.bySource ?? []).map(({ sourceId, name }) => [sourceId, name]));
  const options = (summary.data?.byBody ?? []).map(({ sourceId, bodyId, name, total }) => ({ value: `${sourceId}${JOINT}${bodyId}`, label: `${say(name)} · ${say(names.get(sourceId) ?? { zh: sourceId, en: sourceId })} (${total})` }));
  const form = useDraftForm({
    operation: assignBody,
    draftKey: 'assign-body',
    title: say(messages.assignBody),
    path: '/ledger',
    initial: {},
    toInput: (values) => {
      const [sourceId = '', bodyId = ''] = String((values as { body?: string }).body ?? '').split(JOINT);
      return { sourceId, bodyId, organisationId: (values as { organisationId?: string }).organisationId ?? '' } as never;
    },
    onDone: (answer) => {
      toast(say(messages.bodyMatched, answer as { assigned: number; joined: number }));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.assign)}>
      <ChoiceField name="body" label={say(messages.body)} options={options} required />
      <ListedField source={activeOrganisations} name="organisationId" label={say(messages.organisation)} required />
    </DraftForm>
  );
}
