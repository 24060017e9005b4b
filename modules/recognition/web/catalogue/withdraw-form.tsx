import { chinaDate } from '#platform/kernel/period.ts';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { withdrawQualityMark, type QualityMark } from '../../contract/catalogue.ts';
import { QUALITY_KINDS } from '../../contract/words.ts';
import { messages } from '../messages.ts';

const REASON_MAX = 500;

/** From which day the result no longer counts, and why; today where it still runs, its last day where it ended. */
export function WithdrawForm({ mark, onDone }: { mark: QualityMark; onDone: () => void }) {
  const say = useText();
  const today = chinaDate(new Date());
  const from = today > mark.validUntil ? mark.validUntil : today < mark.validFrom ? mark.validFrom : today;
  const form = useDraftForm({
    operation: withdrawQualityMark, draftKey: `withdraw-quality-mark:${mark.id}`, title: say(messages.withdrawTitle), path: '/recognition/catalogue?show=quality', initial: { from },
    toInput: (values) => ({ ...values, id: mark.id }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.withdrawMark)} danger>
      <p><strong>{mark.organisationName}</strong> · {say(QUALITY_KINDS[mark.kind])} · {mark.code ?? say(messages.allItems)} · {mark.validFrom} – {mark.validUntil}</p>
      <p className="yg-quiet">{say(messages.withdrawExplain)}</p>
      <DateField name="from" label={say(messages.withdrawFrom)} required />
      <TextAreaField name="reason" label={say(messages.withdrawReason)} rows={3} maxLength={REASON_MAX} required />
    </DraftForm>
  );
}
