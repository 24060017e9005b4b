import { TextField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import type { Name } from '#platform/web/form/field.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages, referMessages } from '../messages.ts';

export function MedicineLines({ name }: { name: Name }) {
  const say = useText();
  return (
    <LineList name={name} label={say(messages.medications)} addLabel={say(referMessages.addMedicine)} linesMax={60}>
      {(line) => (
        <>
          <TextField name={line.name('name')} label={say(referMessages.name)} required />
          <TextField name={line.name('dose')} label={say(referMessages.dose)} />
          <TextField name={line.name('route')} label={say(referMessages.route)} />
          <TextField name={line.name('frequency')} label={say(referMessages.frequency)} />
        </>
      )}
    </LineList>
  );
}
