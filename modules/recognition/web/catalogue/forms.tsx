import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { addEquivalence, recordQualityMark } from '../../contract/catalogue.ts';
import { QUALITY_KINDS, RELATIONS } from '../../contract/words.ts';
import { messages } from '../messages.ts';

const YEAR_DAYS = 365;

/** One code for another, or a panel for what it holds. */
export function EquivalenceForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const { acting } = useSession();
  const form = useDraftForm({
    operation: addEquivalence, draftKey: 'add-equivalence', title: say(messages.addEquivalence), path: '/recognition/catalogue?show=equivalences', initial: { relation: 'same', validFrom: chinaDate(new Date()) },
    toInput: (values) => ({ ...values, organisationId: acting?.organisationId ?? '' }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.addEquivalence)}>
      <RadioField name="relation" label={say(messages.relation)} options={Object.entries(RELATIONS).map(([value, text]) => ({ value, label: say(text) }))} required />
      <CodeField name="code" label={say(messages.code)} required />
      <CodeField name="otherCode" label={say(messages.otherCode)} required />
      <TextField name="note" label={say(messages.remark)} />
      <DateField name="validFrom" label={say(messages.from)} required />
    </DraftForm>
  );
}

/** Whether an organisation passed an assessment, for one item or all, from a day to a day. */
export function MarkForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const today = chinaDate(new Date());
  const form = useDraftForm({
    operation: recordQualityMark, draftKey: 'record-quality-mark', title: say(messages.addMark), path: '/recognition/catalogue?show=quality', initial: { kind: 'eqa', passed: 'yes', validFrom: today, validUntil: addDays(today, YEAR_DAYS) },
    toInput: ({ code, passed, ...values }) => ({ ...values, passed: passed === 'yes', ...(code ? { code } : {}) }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.addMark)}>
      <ListedField source={caringOrganisations} name="organisationId" label={say(messages.organisation)} required />
      <RadioField name="kind" label={say(messages.kind)} options={Object.entries(QUALITY_KINDS).map(([value, text]) => ({ value, label: say(text) }))} required />
      <CodeField name="code" label={say(messages.code)} hint={say(messages.leaveEmpty)} />
      <RadioField name="passed" label={say(messages.passed)} options={[{ value: 'yes', label: say(messages.yes) }, { value: 'no', label: say(messages.no) }]} required />
      <TextField name="certificate" label={say(messages.certificate)} />
      <DateField name="validFrom" label={say(messages.from)} required />
      <DateField name="validUntil" label={say(messages.until)} required />
    </DraftForm>
  );
}
