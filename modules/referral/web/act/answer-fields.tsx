import { Form } from 'antd';
import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, RadioField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { priorities, priorityTitles, type ReferralDetail } from '../../contract.ts';
import { actMessages, referMessages } from '../messages.ts';
import { DiagnosisLines } from './diagnosis-lines.tsx';
import { PlaceField } from './place-field.tsx';
import { useReasons } from './use-reasons.ts';

export interface ActFieldsProps {
  readonly referral: ReferralDetail;
}

export function NoteFields() {
  const say = useText();
  return <TextAreaField name="note" label={say(actMessages.note)} rows={2} />;
}

export function RequiredNoteFields() {
  const say = useText();
  return <TextAreaField name="note" label={say(actMessages.noteRequired)} rows={3} required />;
}

export function TriageFields() {
  const say = useText();
  return (
    <>
      <RadioField name="priority" label={say(actMessages.priority)} options={priorities.map((value) => ({ value, label: say(priorityTitles[value]) }))} />
      <TextField name="toDepartment" label={say(actMessages.department)} />
      <NoteFields />
    </>
  );
}

export function AcceptFields({ referral }: ActFieldsProps) {
  const say = useText();
  return (
    <>
      <PlaceField organisationId={referral.toOrganisationId ?? ''} required={referral.priority !== 'emergency'} />
      <TextField name="toDepartment" label={say(actMessages.department)} />
      <TextField name="toPractitionerName" label={say(actMessages.doctor)} />
      <NoteFields />
    </>
  );
}

export function PlaceFields({ referral }: ActFieldsProps) {
  return (
    <>
      <PlaceField organisationId={referral.toOrganisationId ?? ''} required />
      <NoteFields />
    </>
  );
}

export function CounterOfferFields({ referral }: ActFieldsProps) {
  const say = useText();
  const kind = Form.useWatch('kind') as string | undefined;
  return (
    <>
      <RadioField
        name="kind" label={say(actMessages.offerKind)} required
        options={[{ value: 'time', label: say(actMessages.offerTime) }, { value: 'place', label: say(actMessages.offerPlace) }, { value: 'member', label: say(actMessages.offerMember) }]}
      />
      {kind === 'member' ? (
        <ListedField source={caringOrganisations} name="organisationId" label={say(actMessages.member)} except={[referral.fromOrganisationId, referral.toOrganisationId]} required />
      ) : (
        <>
          <PlaceField organisationId={referral.toOrganisationId ?? ''} required={kind === 'time'} />
          <TextField name="department" label={say(actMessages.department)} />
          <TextField name="label" label={say(actMessages.offerLabel)} />
        </>
      )}
      <TextAreaField name="reason" label={say(actMessages.why)} rows={2} required />
    </>
  );
}

export function RejectFields({ referral }: ActFieldsProps) {
  const say = useText();
  const options = useReasons(referral.flow === 'down' ? 'decline-down' : 'reject');
  return (
    <>
      <ChoiceField name="reasonCode" label={say(actMessages.reasonCode)} options={options} required />
      <RequiredNoteFields />
    </>
  );
}

export function NotifyFields() {
  const say = useText();
  return (
    <>
      <RadioField
        name="by" label={say(actMessages.toldBy)} required
        options={[
          { value: 'phone', label: say(actMessages.phone) }, { value: 'message', label: say(actMessages.message) },
          { value: 'in-person', label: say(actMessages.inPerson) }, { value: 'family', label: say(actMessages.family) },
        ]}
      />
      <TextAreaField name="told" label={say(actMessages.told)} rows={2} />
    </>
  );
}

export function TransportFields() {
  const say = useText();
  return (
    <>
      <RadioField
        name={['transport', 'by']} label={say(referMessages.transportNeed)} required
        options={[{ value: 'own', label: say(actMessages.own) }, { value: 'escort', label: say(referMessages.escort) }, { value: 'ambulance', label: say(referMessages.ambulance) }]}
      />
      <TextField name={['transport', 'vehicle']} label={say(actMessages.vehicle)} />
      <TextField name={['transport', 'escortName']} label={say(actMessages.escortName)} />
      <TextField name={['transport', 'escortPhone']} label={say(actMessages.phone)} />
    </>
  );
}

export function OutcomeFields() {
  const say = useText();
  return (
    <>
      <DiagnosisLines name={['outcome', 'diagnoses']} />
      <TextAreaField name={['outcome', 'treatment']} label={say(actMessages.treatment)} required />
      <TextAreaField name={['outcome', 'advice']} label={say(actMessages.advice)} required />
      <ChoiceField
        name={['outcome', 'result']} label={say(actMessages.result)} required
        options={(['cured', 'improved', 'unchanged', 'died', 'other'] as const).map((value) => ({ value, label: say(actMessages[value]) }))}
      />
      <DateField name={['outcome', 'followUpDate']} label={say(actMessages.followUpDate)} />
      <TextField name={['outcome', 'warningSigns']} label={say(actMessages.warning)} maxLength={1000} />
    </>
  );
}
