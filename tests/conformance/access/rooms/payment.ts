import { act, directory, nothing, refused, type Entry } from '../entry.ts';

const RULES = 'published parameters of a city, without persons';
const day = '2026-03-01';
const month = '2026-01';
const reason = '核对情况';
const bill = { setting: 'inpatient', admittedOn: day, dischargedOn: day, sex: null, ageDays: null, diagnoses: [], lines: [{ id: '1', item: 'A', name: '床位费', at: day, quantity: 1, amountFen: 100 }] };

const billFile = (personId: string): string => Buffer.from(`账单号,居民编号,就诊类型,入院日期,项目编码,收费时间,数量,金额\nB9,${personId},住院,${day},A,${day},1,1.00\n`).toString('base64');

/** What a stranger gets from each operation of the room. */
export const payment: Record<string, Entry> = {
  loadParameterPack: directory('loads a draft of the own bureau', () => ({ city: '另一城市', insurance: 'resident', year: 2026, version: '1', validFrom: day, validUntil: day, content: {} })),
  approveParameterPack: act('paymentPack', { reason }),
  withdrawParameterPack: act('paymentPack', { reason }),
  listParameterPacks: directory(RULES),
  getParameterPack: directory(RULES, ({ ids }) => ({ id: ids.paymentPack })),
  compareParameterPacks: directory(RULES, ({ ids }) => ({ id: ids.paymentPack, with: ids.paymentPack })),
  loadSettlementCases: refused(({ ids, hospital }) => ({ id: ids.paymentPack, rows: [{ case: '1', institution: hospital, group: 'G1', cost: '1', patientPaid: '0', discharged: day }] })),
  takeDischarges: refused(({ ids }) => ({ id: ids.paymentPack, scheme: 'drg', month })),
  recordFrozenScores: refused(({ hospital, ids }) => ({ year: 2026, decisionNumber: ids.moneyResolution, scores: [{ organisationId: hospital, score: '90' }] })),
  listFrozenScores: nothing(() => ({}), () => ({ year: 2026 })),
  listSettlementCases: nothing(() => ({}), ({ hospital }) => ({ organisationId: hospital })),
  getSettlementCase: act('paymentCase'),
  runAdvance: refused(({ ids }) => ({ packId: ids.paymentPack, month })),
  startClearing: refused(({ ids }) => ({ packId: ids.paymentPack })),
  confirmRun: act('paymentRun', { documentNumber: '示医保〔2027〕1号', reason }),
  listRuns: nothing(() => ({})),
  getRun: act('paymentRun'),
  getRunReport: act('paymentRun', { format: 'detail' }),
  fileAppeal: refused(({ ids, hospital }) => ({ id: ids.paymentRun, organisationId: hospital, claimedFen: 1, reason })),
  decideAppeal: act('paymentAppeal', { outcome: 'reject', grantedFen: 0, reason }),
  listAppeals: nothing(() => ({}), ({ ids }) => ({ runId: ids.paymentRun })),
  applySpecialReview: act('paymentCase', { reason }),
  voteSpecialReview: act('paymentReview', { agrees: true, coefficient: '1', opinion: reason }),
  decideSpecialReview: act('paymentReview', { reason }),
  listSpecialReviews: nothing(() => ({}), ({ hospital }) => ({ organisationId: hospital })),
  openPackage: refused(({ ids, root }) => ({ packId: ids.paymentPack, ownerOrganisationId: root, name: '总额包干', heads: 1000 })),
  recordPackageMonth: act('paymentPackage', { month, insideFen: 1, outsideFen: 1 }),
  closePackage: refused(({ ids, root }) => ({ id: ids.paymentPackage, assessment: '1', units: [{ organisationId: root, role: 'lead', measures: { heads: '1' } }], reason })),
  distributePackage: refused(({ ids }) => ({ id: ids.paymentPackage, decisionNumber: ids.moneyResolution })),
  listPackages: nothing(() => ({})),
  getPackage: act('paymentPackage'),
  recordPanelHeads: refused(({ ids, hospital }) => ({ packId: ids.paymentPack, panel: 'htn', organisationId: hospital, month, heads: 1 })),
  payCapitation: refused(({ ids }) => ({ packId: ids.paymentPack, month })),
  listPanelMonths: nothing(() => ({}), ({ hospital }) => ({ organisationId: hospital })),
  recordStay: refused(({ ids, hospital, resident }) => ({ packId: ids.paymentPack, personId: resident.id, organisationId: hospital, level: 2, admittedOn: day, dischargedOn: day, referralAcceptedOn: null })),
  listStays: nothing(() => ({}), ({ resident }) => ({ personId: resident.id })),
  auditClaim: refused(({ ids, hospital, resident }) => ({ packId: ids.paymentPack, personId: resident.id, organisationId: hospital, billNumber: 'B1', bill })),
  importBills: refused(({ ids, hospital, resident }) => ({ packId: ids.paymentPack, organisationId: hospital, fileName: 'bills.csv', base64: billFile(resident.id) })),
  releaseHit: refused(({ ids }) => ({ id: ids.paymentClaim, hitId: ids.paymentHit, reason })),
  sendClaim: act('paymentClaim'),
  issueStatement: act('paymentClaim', { level: 2, outOfScopeFen: 0, referred: false, bypassed: false, contracted: false }),
  listClaims: nothing(() => ({}), ({ resident }) => ({ personId: resident.id })),
  getClaim: act('paymentClaim'),
  cancelRun: act('paymentRun', { reason }),
  retireParameterPack: act('paymentPack', { reason }),
};
