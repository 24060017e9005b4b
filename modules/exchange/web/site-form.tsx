import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { changeSite, registerSite, type Site } from '../contract/sites.ts';
import { messages } from './messages.ts';

const given = (values: FormValues): FormValues => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));

export function SiteForm({ site, onDone }: { site?: Site | undefined; onDone: () => void }) {
  const say = useText();
  const { acting } = useSession();
  const form = useDraftForm({
    operation: site === undefined ? registerSite : changeSite,
    draftKey: `exchange-site:${site?.id ?? 'new'}`,
    title: say(messages.register),
    path: '/exchange/sites',
    initial: site === undefined ? { organisationId: acting?.organisationId, receives: true } : { ...site, targetHost: site.targetHost ?? undefined, targetPort: site.targetPort ?? undefined },
    toInput: (values) => ({ ...given(values), ...(site === undefined ? {} : { id: site.id }) }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(site === undefined ? messages.register : messages.change)}>
      <TextField name="name" label={say(messages.name)} maxLength={100} required />
      {site === undefined ? <ListedField source={activeOrganisations} name="organisationId" label={say(messages.organisationId)} required /> : null}
      <TextField name="application" label={say(messages.application)} maxLength={227} />
      <TextField name="facility" label={say(messages.facility)} maxLength={227} />
      <SwitchField name="receives" label={say(messages.receives)} />
      <CodeField name="targetHost" label={say(messages.host)} maxLength={253} />
      <NumberField name="targetPort" label={say(messages.port)} min={1} max={65_535} />
      <SwitchField name="targetUsesTls" label={say(messages.tls)} />
      {site === undefined ? null : <SwitchField name="isActive" label={say(messages.active)} />}
    </DraftForm>
  );
}
