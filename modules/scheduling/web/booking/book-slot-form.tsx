import { useMay } from '#platform/web/session/session.tsx';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { Slot } from '../../contract/clinics.ts';
import { bookSlot } from '../../contract/reservations.ts';
import { POOLS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { PersonField } from '../person-field.tsx';
import { bookingMessages } from './messages.ts';

/** Books one person; a pool without a seat left is shown and cannot be chosen. */
export function BookSlotForm({ slot, onDone }: { slot: Slot; onDone: () => void }) {
  const say = useText();
  const mayBook = useMay('scheduling.book-slot');
  const form = useDraftForm({
    operation: bookSlot, draftKey: `book-slot:${slot.id}`, title: say(bookingMessages.book),
    initial: { slotId: slot.id, pool: slot.pools.find((pool) => pool.taken < pool.quota)?.pool ?? 'open' },
    onDone: () => {
      toast(say(bookingMessages.booked));
      onDone();
    },
  });
  if (!mayBook) return <p className="yg-quiet">{say(bookingMessages.noPermission)}</p>;
  if (new Date(slot.endsAt) <= new Date()) return <p className="yg-quiet">{say(bookingMessages.past)}</p>;
  if (slot.free === 0) return <p className="yg-quiet">{say(bookingMessages.noSeats)}</p>;
  const pools = slot.pools.filter((pool) => pool.quota > 0).map((pool) => ({
    value: pool.pool, label: `${say(POOLS[pool.pool])}（${say(bookingMessages.seats)} ${pool.quota - pool.taken}）`, disabled: pool.taken >= pool.quota,
  }));
  return (
    <DraftForm form={form} submitLabel={say(bookingMessages.book)}>
      <PersonField />
      <RadioField name="pool" label={say(messages.pool)} options={pools} required />
    </DraftForm>
  );
}
