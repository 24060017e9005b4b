import type { ModuleContract } from '#platform/kernel/contract.ts';
import { draftCharter, listCharters, listSites, nameSite, signCharter } from './contract/charters.ts';
import {
  callMeeting, castVote, closeMeeting, draftMeeting, foundBody, getMeeting, giveBranchOpinion, listAskedBodies, listBodies, listMeetings, listResolutions, openMeeting, proposeItem, seatMember, unseatMember,
} from './contract/meetings.ts';

const OFFICE = ['consortium-office', 'health-bureau'] as const;
const READERS = [...OFFICE, 'insurance-bureau', 'insurance-office', 'referral-coordinator', 'index-manager', 'integrator'] as const;

export const contract = {
  module: 'governance',
  title: { zh: '治理', en: 'Governance' },
  operations: {
    foundBody, seatMember, unseatMember, draftMeeting, proposeItem, giveBranchOpinion, callMeeting, openMeeting, castVote, closeMeeting, listBodies, listAskedBodies, listMeetings, getMeeting, listResolutions, draftCharter, signCharter,
    listCharters, nameSite, listSites,
  },
  permissions: {
    'governance.read': { zh: '查看议事机构、会议、决议与章程', en: 'Read bodies, meetings, resolutions and charters', roles: READERS },
    'governance.found-body': { zh: '设立议事机构', en: 'Found governing bodies', roles: OFFICE },
    'governance.seat-member': { zh: '任命席位', en: 'Give seats', roles: OFFICE },
    'governance.unseat-member': { zh: '免去席位', en: 'End seats', roles: OFFICE },
    'governance.draft-meeting': { zh: '拟定会议', en: 'Draft meetings', roles: OFFICE },
    'governance.propose-item': { zh: '提出议题', en: 'Propose items', roles: [...OFFICE, 'insurance-office'] },
    'governance.give-branch-opinion': { zh: '出具支部意见', en: 'Give the branch opinion', roles: OFFICE },
    'governance.call-meeting': { zh: '通知开会', en: 'Call meetings', roles: OFFICE },
    'governance.open-meeting': { zh: '签到开会', en: 'Open meetings', roles: OFFICE },
    'governance.cast-vote': { zh: '登记表决', en: 'Record votes', roles: OFFICE },
    'governance.close-meeting': { zh: '闭会并形成决议', en: 'Close meetings', roles: OFFICE },
    'governance.draft-charter': { zh: '拟定章程', en: 'Draft charters', roles: OFFICE },
    'governance.sign-charter': { zh: '签署章程', en: 'Sign charters', roles: READERS },
    'governance.name-site': { zh: '认定示范点', en: 'Name demonstration sites', roles: OFFICE },
  },
  problems: {
    'governance.unknown': { kind: 'not-found', zh: '没有这个议事机构、会议或章程。', en: 'There is no such body, meeting or charter.' },
    'governance.wrong-state': { kind: 'conflict', zh: '会议当前状态不能办理此事项，请刷新后查看。', en: 'The meeting is not in a state for this. Refresh to see what can be done.' },
    'governance.name-taken': { kind: 'conflict', zh: '已有同名议事机构。', en: 'A body of this name exists.' },
    'governance.already-founded': { kind: 'conflict', zh: '本机构已按该政策设立了这个议事机构。', en: 'Your organisation has founded this body of the policy.' },
    'governance.outside-scope': { kind: 'business-rule', zh: '该事项不在本机构的决策范围内，请提交有权决定的机构。', en: 'This is outside the decision scope of the body. Put it to the body that decides on it.' },
    'governance.no-agenda': { kind: 'business-rule', zh: '没有议题，不能通知开会。', en: 'A meeting without items is not called.' },
    'governance.no-quorum': { kind: 'business-rule', zh: '到会人数未达法定人数，不能开会。请补充到会席位或改期。', en: 'The quorum is not reached. Add those present, or move the meeting.' },
    'governance.opinion-missing': { kind: 'business-rule', zh: '人事事项须先有党支部意见才能表决。', en: 'A personnel item is voted on only after the opinion of the branch.' },
    'governance.no-vote': { kind: 'business-rule', zh: '该席位未到会、无表决权或已表决。', en: 'This seat is absent, has no vote, or has voted.' },
    'governance.undecided': { kind: 'business-rule', zh: '仍有席位未表决，不能闭会。', en: 'Some seats present have not voted yet; the meeting stays open.' },
    'governance.task-without-resolution': { kind: 'invalid', zh: '任务只能来自已通过的议题。', en: 'A task comes only from an item that was adopted.' },
    'governance.seat-overlaps': { kind: 'conflict', zh: '同一主席席位的任期重叠，或任期结束早于开始。', en: 'The term overlaps that of another chair, or ends before it begins.' },
    'governance.not-a-member': { kind: 'forbidden', zh: '本机构不在该章程的签署名单中。', en: 'Your organisation is not among those who sign this charter.' },
    'governance.already-signed': { kind: 'conflict', zh: '本机构已签署该章程。', en: 'Your organisation has signed this charter.' },
    'governance.text-changed': { kind: 'conflict', zh: '您看到的章程文本与待签署的不一致，请重新打开后签署。', en: 'The text that you saw is not the one to sign. Open it again.' },
  },
  events: {
    'governance.body-founded': { zh: '议事机构已设立', en: 'A body was founded' },
    'governance.member-seated': { zh: '席位已任命', en: 'A seat was given' },
    'governance.member-unseated': { zh: '席位已免去', en: 'A seat was ended' },
    'governance.meeting-drafted': { zh: '会议已拟定', en: 'A meeting was drafted' },
    'governance.item-proposed': { zh: '议题已提出', en: 'An item was proposed' },
    'governance.branch-opinion-given': { zh: '支部意见已出具', en: 'A branch opinion was given' },
    'governance.meeting-called': { zh: '会议已通知', en: 'A meeting was called' },
    'governance.meeting-opened': { zh: '会议已开始', en: 'A meeting was opened' },
    'governance.vote-cast': { zh: '表决已登记', en: 'A vote was recorded' },
    'governance.meeting-closed': { zh: '会议已闭会', en: 'A meeting was closed' },
    'governance.charter-drafted': { zh: '章程已拟定', en: 'A charter was drafted' },
    'governance.charter-signed': { zh: '章程已签署', en: 'A charter was signed' },
    'governance.site-named': { zh: '示范点已认定', en: 'A demonstration site was named' },
  },
} as const satisfies ModuleContract;
