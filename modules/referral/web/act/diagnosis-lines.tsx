import { CodeField, TextField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import type { Name } from '#platform/web/form/field.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { referMessages } from '../messages.ts';

/** ICD-10 code and words, the first line being the main diagnosis. */
export function DiagnosisLines({ name }: { name: Name }) {
  const say = useText();
  return (
    <LineList name={name} label={say(referMessages.diagnoses)} addLabel={say(referMessages.addDiagnosis)} linesMax={20}>
      {(line) => (
        <>
          <CodeField name={line.name('code')} label={say(referMessages.code)} required />
          <TextField name={line.name('display')} label={say(referMessages.name)} required />
        </>
      )}
    </LineList>
  );
}
