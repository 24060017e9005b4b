import { Form } from 'antd';
import { useEffect, useRef } from 'react';
import { readIdCard } from '#platform/kernel/check-digits.ts';
import { ChoiceField, RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type DraftFormState } from '#platform/web/form/use-draft-form.ts';
import { useText } from '#platform/web/text/messages.ts';
import { registerResident } from '../contract.ts';
import type { Registration } from '../contract/schemas.ts';
import { filledIn } from './filled-in.ts';
import { IdCardField } from './id-card-field.tsx';
import { identifierMessages, messages, registerMessages, wordOf } from './messages.ts';
import { useSexOptions } from './use-sex-options.ts';
import { useToday } from './use-today.ts';

const OTHER_DOCUMENTS = ['passport', 'hong-kong-macao-permit', 'taiwan-permit', 'birth-certificate'] as const;

export function RegisterResidentForm({ onDone }: { onDone: (answer: Registration) => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: registerResident,
    draftKey: 'register-resident',
    title: say(messages.register),
    initial: {},
    toInput: (values) => filledIn(values) as never,
    onDone,
  });
  useFactsOfIdCard(form);
  const sexes = useSexOptions();
  const today = useToday();
  return (
    <DraftForm form={form} submitLabel={say(messages.register)}>
      <IdCardField name="idCard" label={say(messages.idCard)} hint={say(registerMessages.idCardHint)} />
      <TextField name="name" label={say(messages.name)} required maxLength={100} />
      <RadioField name="sex" label={say(messages.sex)} options={sexes} required />
      <DateField name="birthDate" label={say(messages.birth)} max={today} required />
      <TextField name="phone" label={say(messages.phone)} inputMode="tel" maxLength={40} />
      <TextAreaField name="address" label={say(messages.address)} maxLength={300} rows={2} />
      <CodeField name="insuranceNumber" label={say(messages.insuranceNumber)} maxLength={40} />
      <ChoiceField
        name="otherDocumentType" label={say(registerMessages.otherDocument)}
        options={OTHER_DOCUMENTS.map((value) => ({ value, label: say(wordOf(identifierMessages, value)) }))}
      />
      <CodeField name="otherDocumentNumber" label={say(registerMessages.otherDocumentNumber)} maxLength={40} />
    </DraftForm>
  );
}

/** A valid number fills birth date and sex, once, where they are still empty. */
function useFactsOfIdCard({ form, changed }: DraftFormState): void {
  const typed = Form.useWatch('idCard', form) as string | undefined;
  const used = useRef<string>(undefined);
  useEffect(() => {
    const read = readIdCard(typed ?? '');
    if (!read.ok || used.current === read.value.number) return;
    used.current = read.value.number;
    const present = form.getFieldsValue() as Readonly<Record<string, unknown>>;
    const facts = filledIn({
      birthDate: present['birthDate'] ? undefined : read.value.birthDate,
      sex: present['sex'] ? undefined : read.value.sex,
    });
    if (Object.keys(facts).length === 0) return;
    form.setFieldsValue(facts as never);
    changed({ ...present, ...facts });
  }, [typed, form, changed]);
}
