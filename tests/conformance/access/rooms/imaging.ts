import { act, nothing, refused, type Entry } from '../entry.ts';

/** What a stranger gets from each operation of the room. */
export const imaging: Record<string, Entry> = {
  listStudies: nothing(() => ({}), ({ resident }) => ({ personId: resident.id })),
  getStudy: act('imagingStudy'),
  countUnmatchedStudies: nothing(() => ({})),
  matchStudy: refused(({ ids, resident }) => ({ id: ids.imagingStudy, personId: resident.id, reason: '核对姓名' }), ({ ids }) => ({ id: ids.imagingStudy, personId: ids.second, reason: '核对姓名' })),
  listCallingTitles: nothing(() => ({})),
  registerCallingTitle: refused(({ hospital }) => ({ callingTitle: 'FOREIGN', organisationId: hospital, description: '别院的设备' })),
  refuseStudy: refused(({ ids }) => ({ id: ids.imagingStudy, reason: 'motion' })),
  acceptStudyAgain: refused(({ ids }) => ({ id: ids.imagingStudy, reason: '判定有误' })),
  summariseRefusals: nothing(() => ({ from: '2020-01-01', until: '2030-01-01' })),
  listTeachingExports: nothing(() => ({})),
  exportForTeaching: refused(({ ids }) => ({ studyUids: [ids.imagingStudy], purpose: '教学查房' })),
};
