import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { grantRole, listRoles, type AccountView } from '#platform/identity/contract/accounts.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { accountsMessages } from './messages.ts';

export function GrantRoleForm({ account, onDone }: { account: AccountView; onDone: () => void }) {
  const say = useText();
  const roles = useOperation(listRoles, {}, { staleMs: 600_000 });
  const form = useDraftForm({
    operation: grantRole,
    draftKey: `grant-role:${account.id}`,
    title: `${say(accountsMessages.grant)} · ${account.name}`,
    path: '/accounts',
    initial: { id: account.id, organisationId: account.organisationId, validFrom: chinaDate(new Date()) },
    toInput: (values) => ({ ...values, id: account.id, validUntil: values['validUntil'] || null }) as never,
    onDone: () => {
      toast(say(accountsMessages.granted));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(accountsMessages.grant)}>
      <ChoiceField name="role" label={say(accountsMessages.role)} options={(roles.data?.rows ?? []).map(({ role, title }) => ({ value: role, label: say(title) }))} required />
      <ListedField source={activeOrganisations} name="organisationId" label={say(accountsMessages.grantAt)} required />
      <DateField name="validFrom" label={say(accountsMessages.from)} required />
      <DateField name="validUntil" label={say(accountsMessages.until)} />
      <TextAreaField name="reason" label={say(accountsMessages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
