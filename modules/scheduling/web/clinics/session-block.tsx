import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { cancelSession, type Session, type Slot } from '../../contract/clinics.ts';
import { POOLS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { clinicMessages } from './messages.ts';

interface SessionBlockProps {
  readonly session: Session;
  readonly mayManage: boolean;
  readonly onSlot: (slot: Slot) => void;
}

/** One session of the week grid: its slots with taken and quota by pool. */
export function SessionBlock({ session, mayManage, onSlot }: SessionBlockProps) {
  const say = useText();
  const format = useFormat();
  const cancel = useCommand(cancelSession);
  const mayCancel = useMay('scheduling.cancel-session');
  const confirmReason = useConfirmReason();
  const cancelled = session.state === 'cancelled';
  const times = `${format.time(session.startsAt)}–${format.time(session.endsAt)}`;
  const ask = async () => {
    const reason = await confirmReason({ title: `${session.day} ${times}`, verb: say(clinicMessages.cancelSession), danger: true, reasonLengthMin: 2 });
    if (reason !== undefined) await cancel.run({ id: session.id, reason });
  };
  const reason = !mayCancel ? clinicMessages.noPermission : !mayManage ? messages.ownSiteOnly : clinicMessages.cancelled;
  return (
    <div className="scheduling-session">
      <div className="yg-row yg-row-spread">
        <strong>{times}</strong>
        <AbilityButton size="small" ability={{ allowed: mayCancel && mayManage && !cancelled, reason }} loading={cancel.pending} onClick={() => void ask()}>
          {say(cancelled ? clinicMessages.cancelled : clinicMessages.cancelSession)}
        </AbilityButton>
      </div>
      {cancel.problem && <ProblemNotice problem={cancel.problem} />}
      <p className="yg-quiet">
        {session.releasedAt === null ? `${say(clinicMessages.releaseAt)} ${format.dateTime(session.releaseAt)}` : say(clinicMessages.releasedAt)}
      </p>
      <ul className="scheduling-slots">
        {session.slots.map((slot) => (
          <li key={slot.id}>
            <button type="button" className={slotClass(slot)} onClick={() => onSlot(slot)} disabled={cancelled}>
              <span>{say(isPast(slot) ? clinicMessages.slotPast : clinicMessages.slotWord, { time: format.time(slot.startsAt), free: slot.free })}</span>
              {slot.pools.filter((pool) => pool.quota > 0).map((pool) => <span key={pool.pool}>{say(POOLS[pool.pool])} {pool.taken}/{pool.quota}</span>)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const isPast = (slot: Slot): boolean => new Date(slot.endsAt) <= new Date();

const slotClass = (slot: Slot): string =>
  `scheduling-slot${slot.state === 'cancelled' ? ' scheduling-slot-cancelled' : slot.free === 0 || isPast(slot) ? ' scheduling-slot-full' : ''}`;
