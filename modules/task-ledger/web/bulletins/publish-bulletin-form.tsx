import { chinaDate, periodBefore, periodOf } from '#platform/kernel/period.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { publishBulletin } from '../../contract/bulletins.ts';
import { summariseTasks } from '../../contract/tasks.ts';
import { messages } from '../messages.ts';

/** The quarter that ended last is the one usually reported on. */
const lastQuarter = (now: Date): string => periodBefore(periodOf('quarter', chinaDate(now)));

export function PublishBulletinForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const summary = useOperation(summariseTasks, {});
  const quarter = lastQuarter(new Date());
  const form = useDraftForm({
    operation: publishBulletin,
    draftKey: 'publish-bulletin',
    title: say(messages.publish),
    path: '/bulletins',
    initial: { quarter, title: `${quarter.slice(0, 4)} 年第 ${quarter.slice(5)} 季度重点任务进展通报` },
    toInput: (values) => Object.fromEntries(Object.entries(values as object).filter(([, value]) => value !== undefined && value !== '')) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.publish)}>
      <CodeField name="quarter" label={say(messages.quarter)} hint={say(messages.quarterHint)} required />
      <ChoiceField name="sourceId" label={say(messages.policy)} options={(summary.data?.bySource ?? []).map(({ sourceId, name }) => ({ value: sourceId, label: say(name) }))} hint={say(messages.allPolicies)} />
      <TextField name="title" label={say(messages.title)} maxLength={120} required />
      <TextAreaField name="comments" label={say(messages.comments)} rows={6} maxLength={5000} />
    </DraftForm>
  );
}
