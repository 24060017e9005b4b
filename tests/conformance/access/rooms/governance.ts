import { act, directory, nothing, own, refused, type Entry } from '../entry.ts';

const reason = '核对情况';
const BODY = { name: { zh: '核对', en: 'probe' }, kind: 'committee', scope: ['核对事项'] };
const item = { kind: 'general', scope: '核对事项', title: '核对议题', paper: reason, proposal: reason };

/** What a stranger gets from each operation of the room. */
export const governance: Record<string, Entry> = {
  foundBody: own('founds a body of the own organisation', BODY),
  seatMember: act('governingBody', { holder: '核对', post: { zh: '委员', en: 'member' }, validFrom: '2026-01-01' }),
  unseatMember: act('governingSeat', { validUntil: '2026-12-31', reason }),
  draftMeeting: refused(({ ids }) => ({ bodyId: ids.governingBody, title: '核对会议', meetsOn: '2026-12-01' })),
  proposeItem: act('governingMeeting', item),
  giveBranchOpinion: act('governingItem', { opinion: reason }),
  callMeeting: act('governingMeeting'),
  openMeeting: refused(({ ids }) => ({ id: ids.governingMeeting, seatIds: [ids.governingSeat] })),
  castVote: refused(({ ids }) => ({ id: ids.governingItem, seatId: ids.governingSeat, choice: 'for' })),
  closeMeeting: act('governingMeeting', { minutes: reason }),
  listBodies: nothing(() => ({})),
  listAskedBodies: directory('bodies that the policies in force ask for, without persons'),
  listMeetings: nothing(() => ({}), ({ ids }) => ({ bodyId: ids.governingBody })),
  getMeeting: act('governingMeeting'),
  listResolutions: nothing(() => ({})),
  draftCharter: own('a draft of the own organisation, which others only then may sign', { consortiumName: '核对', title: '核对章程', text: '核对章程正文，二十个字以上，用于核对访问权限。', memberOrganisationIds: ['nobody'], validFrom: '2026-01-01' }),
  signCharter: act('charter', { digest: '0'.repeat(64) }),
  listCharters: nothing(() => ({})),
  nameSite: refused(({ hospital }) => ({ name: '核对', organisationId: hospital, level: 'county', field: '核对', namedOn: '2026-01-01', evidence: reason })),
  listSites: nothing(() => ({})),
};
