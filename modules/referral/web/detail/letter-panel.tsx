import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Letter } from '../../contract.ts';
import { messages, referMessages } from '../messages.ts';

/** The letter as the sender signed it. */
export function LetterPanel({ letter }: { letter: Letter }) {
  const say = useText();
  const { vitals } = letter;
  const measured = [
    vitals?.bloodPressure && `${say(messages.bloodPressure)} ${vitals.bloodPressure} mmHg`,
    vitals?.pulse !== undefined && `${say(messages.pulse)} ${vitals.pulse}/min`,
    vitals?.respiration !== undefined && `${say(messages.respiration)} ${vitals.respiration}/min`,
    vitals?.temperature !== undefined && `${say(messages.temperature)} ${vitals.temperature} ℃`,
    vitals?.oxygenSaturation !== undefined && `${say(messages.oxygen)} ${vitals.oxygenSaturation} %`,
    vitals?.comaScale !== undefined && `${say(messages.coma)} ${vitals.comaScale}`,
    vitals?.glucose !== undefined && `${say(messages.glucose)} ${vitals.glucose} mmol/L`,
  ].filter(Boolean);
  return (
    <Panel title={say(messages.letter)}>
      <Facts
        items={[
          { label: say(messages.diagnosis), value: letter.diagnoses?.map(({ code, display }) => `${code} ${display}`).join('；'), wide: true },
          { label: say(messages.chiefComplaint), value: letter.chiefComplaint, wide: true },
          { label: say(messages.history), value: letter.history, wide: true },
          { label: say(messages.findings), value: letter.findings, wide: true },
          { label: say(messages.vitals), value: measured.join('，'), wide: true },
          { label: say(messages.allergies), value: letter.noKnownAllergies ? say(messages.noAllergies) : letter.allergies?.join('；') },
          { label: say(messages.purpose), value: letter.purpose },
          { label: say(messages.exams), value: letter.exams?.map((exam) => [exam.date, exam.title, exam.conclusion].filter(Boolean).join(' ')).join('；'), wide: true },
          { label: say(messages.treatment), value: letter.treatment, wide: true },
          { label: say(messages.medications), value: letter.medications?.map((line) => [line.name, line.dose, line.route, line.frequency].filter(Boolean).join(' ')).join('；'), wide: true },
          { label: say(messages.consent), value: letter.consent?.given ? say(messages.consentGiven) : null },
          { label: say(messages.contact), value: [letter.contact?.name, letter.contact?.phone].filter(Boolean).join(' ') },
          { label: say(messages.insurance), value: letter.insurance?.type },
          { label: say(referMessages.transportNeed), value: letter.transport ? say(referMessages[letter.transport.need]) : null },
        ]}
      />
    </Panel>
  );
}
