import { Select } from 'antd';
import { listOrganisationTree } from '#modules/consortium/contract/organisations.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { Field, type FieldProps } from '#platform/web/form/field.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { useActForm } from '#platform/web/form/use-act-form.ts';
import { draftCharter, nameSite } from '../../contract/charters.ts';
import { messages } from '../messages.ts';

function OrganisationChoice({ many, ...field }: FieldProps & { readonly many?: boolean }) {
  return <Field {...field}><Choice many={many ?? false} /></Field>;
}

function Choice({ many, ...given }: { many: boolean; id?: string; value?: never; onChange?: (value: never) => void }) {
  const tree = useOperation(listOrganisationTree, {}, { staleMs: 60_000 });
  const options = (tree.data?.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <Select {...given} {...(many ? { mode: 'multiple' as const } : {})} showSearch={{ optionFilterProp: 'label' }} allowClear options={options} loading={tree.isPending} className="yg-wide" />;
}

export function DraftCharterForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useActForm(draftCharter, { initial: { hasPartyChapter: true }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.draftCharter)}>
      <TextField name="consortiumName" label={say(messages.consortium)} maxLength={120} required />
      <TextField name="title" label={say(messages.title)} maxLength={120} required />
      <TextAreaField name="text" label={say(messages.text)} rows={12} maxLength={200_000} required />
      <SwitchField name="hasPartyChapter" label={say(messages.partyChapter)} />
      <OrganisationChoice name="memberOrganisationIds" label={say(messages.members)} many required />
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
      <OrganisationChoice name="organisationId" label={say(messages.organisation)} required />
      <ChoiceField name="level" label={say(messages.level)} options={(['city', 'county'] as const).map((level) => ({ value: level, label: say(messages[level]) }))} required />
      <TextField name="field" label={say(messages.field)} maxLength={60} required />
      <DateField name="namedOn" label={say(messages.namedOn)} required />
      <DateField name="reviewDue" label={say(messages.reviewDue)} />
      <TextAreaField name="evidence" label={say(messages.evidence)} required />
    </DraftForm>
  );
}
