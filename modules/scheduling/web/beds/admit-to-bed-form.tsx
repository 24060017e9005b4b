import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { admitToBed } from '../../contract/beds.ts';
import { messages } from '../messages.ts';
import { PersonField } from '../person-field.tsx';
import { bedMessages } from './messages.ts';

export function AdmitToBedForm({ bedId, onDone }: { bedId: string; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: admitToBed, draftKey: `admit-to-bed:${bedId}`, title: say(bedMessages.admit), initial: { id: bedId },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return <DraftForm form={form} submitLabel={say(bedMessages.admit)}><PersonField /></DraftForm>;
}
