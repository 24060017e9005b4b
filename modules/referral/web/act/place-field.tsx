import { Select } from 'antd';
import { getBedBoard } from '#modules/scheduling/contract/beds.ts';
import { listSlots } from '#modules/scheduling/contract/clinics.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Field } from '#platform/web/form/field.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { useNow } from '#platform/web/text/use-now.ts';
import { actMessages } from '../messages.ts';

const SLOTS_SHOWN = 60;

/** Free referral slots and wards with free beds of the receiver, as one choice: `slot:id` or `ward:id`. */
export function PlaceField({ organisationId, required }: { organisationId: string; required?: boolean }) {
  const say = useText();
  const format = useFormat();
  const from = chinaDate(useNow());
  const slots = useOperation(listSlots, { organisationId: [organisationId], pool: 'referral', freeOnly: 'true', from, limit: SLOTS_SHOWN } as never, { refreshOn: ['referral'] });
  const beds = useOperation(getBedBoard, { organisationId: [organisationId] } as never, { refreshOn: ['referral'] });
  const wards = (beds.data?.wards ?? []).filter((ward) => ward.counts.free > 0);
  const options = [
    {
      label: say(actMessages.slotsGroup),
      options: (slots.data?.rows ?? []).map((slot) => ({ value: `slot:${slot.id}`, label: `${format.dateTime(slot.startsAt)} ${slot.clinicName}` })),
    },
    {
      label: say(actMessages.bedsGroup),
      options: wards.map((ward) => ({ value: `ward:${ward.id}`, label: say(actMessages.bedsFree, { ward: ward.name, count: ward.counts.free }) })),
    },
  ].filter((group) => group.options.length > 0);
  return (
    <Field name="place" label={say(actMessages.place)} required={required} hint={slots.data && beds.data && options.length === 0 ? say(actMessages.noPlace) : undefined}>
      <Select allowClear={!required} loading={slots.isPending || beds.isPending} options={options} />
    </Field>
  );
}

/** `slot:id` / `ward:id` as the operations want it. */
export function placeInput(place: unknown): { slotId?: string; wardId?: string } {
  const [kind, id] = typeof place === 'string' ? place.split(/:(.*)/s) : [];
  if (!id) return {};
  return kind === 'slot' ? { slotId: id } : { wardId: id };
}
