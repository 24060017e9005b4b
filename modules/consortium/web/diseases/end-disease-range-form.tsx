import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { endDiseaseRange, type DiseaseRange } from '../../contract/diseases.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { diseaseMessages } from './messages.ts';
import { codesOf } from './range-words.ts';

export function EndDiseaseRangeForm({ range, onDone }: { range: DiseaseRange; onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: endDiseaseRange,
    draftKey: `end-disease-range:${range.id}`,
    title: say(diseaseMessages.endTitle, { codes: codesOf(range), title: range.title }),
    path: `/disease-lists?list=${range.listId}`,
    initial: { id: range.id, validUntil: today },
    onDone: () => {
      toast(say(messages.ended));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(diseaseMessages.endRange)} danger>
      <DateField name="validUntil" label={say(messages.endsOn)} min={range.validFrom} required />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
