import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { assert, problemsOf } from '#platform/kernel/problem.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { contract } from '../../contract.ts';
import { meetingTable, type GoverningBody, type Meeting, type MeetingAction } from '../../contract/meetings.ts';
import { findBody, insertAction } from '../store/bodies.ts';
import { lockMeeting, meetingOfItem, setMeeting } from '../store/meetings.ts';

export const problem = problemsOf(contract.problems);

/** The organisation for which a person acts; governance is never done by the platform itself. */
export function actingFor({ subject }: Pick<CommandContext, 'subject'>): string {
  if (subject.organisationId === null) throw platformProblem('platform.organisation-forbidden');
  return subject.organisationId;
}

/** The body, of an organisation in scope. */
export async function ownBody(context: CommandContext, id: string): Promise<GoverningBody> {
  const body = await findBody(context.tx, id);
  if (body === undefined) throw problem('governance.unknown');
  context.gate.requireOrganisation(body.ownerOrganisationId);
  return body;
}

export interface Step {
  readonly id: string;
  readonly action: MeetingAction;
  readonly event: string;
  readonly note?: string;
  readonly effect?: (meeting: Meeting) => Promise<{ attendance?: readonly string[]; minutes?: string } | void>;
}

/** One move of a meeting, by the organisation whose body it is. */
export async function stepMeeting(context: CommandContext, step: Step): Promise<Meeting> {
  const { tx, now, subject } = context;
  const meeting = await lockMeeting(tx, step.id);
  if (meeting === undefined) throw problem('governance.unknown');
  const { ownerOrganisationId } = meeting;
  context.gate.requireOrganisation(ownerOrganisationId);
  const state = nextState(meetingTable, meeting.state, step.action);
  if (state === undefined) throw problem('governance.wrong-state');
  const change = (await step.effect?.(meeting)) ?? {};
  await setMeeting(tx, { id: meeting.id, state, now, ...change });
  await insertAction(tx, { id: context.newId(), itemKind: 'meeting', itemId: meeting.id, action: step.action, note: step.note ?? null, ownerOrganisationId, subject, now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit(step.event, { meetingId: meeting.id }, [ownerOrganisationId]);
  const after = await lockMeeting(tx, meeting.id);
  assert(after !== undefined, 'the meeting is locked');
  return after;
}

export async function meetingWithItem(context: CommandContext, itemId: string): Promise<string> {
  const id = await meetingOfItem(context.tx, itemId);
  if (id === undefined) throw problem('governance.unknown');
  return id;
}
