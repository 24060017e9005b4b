import { nothing, refused, type Entry } from '../entry.ts';

/** What a stranger gets from each operation of the room. */
export const imaging: Record<string, Entry> = {
  listStudies: nothing(({ resident }) => ({ personId: resident.id }), () => ({})),
  getStudy: refused(() => ({ id: '1.2.3.4.5' })),
  countUnmatchedStudies: nothing(() => ({})),
  matchStudy: refused(({ resident }) => ({ id: '1.2.3.4.5', personId: resident.id, reason: '核对姓名' })),
  listCallingTitles: nothing(() => ({})),
  registerCallingTitle: refused(({ hospital }) => ({ callingTitle: 'FOREIGN', organisationId: hospital, description: '别院的设备' })),
  exportForTeaching: refused(() => ({ studyUids: ['1.2.3.4.5'], purpose: '教学查房' })),
};
