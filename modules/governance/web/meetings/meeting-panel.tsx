import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateLine } from '#platform/web/state/state-line.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { callMeeting, castVote, choices, getMeeting, listBodies, meetingTable, type GoverningBody, type Meeting, type MeetingAction } from '../../contract/meetings.ts';
import { messages } from '../messages.ts';
import { useOfficeAbility } from '../use-office-ability.ts';
import { BranchOpinionForm, CloseMeetingForm, OpenMeetingForm, ProposeItemForm } from './meeting-forms.tsx';
import { STATE_TONES } from './meeting-tones.ts';

/** One meeting: agenda, attendance, votes, outcome. */
export function MeetingPanel({ id }: { id: string }) {
  const say = useText();
  const meeting = useOperation(getMeeting, { id });
  const bodies = useOperation(listBodies, {});
  return (
    <Answer query={meeting}>
      {(data) => {
        const body = bodies.data?.rows.find((each) => each.id === data.bodyId);
        return (
          <div className="yg-stack">
            <StateLine tone={STATE_TONES[data.state]} state={say(messages[data.state])} since={data.stateSince} />
            {body && <Acts meeting={data} body={body} />}
            <Facts
              items={[
                { label: say(messages.bodies), value: say(data.bodyName) },
                { label: say(messages.meetsOn), value: data.meetsOn },
                { label: say(messages.place), value: data.place },
                { label: say(messages.quorum), value: say(messages.quorumLine, { seats: data.quorum.seats, needed: data.quorum.needed, present: data.quorum.present }), wide: true },
                { label: say(messages.minutes), value: data.minutes, wide: true },
              ]}
            />
            {data.items.map((item) => <ItemPanel key={item.id} meeting={data} item={item} body={body} />)}
          </div>
        );
      }}
    </Answer>
  );
}

/** Right and state together: the table that the server asks. */
function useMeetingAbility(meeting: Meeting) {
  const ability = useOfficeAbility();
  return (permission: string, action: MeetingAction) => ability(permission, nextState(meetingTable, meeting.state, action) === undefined ? messages.wrongState : undefined);
}

function Acts({ meeting, body }: { meeting: Meeting; body: GoverningBody }) {
  const say = useText();
  const ability = useMeetingAbility(meeting);
  const calling = useCommand(callMeeting);
  return (
    <>
      {calling.problem && <ProblemNotice problem={calling.problem} />}
      <div className="yg-row">
        <PanelButton id={`propose:${meeting.id}`} title={messages.propose} ability={ability('governance.propose-item', 'propose')}>{(close) => <ProposeItemForm meeting={meeting} body={body} onDone={close} />}</PanelButton>
        <AbilityButton ability={ability('governance.call-meeting', 'call')} loading={calling.pending} onClick={() => void calling.run({ id: meeting.id })}>{say(messages.call)}</AbilityButton>
        <PanelButton id={`open:${meeting.id}`} title={messages.openMeeting} ability={ability('governance.open-meeting', 'open')}>{(close) => <OpenMeetingForm meeting={meeting} body={body} onDone={close} />}</PanelButton>
        <PanelButton id={`close:${meeting.id}`} title={messages.close} ability={ability('governance.close-meeting', 'close')} primary>{(close) => <CloseMeetingForm meeting={meeting} onDone={close} />}</PanelButton>
      </div>
    </>
  );
}

const OUTCOME_TONES = { open: 'waiting', adopted: 'done', rejected: 'overdue' } as const;

function ItemPanel({ meeting, item, body }: { meeting: Meeting; item: Meeting['items'][number]; body: GoverningBody | undefined }) {
  const say = useText();
  const ability = useMeetingAbility(meeting);
  return (
    <Panel
      level={3} title={`${item.number}. ${item.title}`}
      actions={<><StateTag tone={OUTCOME_TONES[item.outcome]} text={say(item.outcome === 'open' ? messages.pending : messages[item.outcome])} /><PanelButton id={`opinion:${item.id}`} title={messages.giveOpinion} ability={ability('governance.give-branch-opinion', 'opine')}>{(close) => <BranchOpinionForm itemId={item.id} onDone={close} />}</PanelButton></>}
    >
      <Facts
        items={[
          { label: say(messages.itemKind), value: say(messages[item.kind]) },
          { label: say(messages.scope), value: item.scope },
          { label: say(messages.number), value: item.resolutionNumber },
          { label: say(messages.opinion), value: item.branchOpinion, wide: true },
          { label: say(messages.paper), value: item.paper, wide: true },
          { label: say(messages.proposal), value: item.proposal, wide: true },
        ]}
      />
      {body && meeting.attendance.length > 0 && <Votes meeting={meeting} item={item} body={body} />}
    </Panel>
  );
}

function Votes({ meeting, item, body }: { meeting: Meeting; item: Meeting['items'][number]; body: GoverningBody }) {
  const say = useText();
  const ability = useMeetingAbility(meeting);
  const voting = useCommand(castVote);
  const seats = body.seats.filter(({ id, mayVote }) => mayVote && meeting.attendance.includes(id));
  return (
    <>
      {voting.problem && <ProblemNotice problem={voting.problem} />}
      {seats.map((seat) => {
        const cast = item.votes.find(({ seatId }) => seatId === seat.id);
        return (
          <div key={seat.id} className="yg-row" role="group" aria-label={seat.holder}>
            <span>{seat.holder}</span>
            {cast ? <strong>{say(messages[cast.choice])}</strong> : choices.map((choice) => (
              <AbilityButton key={choice} size="small" ability={ability('governance.cast-vote', 'vote')} onClick={() => void voting.run({ id: item.id, seatId: seat.id, choice })}>{say(messages[choice])}</AbilityButton>
            ))}
          </div>
        );
      })}
    </>
  );
}
