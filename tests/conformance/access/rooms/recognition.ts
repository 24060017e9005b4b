import { directory, nothing, refused, type Entry } from '../entry.ts';

const OPEN = 'the catalogue of recognition is public within the house; no person stands in it';
const DAYS = { validFrom: '2026-01-01', validUntil: '2026-12-31' };
const result = { code: 'CT-CHEST', resultReference: 'DiagnosticReport/unknown' };

/** What a stranger gets from each operation of the room. */
export const recognition: Record<string, Entry> = {
  publishRecognitionItem: refused(({ hospital }) => ({ code: 'FOREIGN', name: '别院项目', nameEn: 'Foreign', kind: 'laboratory', scope: 'consortium', windowDays: 7, priceFen: 100, organisationId: hospital, validFrom: '2026-01-01' })),
  endRecognitionItem: refused(({ ids }) => ({ id: ids.recognitionItem, validUntil: '2026-12-31', reason: '目录调整' })),
  listRecognitionItems: directory(OPEN),
  addEquivalence: refused(({ hospital }) => ({ code: 'ONE', relation: 'same', otherCode: 'OTHER', organisationId: hospital, validFrom: '2026-01-01' })),
  endEquivalence: refused(({ ids }) => ({ id: ids.recognitionPair, validUntil: '2026-12-31' })),
  listEquivalences: directory(OPEN),
  recordQualityMark: refused(({ hospital }) => ({ organisationId: hospital, kind: 'qc', passed: true, ...DAYS })),
  withdrawQualityMark: refused(({ ids }) => ({ id: ids.recognitionMark, from: '2020-01-01', reason: '证书撤回' })),
  listQualityMarks: directory(OPEN),
  listDeclineReasons: directory(OPEN),
  checkRecognition: refused(({ resident, hospital }) => ({ personId: resident.id, codes: 'CT-CHEST', organisationId: hospital }), ({ resident }, asker) => ({ personId: resident.id, codes: 'CT-CHEST', organisationId: asker.hospital })),
  offerRecognition: refused(({ resident, hospital }) => ({ personId: resident.id, organisationId: hospital, orders: [{ reference: 'ServiceRequest/1', codes: ['CT-CHEST'] }] }), ({ resident }, asker) => ({ personId: resident.id, organisationId: asker.hospital, orders: [{ reference: 'ServiceRequest/1', codes: ['CT-CHEST'] }] })),
  answerOffer: refused(({ ids }) => ({ id: ids.recognitionOffer, outcome: 'accepted' })),
  recogniseResult: refused(({ resident, hospital }) => ({ personId: resident.id, ...result, organisationId: hospital }), ({ resident }, asker) => ({ personId: resident.id, ...result, organisationId: asker.hospital })),
  declineRecognition: refused(({ resident, hospital }) => ({ personId: resident.id, ...result, organisationId: hospital, reasonCode: 'emergency', patientInformed: true })),
  listRecognitionDecisions: nothing(() => ({}), ({ resident }) => ({ personId: resident.id })),
  recognitionStatistics: nothing(() => ({})),
};
