import { useState } from 'react';
import { Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { ageInYears } from '#platform/kernel/period.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { PatientBanner } from '#platform/web/layout/patient-banner.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getResident } from '../contract.ts';
import type { Resident } from '../contract/schemas.ts';
import { CodePanel } from './code-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { IdentifiersPanel } from './identifiers-panel.tsx';
import { messages } from './messages.ts';
import { UpdateResidentForm } from './update-resident-form.tsx';
import { useToday } from './use-today.ts';
import './residents.css';

/** The index entry of one person: identity, numbers, code, history. Clinical content is in the health record. */
export function ResidentPage() {
  const { id = '' } = useParams();
  const say = useText();
  const resident = useOperation(getResident, { id });
  return (
    <>
      <PageHeader title={say(messages.entry)} back={{ to: '/residents', label: say(messages.residents) }} actions={<Actions resident={resident.data} />} />
      <Answer query={resident}>{(data) => <ResidentCard resident={data} />}</Answer>
    </>
  );
}

function Actions({ resident }: { resident: Resident | undefined }) {
  const say = useText();
  const workspace = useWorkspace();
  const mayUpdate = useMay('resident.update');
  const mayRead = useMay('health-record.read');
  const mayRefer = useMay('referral.save-draft');
  const mayRegisterNewborn = useMay('resident.register-newborn');
  const navigate = useNavigate();
  const today = useToday();
  if (!resident?.active) return null;
  const edit = () => workspace.open({
    key: `update-resident:${resident.id}`,
    title: say(messages.edit),
    content: <UpdateResidentForm resident={resident} onDone={() => workspace.close(`update-resident:${resident.id}`)} />,
  });
  return (
    <>
      {mayRegisterNewborn && couldBear(resident, today) && <Button onClick={() => void navigate(`/register-resident?kind=newborn&mother=${resident.id}`)}>{say(messages.newborn)}</Button>}
      {mayUpdate && <Button onClick={edit}>{say(messages.edit)}</Button>}
      {mayRead && <Button onClick={() => void navigate(`/records/${resident.id}`)}>{say(messages.record)}</Button>}
      {mayRefer && <Button type="primary" onClick={() => void navigate(`/refer?person=${resident.id}`)}>{say(messages.refer)}</Button>}
    </>
  );
}

/** As the server judges at registration; the button only spares a useless way. */
const couldBear = ({ sex, birthDate }: Resident, today: string): boolean =>
  sex === 'female' && (birthDate === null || (ageInYears(birthDate, today) >= 10 && ageInYears(birthDate, today) <= 65));

function ResidentCard({ resident }: { resident: Resident }) {
  const say = useText();
  const idCard = resident.identifiers.find((each) => each.type === 'id-card' && each.standing === 'held');
  return (
    <div className="yg-stack">
      <PatientBanner patient={{ name: resident.name, sex: resident.sex, birthDate: resident.birthDate, identifierMasked: idCard?.maskedValue ?? null }} />
      {resident.mergedIntoId && (
        <p role="alert">{say(messages.mergedAway)} <Link to={`/residents/${resident.mergedIntoId}`}>{say(messages.openSurvivor)}</Link></p>
      )}
      {resident.openReviews > 0 && <p><Link to="/resident-reviews">{say(messages.openReviews, { count: resident.openReviews })}</Link></p>}
      <div className="residents-columns">
        <div className="yg-stack">
          <IdentityPanel resident={resident} />
          <IdentifiersPanel resident={resident} />
          <HistoryPanel residentId={resident.id} />
        </div>
        {resident.active && <CodePanel key={resident.id} residentId={resident.id} name={resident.name} />}
      </div>
    </div>
  );
}

function IdentityPanel({ resident }: { resident: Resident }) {
  const say = useText();
  const format = useFormat();
  const [now] = useState(() => new Date());
  const facts = [
    { label: say(messages.phone), value: resident.maskedPhone },
    { label: say(messages.address), value: resident.address },
    { label: say(messages.household), value: resident.householdId },
    { label: say(messages.organisation), value: resident.managingOrganisationName },
    { label: say(messages.registeredAt), value: `${format.dateTime(resident.registeredAt)} (${format.ago(resident.registeredAt, now)})` },
    ...(resident.temporaryLabel ? [{ label: say(messages.temporaryLabel), value: resident.temporaryLabel }] : []),
    ...(resident.motherId ? [{ label: say(messages.mother), value: <Link to={`/residents/${resident.motherId}`}>{say(messages.mother)}</Link> }] : []),
  ];
  return <Panel title={say(messages.identity)}><Facts items={facts} /></Panel>;
}
