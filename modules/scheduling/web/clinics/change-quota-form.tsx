import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { changeQuota, type Slot } from '../../contract/clinics.ts';
import { POOLS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { clinicMessages } from './messages.ts';

/** A quota cannot go below the seats taken, which stand beside it. */
export function ChangeQuotaForm({ slot, onDone }: { slot: Slot; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: changeQuota, draftKey: `change-quota:${slot.id}`, title: say(clinicMessages.changeQuota),
    initial: { id: slot.id, ...Object.fromEntries(slot.pools.map((pool) => [pool.pool, pool.quota])) },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(clinicMessages.changeQuota)}>
      {slot.pools.map((pool) => (
        <NumberField key={pool.pool} name={pool.pool} label={say(POOLS[pool.pool])} hint={`${say(messages.taken)} ${pool.taken}`} min={pool.taken} max={100} required />
      ))}
      <TextField name="reason" label={say(messages.reason)} required maxLength={300} />
    </DraftForm>
  );
}
