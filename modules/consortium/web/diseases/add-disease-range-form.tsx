import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { addDiseaseRange, type DiseaseList } from '../../contract/diseases.ts';
import { JUDGEMENTS } from '../../contract/words.ts';
import { filledIn } from '../filled-in.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { choicesOf } from '../words.ts';
import { Icd10Field } from './icd10-field.tsx';
import { diseaseMessages } from './messages.ts';

const DAYS_MAX = 365;

export function AddDiseaseRangeForm({ list, onDone }: { list: DiseaseList; onDone: () => void }) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: addDiseaseRange,
    draftKey: `add-disease-range:${list.id}`,
    title: `${say(diseaseMessages.addRange)} · ${list.name}`,
    path: `/disease-lists?list=${list.id}`,
    initial: { listId: list.id, judgement: 'treat', validFrom: today },
    toInput: (values) => filledIn({ ...values, codeUntil: values['codeUntil'] || values['codeFrom'] }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(diseaseMessages.addRange)}>
      <RadioField name="judgement" label={say(diseaseMessages.judgement)} options={choicesOf(JUDGEMENTS, say)} required />
      <div className="consortium-pair">
        <Icd10Field name="codeFrom" label={say(diseaseMessages.codeFrom)} required />
        <Icd10Field name="codeUntil" label={say(diseaseMessages.codeUntil)} />
      </div>
      <TextField name="title" label={say(diseaseMessages.title)} maxLength={120} required />
      <TextAreaField name="condition" label={say(diseaseMessages.condition)} maxLength={300} rows={2} />
      <div className="consortium-pair">
        <NumberField name="stayDays" label={say(diseaseMessages.stayDays)} min={1} max={DAYS_MAX} />
        <NumberField name="suggestedDays" label={say(diseaseMessages.suggestedDays)} min={1} max={DAYS_MAX} />
      </div>
      <DateField name="validFrom" label={say(messages.validFrom)} required />
    </DraftForm>
  );
}
