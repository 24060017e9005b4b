import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Facts } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useMay } from '#platform/web/session/session.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { StateLine } from '#platform/web/state/state-line.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { cancelBooking, recordArrival, recordMissed, type DayLine } from '../../contract/reservations.ts';
import { POOLS, RESERVATION_STATES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { bookingMessages } from './messages.ts';
import { RESERVATION_TONES, reservationAbility } from './reservation-ability.ts';

export function BookingPanel({ line, onDone }: { line: DayLine; onDone: () => void }) {
  const say = useText();
  const format = useFormat();
  return (
    <div className="yg-stack">
      <StateLine tone={RESERVATION_TONES[line.state]} state={say(RESERVATION_STATES[line.state])} since={line.stateSince} until={line.heldUntil} />
      <Facts
        items={[
          { label: say(messages.clinic), value: line.clinicName },
          { label: say(messages.time), value: format.dateTime(line.startsAt) },
          { label: say(messages.pool), value: line.pool && say(POOLS[line.pool]) },
          { label: say(bookingMessages.booker), value: line.byOrganisationName },
        ]}
      />
      <BookingActions line={line} onDone={onDone} />
    </div>
  );
}

function BookingActions({ line, onDone }: { line: DayLine; onDone: () => void }) {
  const say = useText();
  const confirmReason = useConfirmReason();
  const [arrive, miss, cancel] = [useCommand(recordArrival), useCommand(recordMissed), useCommand(cancelBooking)];
  const [mayArrive, mayMiss, mayCancel] = [useMay('scheduling.record-arrival'), useMay('scheduling.record-missed'), useMay('scheduling.cancel-booking')];
  const finish = (answer: unknown) => {
    if (answer === undefined) return;
    toast(say(messages.saved));
    onDone();
  };
  const ask = async (verb: string, run: (reason: string) => Promise<unknown>) => {
    const reason = await confirmReason({ title: `${line.personName} · ${line.clinicName}`, verb, reasonLengthMin: 2 });
    if (reason !== undefined) finish(await run(reason));
  };
  const problem = arrive.problem ?? miss.problem ?? cancel.problem;
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <AbilityBar
        actions={[
          { key: 'arrive', title: say(bookingMessages.arrive), primary: true, ability: reservationAbility('arrive', line, mayArrive), loading: arrive.pending, onClick: () => void arrive.run({ id: line.id }).then(finish) },
          { key: 'miss', title: say(bookingMessages.miss), ability: reservationAbility('miss', line, mayMiss), loading: miss.pending, onClick: () => void ask(say(bookingMessages.miss), (reason) => miss.run({ id: line.id, reason })) },
          { key: 'cancel', title: say(bookingMessages.cancel), danger: true, ability: reservationAbility('release', line, mayCancel), loading: cancel.pending, onClick: () => void ask(say(bookingMessages.cancel), (reason) => cancel.run({ id: line.id, reason })) },
        ]}
      />
    </>
  );
}
