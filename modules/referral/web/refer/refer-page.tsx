import { useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getReferral, type ReferralDetail } from '../../contract.ts';
import { messages, referMessages } from '../messages.ts';
import '../referral.css';
import { RegisterEmergencyForm, ReferForm, ResubmitForm } from './refer-form.tsx';

/** The sender's form: `?person=` begins with a person, `?draft=` goes on with a referral, `?emergency=1` registers an arrival. */
export function ReferPage() {
  const say = useText();
  const [parameters] = useSearchParams();
  const draftId = parameters.get('draft') ?? undefined;
  const emergency = parameters.get('emergency') !== null;
  const initial = { ...emptyReferral, ...(parameters.get('person') ? { personId: parameters.get('person') } : {}) };
  return (
    <>
      <PageHeader title={say(emergency ? referMessages.emergencyTitle : draftId ? referMessages.edit : referMessages.title)} back={{ to: '/referrals', label: say(messages.desk) }} />
      {draftId ? <DraftLoader id={draftId} emergency={emergency} /> : emergency ? <RegisterEmergencyForm initial={initial} /> : <ReferForm initial={initial} />}
    </>
  );
}

const emptyReferral = { direction: 'up', careType: 'outpatient', priority: 'normal', letter: { diagnoses: [{}], medications: [], exams: [], consent: { by: 'resident' } } };

function DraftLoader({ id, emergency }: { id: string; emergency: boolean }) {
  const referral = useOperation(getReferral, { id }, { staleMs: Infinity });
  return (
    <Answer query={referral}>
      {(data) => {
        const known = { initial: valuesOf(data), personName: data.personName };
        if (emergency) return <RegisterEmergencyForm id={id} {...known} />;
        return data.state === 'rejected' ? <ResubmitForm id={id} {...known} /> : <ReferForm draftId={id} {...known} />;
      }}
    </Answer>
  );
}

const valuesOf = (referral: ReferralDetail) => ({
  personId: referral.personId,
  direction: referral.direction,
  careType: referral.careType,
  priority: referral.priority,
  toOrganisationId: referral.toOrganisationId ?? undefined,
  outsideHospitalName: referral.outside ? referral.toOrganisationName : undefined,
  toDepartment: referral.toDepartment ?? undefined,
  fromPhone: referral.fromPhone ?? undefined,
  letter: { diagnoses: [{}], medications: [], exams: [], consent: { by: 'resident' }, ...referral.letter, allergyText: referral.letter.allergies?.join('；') },
});
