import { call } from '#platform/web/client/call.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { RadioField, SearchField, type Choice } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { useText } from '#platform/web/text/messages.ts';
import { findResidents, getResident, registerNewborn } from '../contract.ts';
import type { Registration } from '../contract/schemas.ts';
import { filledIn } from './filled-in.ts';
import { messages, registerMessages } from './messages.ts';
import { useSexOptions } from './use-sex-options.ts';
import { useToday } from './use-today.ts';

interface NewbornProps {
  readonly motherId: string | undefined;
  readonly onDone: (answer: Registration) => void;
}

export function RegisterNewbornForm({ motherId, onDone }: NewbornProps) {
  const say = useText();
  const mother = useOperation(getResident, { id: motherId ?? '' }, { enabled: motherId !== undefined });
  const form = useDraftForm({
    operation: registerNewborn,
    draftKey: `register-newborn:${motherId ?? ''}`,
    title: say(messages.newborn),
    initial: { birthOrder: 1, ...(motherId === undefined ? {} : { motherId }) },
    toInput: (values) => filledIn(values) as never,
    onDone,
  });
  const today = useToday();
  const known = mother.data ? { value: mother.data.id, label: mother.data.name } : undefined;
  return (
    <DraftForm form={form} submitLabel={say(messages.newborn)}>
      <SearchField key={known?.value ?? 'search'} name="motherId" label={say(messages.mother)} search={findMothers} initialChoice={known} required />
      <RadioField name="sex" label={say(messages.sex)} options={useSexOptions()} required />
      <DateField name="birthDate" label={say(messages.birth)} max={today} required />
      <NumberField name="birthOrder" label={say(registerMessages.birthOrder)} hint={say(registerMessages.birthOrderHint)} min={1} max={9} required />
      <TextField name="name" label={say(registerMessages.childName)} hint={say(registerMessages.childNameHint)} maxLength={100} />
    </DraftForm>
  );
}

async function findMothers(words: string, signal: AbortSignal): Promise<Choice[]> {
  const page = await call(findResidents, { q: words, limit: 20 }, { signal });
  return page.rows
    .filter((row) => row.recordOpen && row.sex !== 'male')
    .map((row) => ({ value: row.id, label: [row.name, row.birthDate, row.maskedIdCard].filter(Boolean).join(' ') }));
}
