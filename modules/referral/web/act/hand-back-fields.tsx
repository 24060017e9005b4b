import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { actMessages, messages, referMessages } from '../messages.ts';
import { NoteFields, type ActFieldsProps } from './answer-fields.tsx';
import { DiagnosisLines } from './diagnosis-lines.tsx';
import { MedicineLines } from './medicine-lines.tsx';
import { useReasons } from './use-reasons.ts';

export function PlanDownFields({ referral }: ActFieldsProps) {
  const say = useText();
  return (
    <>
      <ListedField source={caringOrganisations} name="toOrganisationId" label={say(actMessages.primary)} except={[referral.toOrganisationId]} required />
      <ChoiceField name="reasonCode" label={say(actMessages.reasonCode)} options={useReasons('down')} required />
      <DiagnosisLines name="diagnoses" />
      <TextAreaField name="summary" label={say(actMessages.summary)} required />
      <MedicineLines name="medications" />
      <CarePlanFields />
    </>
  );
}

function CarePlanFields() {
  const say = useText();
  return (
    <>
      <TextAreaField name={['carePlan', 'goals']} label={say(actMessages.goals)} rows={2} required />
      <LineList name={['carePlan', 'activities']} label={say(actMessages.activities)} addLabel={say(actMessages.addActivity)} linesMax={30}>
        {(line) => <TextField name={line.name('text')} label={say(actMessages.activities)} required />}
      </LineList>
      <NumberField name={['carePlan', 'firstVisitWithinDays']} label={say(actMessages.firstVisitDays)} min={1} max={30} required />
      <NumberField name={['carePlan', 'monitorEveryDays']} label={say(actMessages.monitorDays)} min={1} max={120} required />
      <ListedField source={caringOrganisations} name={['carePlan', 'villageOrganisationId']} label={say(actMessages.village)} />
      <TextField name={['carePlan', 'warningSigns']} label={say(actMessages.warning)} maxLength={1000} />
    </>
  );
}

export function OfferDownFields({ referral }: ActFieldsProps) {
  const say = useText();
  return (
    <>
      <ListedField source={caringOrganisations} name="toOrganisationId" label={say(actMessages.primary)} except={[referral.fromOrganisationId]} required />
      <TextAreaField name="overrideReason" label={say(actMessages.overrideReason)} rows={2} />
      <NoteFields />
    </>
  );
}

/** One decision a medicine: nothing is taken over silently. */
export function ReconciliationFields({ referral }: ActFieldsProps) {
  const say = useText();
  const options = [
    { value: 'continue', label: say(actMessages.continue) }, { value: 'change', label: say(actMessages.change) },
    { value: 'stop', label: say(actMessages.stop) }, { value: 'not_stocked', label: say(actMessages.notStocked) },
  ];
  return (
    <>
      {referral.medications.map((line, index) => (
        <fieldset key={line.lineId} className="yg-lines">
          <legend>{[line.name, line.dose, line.route, line.frequency].filter(Boolean).join(' · ')}</legend>
          <RadioField name={['reconciliation', index, 'decision']} label={say(actMessages.decision)} options={options} required />
          <TextField name={['reconciliation', index, 'note']} label={say(actMessages.decisionNote)} maxLength={500} />
        </fieldset>
      ))}
      <TextField name="doctorName" label={say(actMessages.doctor)} />
      <NoteFields />
    </>
  );
}

export function VisitFields() {
  const say = useText();
  return (
    <>
      <TextField name="bloodPressure" label={say(messages.bloodPressure)} hint={say(referMessages.pressureHint)} inputMode="numeric" />
      <TextAreaField name="findings" label={say(actMessages.visitFindings)} rows={3} required />
      <RadioField
        name="adherence" label={say(actMessages.adherence)} required
        options={[
          { value: 'full', label: say(actMessages.full) }, { value: 'partial', label: say(actMessages.partial) },
          { value: 'none', label: say(actMessages.noneTaken) }, { value: 'not-applicable', label: say(actMessages.notApplicable) },
        ]}
      />
      <DateField name="nextVisitDate" label={say(actMessages.nextVisit)} />
    </>
  );
}

export function PlanFollowUpFields() {
  const say = useText();
  return (
    <LineList name="tasks" label={say(messages.followUps)} addLabel={say(actMessages.addTask)} newLine={{ kind: 'phone' }} linesMax={30}>
      {(line) => (
        <>
          <TextField name={line.name('title')} label={say(actMessages.taskTitle)} required />
          <ChoiceField
            name={line.name('kind')} label={say(actMessages.taskKind)} required
            options={[
              { value: 'home-visit', label: say(actMessages.homeVisit) }, { value: 'clinic-visit', label: say(actMessages.clinicVisit) },
              { value: 'phone', label: say(actMessages.phone) }, { value: 'recheck', label: say(actMessages.recheck) },
            ]}
          />
          <DateField name={line.name('dueDate')} label={say(actMessages.dueDate)} required />
        </>
      )}
    </LineList>
  );
}
