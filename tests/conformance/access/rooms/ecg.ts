import { nothing, refused, type Entry } from '../entry.ts';

/** What a stranger gets from each operation of the room. */
export const ecg: Record<string, Entry> = {
  recordEcg: refused(({ resident }) => ({ fileName: 'a.xml', base64: Buffer.from('%PDF-1.4\n%%EOF').toString('base64'), isPacked: false, personId: resident.id })),
  matchEcg: refused(({ resident }) => ({ id: '00000000-0000-7000-8000-000000000000', personId: resident.id, reason: '核对姓名' })),
  listEcgRecords: nothing(({ resident }) => ({ personId: resident.id }), () => ({})),
  getEcgRecord: refused(() => ({ id: '00000000-0000-7000-8000-000000000000' })),
  getEcgOriginal: refused(() => ({ id: '00000000-0000-7000-8000-000000000000' })),
  countUnmatchedEcgs: nothing(() => ({})),
};
