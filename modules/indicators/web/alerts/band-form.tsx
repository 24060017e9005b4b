import { DEFINITIONS } from '../../contract/definitions/all.ts';
import { ChoiceField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { setIndicatorBand } from '../../contract/alerts.ts';
import { messages } from '../messages.ts';
import { useWatchers } from './assign-form.tsx';

/** Which values are expected, and who is told when one is not. */
export function BandForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: setIndicatorBand, draftKey: 'set-indicator-band', title: say(messages.setBand), path: '/indicator-alerts', initial: { deviations: '3', eachSite: true } as FormValues as never,
    toInput: (values) => Object.fromEntries(Object.entries(values as object).filter(([, value]) => value !== undefined && value !== '' && value !== null)) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  const options = DEFINITIONS.filter(({ shape }) => shape !== 'text').map(({ id, name, unit }) => ({ value: id, label: `${id} ${say(name)}（${unit}）` }));
  return (
    <DraftForm form={form} submitLabel={say(messages.setBand)}>
      <ChoiceField name="indicatorId" label={say(messages.indicator)} options={options} required />
      <TextField name="low" label={say(messages.low)} inputMode="numeric" maxLength={20} />
      <TextField name="high" label={say(messages.high)} inputMode="numeric" maxLength={20} />
      <TextField name="deviations" label={say(messages.deviations)} hint={say(messages.deviationsHint)} inputMode="numeric" maxLength={5} />
      <SwitchField name="eachSite" label={say(messages.eachSite)} />
      <ChoiceField name="watcherId" label={say(messages.assignee)} options={useWatchers()} required />
    </DraftForm>
  );
}
