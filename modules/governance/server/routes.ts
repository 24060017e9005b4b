import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as charters from '../contract/charters.ts';
import * as meetings from '../contract/meetings.ts';
import { foundBody } from './commands/found-body.ts';
import { seatMember } from './commands/seat-member.ts';
import { unseatMember } from './commands/unseat-member.ts';
import { draftMeeting } from './commands/draft-meeting.ts';
import { proposeItem } from './commands/propose-item.ts';
import { giveBranchOpinion } from './commands/give-branch-opinion.ts';
import { callMeeting } from './commands/call-meeting.ts';
import { openMeeting } from './commands/open-meeting.ts';
import { castVote } from './commands/cast-vote.ts';
import { closeMeeting } from './commands/close-meeting.ts';
import { draftCharter } from './commands/draft-charter.ts';
import { signCharter } from './commands/sign-charter.ts';
import { nameSite } from './commands/name-site.ts';
import { listAskedBodies } from './queries/list-asked-bodies.ts';
import { listBodies } from './queries/list-bodies.ts';
import { listMeetings } from './queries/list-meetings.ts';
import { getMeeting } from './queries/get-meeting.ts';
import { listResolutions } from './queries/list-resolutions.ts';
import { listCharters } from './queries/list-charters.ts';
import { listSites } from './queries/list-sites.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(meetings.foundBody, foundBody),
  bindCommand(meetings.seatMember, seatMember),
  bindCommand(meetings.unseatMember, unseatMember),
  bindCommand(meetings.draftMeeting, draftMeeting),
  bindCommand(meetings.proposeItem, proposeItem),
  bindCommand(meetings.giveBranchOpinion, giveBranchOpinion),
  bindCommand(meetings.callMeeting, callMeeting),
  bindCommand(meetings.openMeeting, openMeeting),
  bindCommand(meetings.castVote, castVote),
  bindCommand(meetings.closeMeeting, closeMeeting),
  bindCommand(charters.draftCharter, draftCharter),
  bindCommand(charters.signCharter, signCharter),
  bindCommand(charters.nameSite, nameSite),
  bindQuery(meetings.listBodies, listBodies),
  bindQuery(meetings.listAskedBodies, listAskedBodies),
  bindQuery(meetings.listMeetings, listMeetings),
  bindQuery(meetings.getMeeting, getMeeting),
  bindQuery(meetings.listResolutions, listResolutions),
  bindQuery(charters.listCharters, listCharters),
  bindQuery(charters.listSites, listSites),
];
