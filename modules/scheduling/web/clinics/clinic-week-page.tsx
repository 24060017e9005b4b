import { useState } from 'react';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useParams, useSearchParams } from 'react-router';
import { addDays, isCalendarDate } from '#platform/kernel/period.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getClinicWeek, type Session, type Slot } from '../../contract/clinics.ts';
import { specialityText } from '../../contract/words.ts';
import { BookSlotForm } from '../booking/book-slot-form.tsx';
import { mondayOf, today } from '../form-values.ts';
import { messages } from '../messages.ts';
import '../scheduling.css';
import { ChangeQuotaForm } from './change-quota-form.tsx';
import { clinicMessages, WEEKDAYS } from './messages.ts';
import { PublishSessionForm } from './publish-session-form.tsx';
import { SessionBlock } from './session-block.tsx';

/** A week of one clinic, Monday to Sunday; the week is in the address. */
export function ClinicWeekPage() {
  const say = useText();
  const { clinicId = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const asked = address.get('from') ?? '';
  const from = mondayOf(isCalendarDate(asked) ? asked : today());
  const week = useOperation(getClinicWeek, { clinicId, from }, { keepPrevious: true });
  const go = (day: string) => setAddress({ from: day }, { replace: true });
  return (
    <>
      <PageHeader
        title={week.data?.clinic.name ?? say(messages.clinic)} back={{ to: '/clinics', label: say(clinicMessages.clinics) }}
        subtitle={week.data && [say(specialityText(week.data.clinic.speciality)), week.data.clinic.practitionerName, week.data.clinic.room].filter(Boolean).join(' · ')}
        actions={week.data && <PublishButton clinicId={clinicId} day={from < today() ? today() : from} mayManage={week.data.mayManage} />}
      />
      <div className="yg-row scheduling-toolbar">
        <Button icon={<LeftOutlined aria-hidden />} onClick={() => go(addDays(from, -7))}>{say(clinicMessages.previousWeek)}</Button>
        <Button onClick={() => go(mondayOf(today()))}>{say(clinicMessages.thisWeek)}</Button>
        <Button icon={<RightOutlined aria-hidden />} onClick={() => go(addDays(from, 7))}>{say(clinicMessages.nextWeek)}</Button>
        <strong aria-live="polite">{say(clinicMessages.week, { from })}</strong>
      </div>
      <Answer query={week}>{(data) => <WeekGrid from={from} sessions={data.sessions} mayManage={data.mayManage} />}</Answer>
    </>
  );
}

function PublishButton({ clinicId, day, mayManage }: { clinicId: string; day: string; mayManage: boolean }) {
  const say = useText();
  const workspace = useWorkspace();
  const mayPublish = useMay('scheduling.publish-session');
  const key = `publish-session:${clinicId}`;
  const open = () => workspace.open({ key, title: say(clinicMessages.publish), content: <PublishSessionForm clinicId={clinicId} day={day} onDone={() => workspace.close(key)} /> });
  const reason = mayPublish ? messages.ownSiteOnly : clinicMessages.noPermission;
  return <AbilityButton type="primary" ability={{ allowed: mayPublish && mayManage, reason }} onClick={open}>{say(clinicMessages.publish)}</AbilityButton>;
}

/** Booking first; the quota form takes its place when asked for, so that one primary button is on screen. */
function SlotPanel({ slot, mayChange, onDone }: { slot: Slot; mayChange: boolean; onDone: () => void }) {
  const say = useText();
  const [quota, setQuota] = useState(false);
  if (quota) return <ChangeQuotaForm slot={slot} onDone={onDone} />;
  return (
    <div className="yg-stack">
      <BookSlotForm slot={slot} onDone={onDone} />
      {mayChange && <div><Button onClick={() => setQuota(true)}>{say(clinicMessages.changeQuota)}</Button></div>}
    </div>
  );
}

function WeekGrid({ from, sessions, mayManage }: { from: string; sessions: readonly Session[]; mayManage: boolean }) {
  const say = useText();
  const format = useFormat();
  const workspace = useWorkspace();
  const mayChange = useMay('scheduling.change-quota') && mayManage;
  const openSlot = (slot: Slot) => {
    const key = `slot:${slot.id}`;
    const done = () => workspace.close(key);
    workspace.open({
      key, title: `${slot.clinicName} ${format.dateTime(slot.startsAt)}`,
      content: <SlotPanel slot={slot} mayChange={mayChange} onDone={done} />,
    });
  };
  return (
    <ol className="scheduling-week" tabIndex={0} aria-label={say(clinicMessages.week, { from })}>
      {WEEKDAYS.map((weekday, index) => {
        const day = addDays(from, index);
        const own = sessions.filter((session) => session.day === day);
        return (
          <li key={day} className={`scheduling-day${day === today() ? ' scheduling-today' : ''}`}>
            <h2>{say(weekday)} {day.slice(5)}</h2>
            {own.length === 0 && <p className="yg-quiet">{say(clinicMessages.noSession)}</p>}
            {own.map((session) => <SessionBlock key={session.id} session={session} mayManage={mayManage} onSlot={openSlot} />)}
          </li>
        );
      })}
    </ol>
  );
}
