import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { referMessages } from '../messages.ts';

/** How long ago the person arrived: quicker and safer to give than an hour on the clock. */
export function ArrivalField() {
  const say = useText();
  const choices = [10, 30, 60, 180, 360, 720, 1200].map((minutes) => ({
    value: minutes,
    label: minutes < 60 ? say(referMessages.minutesAgo, { n: minutes }) : say(referMessages.hoursAgo, { n: minutes / 60 }),
  }));
  return (
    <>
      <RadioField name="arrivedMinutesAgo" label={say(referMessages.arrived)} options={choices as never} required />
      <TextField name="note" label={say(referMessages.arrivalNote)} maxLength={500} />
    </>
  );
}
