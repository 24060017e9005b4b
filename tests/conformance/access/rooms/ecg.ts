import { act, nothing, refused, type Entry } from '../entry.ts';

/** What a stranger gets from each operation of the room. */
export const ecg: Record<string, Entry> = {
  recordEcg: refused(({ resident }) => ({ fileName: 'a.xml', base64: Buffer.from('%PDF-1.4\n%%EOF').toString('base64'), isPacked: false, personId: resident.id })),
  matchEcg: refused(({ ids, resident }) => ({ id: ids.ecgRecord, personId: resident.id, reason: '核对姓名' }), ({ ids }, asker) => ({ id: ids.ecgRecord, personId: asker.resident.id, reason: '核对姓名' }), ({ resident }, asker) => ({ id: asker.ids.ecgRecord, personId: resident.id, reason: '核对姓名' })),
  listEcgRecords: nothing(() => ({}), ({ resident }) => ({ personId: resident.id })),
  getEcgRecord: act('ecgRecord'),
  getEcgOriginal: act('ecgRecord'),
  printEcg: act('ecgRecord'),
  countUnmatchedEcgs: nothing(() => ({})),
};
