import { useCallback, useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { createOrganisation } from '../../contract/organisations.ts';
import { filledIn } from '../filled-in.ts';
import { messages } from '../messages.ts';
import { organisationMessages } from './messages.ts';
import { OrganisationFields } from './organisation-fields.tsx';

const KEY = 'create-organisation';
const INITIAL = { ownership: 'public', isLegalPerson: true, bedCount: 0 };

/** Opens the form beside the page, also from the address (`?new=1`: Ctrl-K and drafts). */
export function useOpenCreateForm(onCreated: (id: string) => void): () => void {
  const say = useText();
  const { open, close } = useWorkspace();
  const [address, setAddress] = useSearchParams();
  const asked = address.get('new') === '1';
  const show = useCallback(() => {
    const done = (id: string) => {
      close(KEY);
      onCreated(id);
    };
    open({ key: KEY, title: say(organisationMessages.create), content: <CreateOrganisationForm onDone={done} />, width: 'wide' });
  }, [open, close, onCreated, say]);
  useEffect(() => {
    if (!asked) return;
    show();
    setAddress({}, { replace: true });
  }, [asked, setAddress, show]);
  return show;
}

function CreateOrganisationForm({ onDone }: { onDone: (id: string) => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: createOrganisation,
    draftKey: KEY,
    title: say(organisationMessages.create),
    path: '/organisations?new=1',
    initial: INITIAL,
    toInput: (values) => filledIn(values) as never,
    onDone: (organisation) => {
      toast(say(messages.saved));
      onDone(organisation.id);
    },
  });
  return <DraftForm form={form} submitLabel={say(organisationMessages.create)}><OrganisationFields /></DraftForm>;
}
