import { directory, nothing, refused, type Entry } from '../entry.ts';
import type { Side } from '../two-sides.ts';

const RULES = 'published parameters of a city, without persons';
const day = '2026-03-01';
const month = '2026-01';
const reason = '核对情况';
const bill = { setting: 'inpatient', admittedOn: day, dischargedOn: day, sex: null, ageDays: null, diagnoses: [], lines: [{ id: '1', item: 'A', name: '床位费', at: day, quantity: 1, amountFen: 100 }] };
const pack = (target: Side): string => `${target.mark}-pack`;
const of = (more: Record<string, unknown> = {}): Entry => refused((target) => ({ id: `${target.mark}-pack`, ...more }));
const onPack = (more: (target: Side) => Record<string, unknown>): Entry => refused((target) => ({ packId: pack(target), ...more(target) }));

/** What a stranger gets from each operation of the room. */
export const payment: Record<string, Entry> = {
  loadParameterPack: directory(RULES, () => ({ city: 'x', insurance: 'resident', year: 2026, version: '', validFrom: day, validUntil: day, content: {} })),
  approveParameterPack: of({ reason }),
  withdrawParameterPack: of({ reason }),
  retireParameterPack: of({ reason }),
  listParameterPacks: directory(RULES),
  getParameterPack: directory(RULES, () => ({ id: 'none' })),
  compareParameterPacks: directory(RULES, () => ({ id: 'none', with: 'none' })),
  loadSettlementCases: refused((target) => ({ id: pack(target), rows: [{ case: '1', institution: target.hospital, group: 'G', cost: '1', patientPaid: '0', discharged: day }] })),
  listSettlementCases: nothing((target) => ({ organisationId: target.hospital })),
  getSettlementCase: of(),
  runAdvance: onPack(() => ({ month })),
  startClearing: onPack(() => ({})),
  cancelRun: of({ reason }),
  confirmRun: of({ documentNumber: '示医保〔2027〕1号', reason }),
  listRuns: nothing(() => ({})),
  getRun: of(),
  getRunReport: of({ format: 'detail' }),
  fileAppeal: refused((target) => ({ id: pack(target), organisationId: target.hospital, claimedFen: 1, reason })),
  decideAppeal: of({ outcome: 'reject', grantedFen: 0, reason }),
  listAppeals: nothing(() => ({})),
  applySpecialReview: of({ reason }),
  voteSpecialReview: of({ agrees: true, coefficient: '1', opinion: reason }),
  decideSpecialReview: of({ reason }),
  listSpecialReviews: nothing((target) => ({ organisationId: target.hospital })),
  openPackage: onPack((target) => ({ ownerOrganisationId: target.root, name: '总额包干', heads: 1000 })),
  recordPackageMonth: of({ month, insideFen: 1, outsideFen: 1 }),
  closePackage: refused((target) => ({ id: pack(target), assessment: '1', units: [{ organisationId: target.root, role: 'lead', measures: {} }], reason })),
  distributePackage: of({ decisionNumber: '医管委〔2027〕1号', decidedOn: day }),
  listPackages: nothing(() => ({})),
  getPackage: of(),
  recordStay: onPack((target) => ({ personId: target.resident.id, organisationId: target.hospital, level: 2, admittedOn: day, dischargedOn: null, referralAcceptedOn: null })),
  listStays: nothing((target) => ({ personId: target.resident.id })),
  auditClaim: onPack((target) => ({ personId: target.resident.id, organisationId: target.hospital, billNumber: 'B1', bill })),
  releaseHit: of({ hitId: 'none', reason }),
  sendClaim: of(),
  issueStatement: of({ level: 2, outOfScopeFen: 0, referred: false, bypassed: false, contracted: false }),
  listClaims: nothing((target) => ({ personId: target.resident.id })),
  getClaim: of(),
};
