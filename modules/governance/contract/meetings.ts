import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';

const id = z.string().min(1).max(64);
const day = z.string().refine(isCalendarDate, 'not a day of the calendar (YYYY-MM-DD)');
const text = z.object({ zh: z.string(), en: z.string() });
const words = z.string().trim().min(4).max(4000);

export const bodyKinds = ['committee', 'council', 'party', 'leading-group', 'joint-meeting', 'executive'] as const;
/** What share of the votes cast for and against must be for. */
export const majorities = ['simple', 'two-thirds', 'consensus'] as const;
export type Majority = (typeof majorities)[number];
export const itemKinds = ['general', 'money', 'personnel', 'exception', 'membership'] as const;
export const choices = ['for', 'against', 'abstain'] as const;

export const meetingStates = ['drafted', 'called', 'open', 'closed'] as const;
export type MeetingState = (typeof meetingStates)[number];
export const meetingActions = ['propose', 'call', 'open', 'vote', 'opine', 'close'] as const;
export type MeetingAction = (typeof meetingActions)[number];
export const meetingTable: StateTable<MeetingState, MeetingAction> = {
  drafted: { propose: 'drafted', call: 'called', opine: 'drafted' },
  called: { opine: 'called', open: 'open' },
  open: { vote: 'open', opine: 'open', close: 'closed' },
  closed: {},
};

const seatSchema = z.object({ id, holder: z.string(), post: text, organisationId: z.string().nullable(), accountId: z.string().nullable(), isChair: z.boolean(), mayVote: z.boolean(), validFrom: z.string(), validUntil: z.string().nullable() });
export const bodySchema = z.object({
  id, name: text, kind: z.enum(bodyKinds), ownerOrganisationId: z.string(), quorumPercent: z.number().int(), majority: z.enum(majorities), scope: z.array(z.string()), sourceId: z.string().nullable(), seats: z.array(seatSchema),
});
export type GoverningBody = z.infer<typeof bodySchema>;

const voteSchema = z.object({ seatId: z.string(), holder: z.string(), choice: z.enum(choices), at: z.string() });
const itemSchema = z.object({
  id, number: z.number().int(), kind: z.enum(itemKinds), scope: z.string(), title: z.string(), paper: z.string(), proposal: z.string(), branchOpinion: z.string().nullable(), votes: z.array(voteSchema),
  outcome: z.enum(['open', 'adopted', 'rejected']), resolutionNumber: z.string().nullable(),
});
export const meetingSchema = z.object({
  id, bodyId: z.string(), bodyName: text, ownerOrganisationId: z.string(), title: z.string(), meetsOn: z.string(), place: z.string().nullable(), state: z.enum(meetingStates), stateSince: z.string(),
  attendance: z.array(z.string()), quorum: z.object({ seats: z.number().int(), needed: z.number().int(), present: z.number().int(), reached: z.boolean() }), items: z.array(itemSchema), minutes: z.string().nullable(),
});
export type Meeting = z.infer<typeof meetingSchema>;

export const resolutionSchema = z.object({
  id, number: z.string(), kind: z.enum(itemKinds), title: z.string(), text: z.string(), bodyName: text, ownerOrganisationId: z.string(), adoptedOn: z.string(), forCount: z.number().int(), againstCount: z.number().int(),
  abstainCount: z.number().int(), tasks: z.number().int(),
});
export type Resolution = z.infer<typeof resolutionSchema>;


export const foundBody = command({
  name: 'foundBody', path: '/governing-bodies', permission: 'governance.found-body', event: 'governance.body-founded', summary: { zh: '设立议事机构', en: 'Found a governing body' },
  input: z.object({
    name: text, kind: z.enum(bodyKinds), quorumPercent: z.coerce.number().int().min(1).max(100).default(67), majority: z.enum(majorities).default('simple'), scope: z.array(z.string().trim().min(2).max(60)).min(1).max(40),
    /** The body of a policy that this one is, as `listAskedBodies` names it. */
    sourceId: z.string().max(140).optional(),
  }),
  output: bodySchema,
});

const askedBodySchema = z.object({
  sourceId: z.string(), regionName: text, clause: z.string(), name: text, kind: z.enum(bodyKinds), scope: z.array(text), chair: text.nullable(), seats: z.array(text), office: text.nullable(),
  /** The own body that was founded for it. */
  bodyId: z.string().nullable(),
});
export type AskedBody = z.infer<typeof askedBodySchema>;
export const listAskedBodies = query({
  name: 'listAskedBodies', path: '/governing-bodies/asked', permission: 'governance.read', summary: { zh: '政策要求设立的议事机构', en: 'Bodies that the policies in force ask for' },
  input: z.object({}), output: z.object({ rows: z.array(askedBodySchema) }),
});

export const seatMember = command({
  name: 'seatMember', path: '/governing-bodies/{id}/seats', permission: 'governance.seat-member', event: 'governance.member-seated', summary: { zh: '任命席位', en: 'Give a seat for a term' },
  input: z.object({
    id, holder: z.string().trim().min(2).max(60), post: text, organisationId: id.optional(), accountId: id.optional(), isChair: z.boolean().default(false), mayVote: z.boolean().default(true), validFrom: day, validUntil: day.optional(),
  }),
  output: bodySchema,
});

export const unseatMember = command({
  name: 'unseatMember', path: '/governing-seats/{id}/end', permission: 'governance.unseat-member', event: 'governance.member-unseated', summary: { zh: '免去席位', en: 'End a seat' },
  input: z.object({ id, validUntil: day, reason: words }), output: bodySchema,
});

export const draftMeeting = command({
  name: 'draftMeeting', path: '/governing-bodies/{bodyId}/meetings', permission: 'governance.draft-meeting', event: 'governance.meeting-drafted', summary: { zh: '拟定会议', en: 'Draft a meeting' },
  input: z.object({ bodyId: id, title: z.string().trim().min(4).max(120), meetsOn: day, place: z.string().trim().max(120).optional() }), output: meetingSchema,
});

export const proposeItem = command({
  name: 'proposeItem', path: '/governing-meetings/{id}/items', permission: 'governance.propose-item', event: 'governance.item-proposed', summary: { zh: '提出议题', en: 'Put an item on the agenda' },
  input: z.object({ id, kind: z.enum(itemKinds), scope: z.string().trim().min(2).max(60), title: z.string().trim().min(4).max(120), paper: words, proposal: words }), output: meetingSchema,
});

export const giveBranchOpinion = command({
  name: 'giveBranchOpinion', path: '/governing-items/{id}/opinion', permission: 'governance.give-branch-opinion', event: 'governance.branch-opinion-given', summary: { zh: '出具支部意见', en: 'Give the opinion of the branch on an item' },
  input: z.object({ id, opinion: words }), output: meetingSchema,
});

export const callMeeting = command({
  name: 'callMeeting', path: '/governing-meetings/{id}/call', permission: 'governance.call-meeting', event: 'governance.meeting-called', summary: { zh: '通知开会', en: 'Call a meeting' }, input: z.object({ id }), output: meetingSchema,
});

export const openMeeting = command({
  name: 'openMeeting', path: '/governing-meetings/{id}/open', permission: 'governance.open-meeting', event: 'governance.meeting-opened', summary: { zh: '签到开会', en: 'Open a meeting with those present' },
  input: z.object({ id, seatIds: z.array(id).min(1).max(200) }), output: meetingSchema,
});

export const castVote = command({
  name: 'castVote', path: '/governing-items/{id}/votes', permission: 'governance.cast-vote', event: 'governance.vote-cast', summary: { zh: '表决', en: 'Record the vote of a seat' },
  input: z.object({ id, seatId: id, choice: z.enum(choices) }), output: meetingSchema,
});

export const closeMeeting = command({
  name: 'closeMeeting', path: '/governing-meetings/{id}/close', permission: 'governance.close-meeting', event: 'governance.meeting-closed', stepUp: 'or-password', summary: { zh: '闭会并形成决议', en: 'Close a meeting; adopted items become numbered resolutions and their tasks enter the ledger' },
  input: z.object({
    id, minutes: words,
    tasks: z.array(z.object({ itemId: id, title: z.string().trim().min(4).max(120), due: day.optional(), leadName: z.string().trim().min(2).max(60) })).max(100).default([]),
  }),
  output: meetingSchema,
});

export const listBodies = query({ name: 'listBodies', path: '/governing-bodies', permission: 'governance.read', summary: { zh: '议事机构', en: 'Governing bodies' }, input: z.object({}), output: z.object({ rows: z.array(bodySchema) }) });
export const listMeetings = query({
  name: 'listMeetings', path: '/governing-meetings', permission: 'governance.read', summary: { zh: '会议', en: 'Meetings' },
  input: z.object({ bodyId: id.optional(), state: z.enum(meetingStates).optional(), limit: z.coerce.number().int().min(1).max(200).default(50), offset: z.coerce.number().int().min(0).default(0) }),
  output: pageOf(meetingSchema),
});
export const getMeeting = query({ name: 'getMeeting', path: '/governing-meetings/{id}', permission: 'governance.read', summary: { zh: '查看会议', en: 'A meeting' }, input: z.object({ id }), output: meetingSchema });
export const listResolutions = query({
  name: 'listResolutions', path: '/resolutions', permission: 'governance.read', summary: { zh: '决议', en: 'Resolutions' },
  input: z.object({ kind: z.enum(itemKinds).optional(), ...pageInput }),
  output: pageOf(resolutionSchema),
});
