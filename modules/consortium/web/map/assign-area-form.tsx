import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { assignArea, type Area } from '../../contract/grids.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import type { Coverage } from './map-model.ts';
import { mapMessages } from './messages.ts';
import { listed } from '#platform/web/text/listed.ts';

interface AssignAreaFormProps {
  readonly area: Area;
  readonly grids: Coverage['grids'];
  readonly onDone: () => void;
}

export function AssignAreaForm({ area, grids, onDone }: AssignAreaFormProps) {
  const say = useText();
  const today = useToday();
  const form = useDraftForm({
    operation: assignArea,
    draftKey: `assign-area:${area.id}`,
    title: say(mapMessages.assignTitle, { name: area.name }),
    path: `/county-map?area=${area.id}`,
    initial: { areaId: area.id, validFrom: today },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  const present = listed(area.grids.map((grid) => grid.gridName));
  const options = grids.filter((grid) => !area.grids.some((each) => each.gridId === grid.id)).map((grid) => ({ value: grid.id, label: `${grid.name} · ${grid.leadName}` }));
  return (
    <DraftForm form={form} submitLabel={say(mapMessages.assign)}>
      {present && <p className="yg-notice">{say(mapMessages.overlapWarning, { grids: present })}</p>}
      <ChoiceField name="gridId" label={say(mapMessages.grid)} options={options} required />
      <DateField name="validFrom" label={say(messages.validFrom)} required />
    </DraftForm>
  );
}
