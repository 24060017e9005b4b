import { nothing, refused, type Entry } from '../entry.ts';

/** What a stranger gets from each operation of the room. */
export const imaging: Record<string, Entry> = {
  listStudies: nothing(({ personId }) => ({ personId }), () => ({})),
  getStudy: refused(() => ({ id: '1.2.3.4.5' })),
  countUnmatchedStudies: nothing(() => ({})),
  matchStudy: refused(({ personId }) => ({ id: '1.2.3.4.5', personId, reason: '核对姓名' })),
  listCallingTitles: nothing(() => ({})),
  registerCallingTitle: refused(({ organisationId }) => ({ callingTitle: 'FOREIGN', organisationId, description: '别院的设备' })),
  exportForTeaching: refused(() => ({ studyUids: ['1.2.3.4.5'], purpose: '教学查房' })),
};
