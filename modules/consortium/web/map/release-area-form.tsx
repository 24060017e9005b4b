import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { releaseArea, type Area } from '../../contract/grids.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { mapMessages } from './messages.ts';

interface ReleaseAreaFormProps {
  readonly area: Area;
  readonly assignment: Area['grids'][number];
  readonly onDone: () => void;
}

export function ReleaseAreaForm({ area, assignment, onDone }: ReleaseAreaFormProps) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: releaseArea,
    draftKey: `release-area:${assignment.assignmentId}`,
    title: say(mapMessages.releaseTitle, { area: area.name, grid: assignment.gridName }),
    path: `/county-map?area=${area.id}`,
    initial: { id: assignment.assignmentId, validUntil: today },
    onDone: () => {
      toast(say(messages.ended));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(mapMessages.release)} danger>
      <DateField name="validUntil" label={say(messages.endsOn)} min={assignment.validFrom} required />
      <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
    </DraftForm>
  );
}
