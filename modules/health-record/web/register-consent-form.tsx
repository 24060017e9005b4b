import { useListedChoices } from '#platform/web/form/use-listed-choices.ts';
import { ChoiceField, RadioField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { registerConsent } from '../contract/consents.ts';
import { privacyMessages as messages } from './messages.ts';

/** What the resident said or signed, in one form. */
export function RegisterConsentForm({ personId, onDone }: { personId: string; onDone: () => void }) {
  const say = useText();
  const organisations = useListedChoices(activeOrganisations);
  const form = useDraftForm({
    operation: registerConsent,
    draftKey: `register-consent:${personId}`,
    title: say(messages.register),
    initial: { personId, decision: 'permit', evidence: 'signed-paper', days: 30, opensRestricted: false },
    toInput: (values) => values as never,
    onDone: () => {
      toast(say(messages.done));
      onDone();
    },
  });
  const choices = <Key extends keyof typeof messages>(keys: readonly Key[]) => keys.map((value) => ({ value, label: say(messages[value]) }));
  return (
    <DraftForm form={form} submitLabel={say(messages.register)}>
      <RadioField name="decision" label={say(messages.decision)} options={choices(['permit', 'deny'])} required />
      <ChoiceField name="granteeOrganisationId" label={say(messages.grantee)} options={[{ value: '*', label: say(messages.everyOrganisation) }, ...organisations]} required />
      <NumberField name="days" label={say(messages.daysField)} hint={say(messages.daysHelp)} min={1} max={1825} />
      <SwitchField name="opensRestricted" label={say(messages.sensitiveToo)} />
      <RadioField name="evidence" label={say(messages.evidence)} options={choices(['signed-paper', 'in-person', 'guardian'])} required />
      <TextAreaField name="reason" label={say(messages.note)} maxLength={500} rows={2} required />
    </DraftForm>
  );
}
