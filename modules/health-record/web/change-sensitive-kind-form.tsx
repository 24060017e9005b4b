import { SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { changeSensitiveKind, codeFamilySchema, type SensitiveKindView } from '../contract/sensitive-kinds.ts';
import { messages } from './sensitive-kinds-messages.ts';

const FAMILIES = codeFamilySchema.options;
const APART = /[\s,，;；、]+/;

/** Codes are typed or pasted as text, one field a family of systems. */
export function ChangeSensitiveKindForm({ kind, onDone }: { kind: SensitiveKindView | undefined; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: changeSensitiveKind,
    draftKey: `sensitive-kind:${kind?.category ?? ''}:${kind?.version ?? 0}`,
    title: say(kind === undefined ? messages.add : messages.change),
    initial: initialOf(kind),
    toInput: (values) => ({ ...values, category: kind?.category ?? values['category'], version: kind?.version ?? 0, codes: codesOf(values) }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.change)}>
      {kind === undefined && <TextField name="category" label={say(messages.category)} hint={say(messages.categoryHint)} maxLength={40} required />}
      <TextField name="titleZh" label={say(messages.titleZh)} maxLength={60} required />
      <TextField name="titleEn" label={say(messages.titleEn)} maxLength={60} required />
      <SwitchField name="isActive" label={say(messages.active)} />
      {FAMILIES.map((family) => <TextAreaField key={family} name={family} label={say(messages[family])} hint={say(messages.codesHint)} rows={family === 'icd10' ? 3 : 1} />)}
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} rows={2} required />
    </DraftForm>
  );
}

const initialOf = (kind: SensitiveKindView | undefined): FormValues => ({
  titleZh: kind?.titleZh, titleEn: kind?.titleEn, isActive: kind?.isActive ?? true,
  ...Object.fromEntries(FAMILIES.map((family) => [family, kind?.codes.filter((code) => code.family === family).map(({ prefix }) => prefix).join(' ') ?? ''])),
});

const codesOf = (values: FormValues): { family: string; prefix: string }[] =>
  FAMILIES.flatMap((family) => String(values[family] ?? '').split(APART).filter((prefix) => prefix !== '').map((prefix) => ({ family, prefix })));
