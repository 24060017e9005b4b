import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getBedBoard, moveBed, type Ward } from '../../contract/beds.ts';
import { messages } from '../messages.ts';
import { bedMessages } from './messages.ts';

/** To a free bed of the same site; between sites people are referred. */
export function MoveBedForm({ ward, bedId, onDone }: { ward: Ward; bedId: string; onDone: () => void }) {
  const say = useText();
  const board = useOperation(getBedBoard, { organisationId: [ward.organisationId] });
  const choices = (board.data?.wards ?? [ward]).flatMap((each) =>
    each.beds.filter((bed) => bed.state === 'free').map((bed) => ({ value: bed.id, label: `${each.name} ${bed.label}` })),
  );
  const form = useDraftForm({
    operation: moveBed, draftKey: `move-bed:${bedId}`, title: say(bedMessages.move), initial: { id: bedId },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(bedMessages.move)}>
      <ChoiceField name="toBedId" label={say(bedMessages.moveTo)} options={choices} required />
      <TextField name="reason" label={say(messages.reason)} required maxLength={300} />
    </DraftForm>
  );
}
