import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { drawSample } from '../../contract/quality.ts';
import { KINDS } from '../../contract/words.ts';
import { messages, qualityMessages } from '../messages.ts';
import { optionsOf } from '../shown.tsx';

export function SampleForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: drawSample, draftKey: 'draw-sample', title: say(qualityMessages.draw), path: '/diagnosis/quality?show=second', initial: { kind: 'imaging', month: chinaDate(new Date()).slice(0, 7) },
    onDone: (answer) => {
      toast(say(qualityMessages.drawn, { count: answer.drawn }));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(qualityMessages.draw)}>
      <ListedField source={caringOrganisations} name="organisationId" label={say(messages.centre)} required />
      <RadioField name="kind" label={say(messages.kind)} options={optionsOf(KINDS, say)} required />
      <TextField name="month" label={say(qualityMessages.month)} placeholder="2026-01" required />
    </DraftForm>
  );
}
