import { Form } from 'antd';
import { findResidents } from '#modules/residents/contract.ts';
import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { call } from '#platform/web/client/call.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { RadioField, SearchField } from '#platform/web/form/choice-fields.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { directionTitles, priorities, priorityTitles } from '../../contract.ts';
import { messages, referMessages } from '../messages.ts';
import { ClinicalFields, ConsentFields, ReasonFields } from './letter-fields.tsx';
import { LiveNotice } from './live-notice.tsx';

const FOUND_MAX = 20;

async function searchPersons(words: string, signal: AbortSignal) {
  const page = await call(findResidents, { q: words, limit: FOUND_MAX }, { signal });
  return page.rows.map((row) => ({ value: row.id, label: [row.name, row.birthDate, row.maskedIdCard].filter(Boolean).join(' · ') }));
}

/** The form in the order one thinks: who, where to, why, how the person is, medicines, consent. */
export function ReferFields({ personName }: { personName?: string }) {
  const say = useText();
  const { acting } = useSession();
  const personId = Form.useWatch('personId') as string | undefined;
  const code = Form.useWatch(['letter', 'diagnoses', 0, 'code']) as string | undefined;
  return (
    <>
      <h2>{say(referMessages.whom)}</h2>
      <SearchField
        name="personId" label={say(messages.person)} hint={say(referMessages.whomHint)} search={searchPersons} required
        {...(personId && personName ? { initialChoice: { value: personId, label: personName } } : {})}
      />
      {personId && <LiveNotice personId={personId} diagnosisCode={code} />}
      <h2>{say(referMessages.where)}</h2>
      <div className="yg-grid">
        <RadioField name="priority" label={say(messages.priority)} options={priorities.map((value) => ({ value, label: say(priorityTitles[value]) }))} required />
        <RadioField name="direction" label={say(referMessages.direction)} options={(['up', 'lateral'] as const).map((value) => ({ value, label: say(directionTitles[value]) }))} required />
        <RadioField
          name="careType" label={say(referMessages.careType)} required
          options={(['outpatient', 'inpatient', 'emergency'] as const).map((value) => ({ value, label: say(referMessages[value]) }))}
        />
      </div>
      <div className="yg-grid">
        <ListedField source={caringOrganisations} name="toOrganisationId" label={say(referMessages.destination)} except={[acting?.organisationId ?? null]} />
        <TextField name="outsideHospitalName" label={say(referMessages.outsideName)} />
        <TextField name="toDepartment" label={say(referMessages.department)} />
      </div>
      <ReasonFields />
      <ClinicalFields />
      <ConsentFields />
      <TextAreaField name="overrideReason" label={say(referMessages.overrideReason)} rows={2} />
    </>
  );
}

