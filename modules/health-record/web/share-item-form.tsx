import { ListedField } from '#platform/web/form/listed-field.tsx';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { shareItem } from '../contract/openings.ts';
import { privacyMessages as messages } from './messages.ts';

const PURPOSES = ['treatment', 'referral', 'follow-up', 'quality'] as const;

/** One thing that the own organisation wrote, to one other, for one purpose, until one date. */
export function ShareItemForm({ personId, reference, onDone }: { personId: string; reference: string; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: shareItem,
    draftKey: `share-item:${personId}:${reference}`,
    title: say(messages.share),
    initial: { personId, reference, purpose: 'treatment', days: 7 },
    toInput: (values) => values as never,
    onDone: () => {
      toast(say(messages.shared));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.share)}>
      <p className="yg-quiet">{say(messages.shareWhy)}</p>
      <ListedField source={activeOrganisations} name="organisationId" label={say(messages.grantee)} required />
      <RadioField name="purpose" label={say(messages.purpose)} options={PURPOSES.map((value) => ({ value, label: say(messages[`for-${value}`]) }))} required />
      <NumberField name="days" label={say(messages.daysField)} min={1} max={90} />
      <TextAreaField name="reason" label={say(messages.note)} maxLength={500} rows={2} required />
    </DraftForm>
  );
}
