import { chinaDate } from '#platform/kernel/period.ts';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { publishRecognitionItem } from '../../contract/catalogue.ts';
import { KINDS, SCOPES } from '../../contract/words.ts';
import { messages } from '../messages.ts';

export function ItemForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const { acting } = useSession();
  const form = useDraftForm({
    operation: publishRecognitionItem, draftKey: 'publish-recognition-item', title: say(messages.publish), path: '/recognition/catalogue', initial: { kind: 'laboratory', scope: 'consortium', windowDays: 7, validFrom: chinaDate(new Date()) },
    toInput: ({ priceYuan, ...values }) => ({ ...values, priceFen: Math.round(Number(priceYuan ?? 0) * 100), organisationId: acting?.organisationId ?? '' }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  const options = (table: Readonly<Record<string, { zh: string; en: string }>>) => Object.entries(table).map(([value, text]) => ({ value, label: say(text) }));
  return (
    <DraftForm form={form} submitLabel={say(messages.publish)}>
      <CodeField name="code" label={say(messages.code)} required />
      <TextField name="name" label={say(messages.name)} required />
      <TextField name="nameEn" label={say(messages.nameEn)} required />
      <RadioField name="kind" label={say(messages.kind)} options={options(KINDS)} required />
      <RadioField name="scope" label={say(messages.scope)} options={options(SCOPES)} required />
      <NumberField name="windowDays" label={say(messages.window)} min={1} max={3650} required />
      <NumberField name="priceYuan" label={say(messages.price)} decimals={2} min={0} required />
      <DateField name="validFrom" label={say(messages.from)} required />
      <DateField name="validUntil" label={say(messages.until)} />
    </DraftForm>
  );
}
