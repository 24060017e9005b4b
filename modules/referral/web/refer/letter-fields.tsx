import { Form } from 'antd';
import { ChoiceField, MultiChoiceField, RadioField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listCriteria } from '../../contract.ts';
import { DiagnosisLines } from '../act/diagnosis-lines.tsx';
import { MedicineLines } from '../act/medicine-lines.tsx';
import { useReasons } from '../act/use-reasons.ts';
import { messages, referMessages } from '../messages.ts';

export function ReasonFields() {
  const say = useText();
  const direction = (Form.useWatch('direction') as 'up' | 'lateral' | undefined) ?? 'up';
  const { data } = useOperation(listCriteria, { direction: 'up' }, { staleMs: 300_000 });
  return (
    <>
      <h2>{say(referMessages.why)}</h2>
      <DiagnosisLines name={['letter', 'diagnoses']} />
      <ChoiceField name={['letter', 'reasonCode']} label={say(referMessages.reasonCode)} options={useReasons(direction)} required />
      <TextField name={['letter', 'reasonText']} label={say(referMessages.reasonText)} maxLength={1000} />
      <MultiChoiceField name={['letter', 'criteria']} label={say(referMessages.criteria)} options={(data?.criteria ?? []).map(({ code, text }) => ({ value: code, label: say(text) }))} />
      <TextField name={['letter', 'purpose']} label={say(messages.purpose)} maxLength={1000} />
    </>
  );
}

export function ClinicalFields() {
  const say = useText();
  const vital = (name: string) => ['letter', 'vitals', name];
  return (
    <>
      <h2>{say(referMessages.clinical)}</h2>
      <TextField name={['letter', 'chiefComplaint']} label={say(messages.chiefComplaint)} maxLength={500} required />
      <TextAreaField name={['letter', 'history']} label={say(messages.history)} rows={2} />
      <TextAreaField name={['letter', 'findings']} label={say(messages.findings)} rows={2} />
      <div className="yg-grid">
        <TextField name={vital('bloodPressure')} label={say(messages.bloodPressure)} hint={say(referMessages.pressureHint)} />
        <NumberField name={vital('pulse')} label={say(messages.pulse)} min={0} max={300} unit="/min" />
        <NumberField name={vital('respiration')} label={say(messages.respiration)} min={0} max={120} unit="/min" />
        <NumberField name={vital('temperature')} label={say(messages.temperature)} min={25} max={45} decimals={1} unit="℃" />
        <NumberField name={vital('oxygenSaturation')} label={say(messages.oxygen)} min={20} max={100} unit="%" />
        <NumberField name={vital('comaScale')} label={say(messages.coma)} min={3} max={15} />
        <NumberField name={vital('glucose')} label={say(messages.glucose)} min={0} max={80} decimals={1} unit="mmol/L" />
      </div>
      <SwitchField name={['letter', 'noKnownAllergies']} label={say(messages.noAllergies)} />
      <TextField name={['letter', 'allergyText']} label={say(messages.allergies)} />
      <LineList name={['letter', 'exams']} label={say(messages.exams)} addLabel={say(referMessages.addExam)}>
        {(line) => (
          <>
            <TextField name={line.name('title')} label={say(referMessages.exam)} required />
            <DateField name={line.name('date')} label={say(referMessages.start)} />
            <TextField name={line.name('conclusion')} label={say(referMessages.conclusion)} maxLength={1000} />
          </>
        )}
      </LineList>
      <TextAreaField name={['letter', 'treatment']} label={say(messages.treatment)} rows={2} />
      <h2>{say(referMessages.drugs)}</h2>
      <MedicineLines name={['letter', 'medications']} />
    </>
  );
}

export function ConsentFields() {
  const say = useText();
  return (
    <>
      <h2>{say(referMessages.agree)}</h2>
      <SwitchField name={['letter', 'consent', 'given']} label={say(messages.consentGiven)} />
      <RadioField
        name={['letter', 'consent', 'by']} label={say(messages.consentBy)}
        options={(['resident', 'guardian', 'representative'] as const).map((value) => ({ value, label: say(messages[value]) }))}
      />
      <RadioField
        name={['letter', 'transport', 'need']} label={say(referMessages.transportNeed)}
        options={(['none', 'escort', 'ambulance'] as const).map((value) => ({ value, label: say(referMessages[value]) }))}
      />
      <div className="yg-grid">
        <TextField name={['letter', 'contact', 'name']} label={say(referMessages.contactName)} />
        <TextField name={['letter', 'contact', 'phone']} label={say(referMessages.contactPhone)} />
        <TextField name="fromPhone" label={say(referMessages.fromPhone)} />
        <TextField name={['letter', 'insurance', 'type']} label={say(referMessages.insuranceType)} />
      </div>
    </>
  );
}
