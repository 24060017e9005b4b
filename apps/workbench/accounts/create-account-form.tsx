import { useState } from 'react';
import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { createAccount } from '#platform/identity/contract/accounts.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { accountsMessages } from './messages.ts';
import { SetUpLink } from './set-up-link.tsx';

export function CreateAccountForm({ onClose }: { onClose: () => void }) {
  const say = useText();
  const { acting } = useSession();
  const [path, setPath] = useState<string>();
  const form = useDraftForm({
    operation: createAccount,
    draftKey: 'create-account',
    title: say(accountsMessages.create),
    path: '/accounts',
    initial: { organisationId: acting?.organisationId },
    toInput: ({ practitionerId, ...values }) => ({ ...values, ...(practitionerId ? { practitionerId } : {}) }) as never,
    onDone: (answer) => setPath(answer.path),
  });
  if (path !== undefined) return <SetUpLink path={path} onClose={onClose} />;
  return (
    <DraftForm form={form} submitLabel={say(accountsMessages.create)}>
      <TextField name="name" label={say(accountsMessages.name)} maxLength={100} required autoFocus />
      <TextField name="login" label={say(accountsMessages.login)} maxLength={64} required />
      <ListedField source={activeOrganisations} name="organisationId" label={say(accountsMessages.organisation)} required />
      <TextField name="practitionerId" label={say(accountsMessages.practitioner)} maxLength={64} hint={say(accountsMessages.practitionerHint)} />
    </DraftForm>
  );
}
