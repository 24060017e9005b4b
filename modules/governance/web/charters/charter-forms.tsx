import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { useActForm } from '#platform/web/form/use-act-form.ts';
import { draftCharter, nameSite } from '../../contract/charters.ts';
import { messages } from '../messages.ts';

export function DraftCharterForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useActForm(draftCharter, { initial: { hasPartyChapter: true }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.draftCharter)}>
      <TextField name="consortiumName" label={say(messages.consortium)} maxLength={120} required />
      <TextField name="title" label={say(messages.title)} maxLength={120} required />
      <TextAreaField name="text" label={say(messages.text)} rows={12} maxLength={200_000} required />
      <SwitchField name="hasPartyChapter" label={say(messages.partyChapter)} />
      <ListedField source={activeOrganisations} name="memberOrganisationIds" label={say(messages.members)} many required />
      <DateField name="validFrom" label={say(messages.validFrom)} required />
    </DraftForm>
  );
}

export function NameSiteForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useActForm(nameSite, { initial: { level: 'county' }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.nameSite)}>
      <TextField name="name" label={say(messages.title)} maxLength={120} required />
      <ListedField source={activeOrganisations} name="organisationId" label={say(messages.organisation)} required />
      <ChoiceField name="level" label={say(messages.level)} options={(['city', 'county'] as const).map((level) => ({ value: level, label: say(messages[level]) }))} required />
      <TextField name="field" label={say(messages.field)} maxLength={60} required />
      <DateField name="namedOn" label={say(messages.namedOn)} required />
      <DateField name="reviewDue" label={say(messages.reviewDue)} />
      <TextAreaField name="evidence" label={say(messages.evidence)} required />
    </DraftForm>
  );
}
