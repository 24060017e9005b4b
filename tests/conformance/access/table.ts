import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { letter, outcome } from '#modules/referral/server/commands/fixture/desk.ts';
import { act, directory, masked, nothing, own, refused, type Entry } from './entry.ts';
import { casemix } from './rooms/casemix.ts';
import { payment } from './rooms/payment.ts';
import { imaging } from './rooms/imaging.ts';
import { ecg } from './rooms/ecg.ts';
import { laboratory } from './rooms/laboratory.ts';
import { sharedDiagnosis } from './rooms/shared-diagnosis.ts';
import { recognition } from './rooms/recognition.ts';
import { exchange } from './rooms/exchange.ts';
import { assessment } from './rooms/assessment.ts';
import { backups } from './rooms/backups.ts';
import { fhirAdministration } from './rooms/fhir-administration.ts';
import { indicators } from './rooms/indicators.ts';
import { taskLedger } from './rooms/task-ledger.ts';
import { governance } from './rooms/governance.ts';
import { regions } from './rooms/regions.ts';
import type { Side } from './two-sides.ts';

const today = chinaDate(new Date());
const reason = '核对情况';
const note = '核对情况';

const ACCOUNT = 'belongs to the account that asks: own-account.test.ts';
const STRUCTURE = 'organisations and their relations are a directory (modules/consortium/server/store/columns.ts)';
const CAPACITY = 'free times and beds are a directory, as Slot and Location are in FHIR (modules/scheduling/README.md)';
const CATALOGUE = 'a catalogue without persons';
const KINDS = 'one list for the whole house; holds nothing of a person';
const carePlan = { goals: '血压达标', activities: ['监测血压'] };
const facts = { name: '新机构', level: 'village', kind: 'village-room', ownership: 'public', isLegalPerson: false };
const agreement = {
  kind: 'teleconsultation', signedOn: today, validFrom: today, validUntil: addDays(today, 30), firstSignatory: '甲方代表', secondSignatory: '乙方代表', firstContactName: '甲方', firstContactTelephone: '010-1',
  secondContactName: '乙方', secondContactTelephone: '010-2',
};
const purpose = 'treatment';

const kept = { key: 'k', title: '草稿', path: '/', value: 1 };
const view = { listKey: 'k', name: '视图', value: 1 };
const identity: Record<string, Entry> = {
  getSession: own(ACCOUNT),
  signIn: own(ACCOUNT),
  signOut: own(ACCOUNT),
  setUpAccount: own(ACCOUNT),
  actFor: own(ACCOUNT, { organisationId: 'alpha-root' }),
  proveSecondFactor: own(ACCOUNT),
  chooseNewPassword: own(ACCOUNT),
  beginPasskeySignIn: own(ACCOUNT),
  signInWithPasskey: own(ACCOUNT),
  beginStepUp: own(ACCOUNT),
  stepUp: own(ACCOUNT, { code: '000000' }),
  getOwnSecurity: own(ACCOUNT),
  endOwnSession: own(ACCOUNT, { id: 'none' }),
  endOtherSessions: own(ACCOUNT),
  revokeOwnApp: own(ACCOUNT, { id: 'none' }),
  listLaunchableApps: own(ACCOUNT),
  beginLaunch: own('of the account in its browser; a record that is closed to it is refused (smart-app.test.ts)', { clientId: 'none', personId: 'none' }),
  changeOwnPassword: own(ACCOUNT, { current: 'x', password: 'y' }),
  beginTotp: own(ACCOUNT),
  confirmTotp: own(ACCOUNT, { code: '000000' }),
  removeTotp: own(ACCOUNT),
  renewRecoveryCodes: own(ACCOUNT),
  beginPasskey: own(ACCOUNT),
  addPasskey: own(ACCOUNT, { name: 'x', response: {} }),
  removePasskey: own(ACCOUNT, { id: 'none' }),
  beginOutsideLink: own(ACCOUNT),
  getAuthorisation: own(ACCOUNT, { uid: 'none-of-this-name' }),
  decideAuthorisation: own(ACCOUNT, { uid: 'none-of-this-name', allow: true }),
  listDrafts: own(ACCOUNT),
  saveDraft: own(ACCOUNT, kept),
  discardDraft: own(ACCOUNT, kept),
  listSavedViews: own(ACCOUNT),
  saveView: own(ACCOUNT, view),
  deleteView: own(ACCOUNT, view),
};

const accounts: Record<string, Entry> = {
  listAccounts: nothing(() => ({}), () => ({ q: 'alpha-login' }), ({ township }) => ({ organisationId: township })),
  getAccount: act('account'),
  listRoles: directory('names of roles, the same everywhere'),
  createAccount: refused(({ township }) => ({ login: 'somebody', name: '新人', organisationId: township })),
  issueSetUpLink: act('account', { reason }),
  grantRole: refused(
    ({ ids, township }) => ({ id: ids.account, organisationId: township, role: 'village-doctor', reason }),
    ({ ids }, asker) => ({ id: ids.account, organisationId: asker.township, role: 'village-doctor', reason }),
    ({ township }, asker) => ({ id: asker.ids.account, organisationId: township, role: 'village-doctor', reason }),
  ),
  revokeRole: refused(({ ids }) => ({ id: ids.account, assignmentId: ids.role, reason }), ({ ids }, asker) => ({ id: asker.ids.account, assignmentId: ids.role, reason })),
  lockAccount: act('account', { reason }),
  unlockAccount: act('account', { reason }),
  resetFactors: act('account', { reason }),
  endAccountSessions: act('account', { reason }),
};

const jobs: Record<string, Entry> = { listTasks: nothing(() => ({}), () => ({ state: 'waiting' })), getTask: act('task'), cancelTask: act('task') };

const audit: Record<string, Entry> = {
  // The walk itself adds to it, so it cannot stay as it was; nothing of the other side stands in it.
  // What the own organisations did: an attempt at a foreign record names the id that the own staff typed, and nothing else of the person.
  listAuditEntries: masked(({ resident }) => ({ personId: resident.id })),
  getAuditChain: own('one chain over the trail of the whole house; counts and a hash, no entry'),
  verifyAuditChain: own('verifies the one chain; the result names entries by number only'),
  setAuditRetention: own('one retention for the whole house', { days: 5475 }),
  noteClearFiles: own('says what the caller is going to write; answers nothing', { reason: '交给省平台做质量核查', types: ['Patient'] }),
};

const signature: Record<string, Entry> = {
  getSignatureCheck: own('one check over the signatures of the whole house; names documents by id only, to the audit administrator'),
  verifySignatures: own('verifies all signatures; the result names documents by id only'),
};

const MACHINE = 'how the machine runs: sizes, counts and names of jobs and reactions, of no person';
const monitoring: Record<string, Entry> = { getMonitoring: own(MACHINE), listDeadDeliveries: own(MACHINE), retryDeliveries: own(MACHINE, { reaction: 'none.none' }) };

const consortium: Record<string, Entry> = {
  createOrganisation: refused(({ township }) => ({ ...facts, parentId: township })),
  changeOrganisation: refused(({ village, township }) => ({ ...facts, id: village, parentId: township, reason }), ({ village }, asker) => ({ ...facts, id: village, parentId: asker.township, reason })),
  closeOrganisation: refused(({ village }) => ({ id: village, reason })),
  listOrganisations: directory(STRUCTURE, ({ root }) => ({ parentId: root })),
  listOrganisationTree: directory(STRUCTURE),
  getOrganisation: directory(STRUCTURE, ({ township }) => ({ id: township })),
  foundConsortium: refused(({ root, hospital }) => ({ name: '新医共体', form: 'county-consortium', tightness: 'loose', ownerOrganisationId: root, leadOrganisationId: hospital, foundedOn: today })),
  listConsortia: directory(STRUCTURE),
  applyMembership: refused(({ ids, village }) => ({ consortiumId: ids.consortium, organisationId: village, role: 'branch', reason })),
  reviewMembership: act('applied', { reason }),
  refuseMembership: act('applied', { reason }),
  activateMembership: act('applied', { validFrom: today, reason }),
  warnMembership: act('membership', { reason }),
  liftMembershipWarning: act('membership', { reason }),
  exitMembership: refused(({ ids }) => ({ id: ids.membership, resolutionNumber: ids.membershipResolution, validUntil: today, reason, referralsClosed: true, accountsSettled: true, devicesReturned: true, postsReleased: true })),
  listMemberships: directory(STRUCTURE, ({ ids }) => ({ consortiumId: ids.consortium })),
  listMembershipHistory: directory(STRUCTURE, ({ ids }) => ({ id: ids.membership })),
  countWaitingMemberships: nothing(() => ({})),
  signAgreement: refused(({ township, hospital }) => ({ ...agreement, firstOrganisationId: township, secondOrganisationId: hospital })),
  endAgreement: act('agreement', { endedOn: today, reason }),
  countersignAgreement: act('agreement'),
  verifyAgreement: directory(STRUCTURE, ({ ids }) => ({ id: ids.agreement })),
  listAgreements: directory(STRUCTURE, ({ township }) => ({ organisationId: township })),
  setEscalationContact: refused(({ hospital }) => ({ organisationId: hospital, kind: 'bed', rank: 1, name: '值班', duty: '医务科', telephone: '010-1' })),
  endEscalationContact: act('contact', { reason }),
  listEscalationContacts: directory(STRUCTURE, ({ hospital }) => ({ organisationId: hospital })),
  assignCentre: refused(({ hospital, township }) => ({ service: 'imaging', centreOrganisationId: hospital, memberOrganisationIds: [township], validFrom: today })),
  endCentre: act('centre', { validUntil: today, reason }),
  listServiceCentres: directory(STRUCTURE, ({ township }) => ({ organisationId: township })),
  findCentre: directory(STRUCTURE, ({ township }) => ({ service: 'ecg', organisationId: township, on: today })),
  createDiseaseList: refused(({ root }) => ({ name: '新清单', ownerOrganisationId: root, level: 'village', validFrom: today })),
  addDiseaseRange: refused(({ ids }) => ({ listId: ids.list, codeFrom: 'J00', codeUntil: 'J06', title: '上感', judgement: 'treat', validFrom: today })),
  endDiseaseRange: act('range', { validUntil: today, reason }),
  listDiseaseLists: directory(STRUCTURE),
  judgeDisease: directory(STRUCTURE, ({ township }) => ({ organisationId: township, icd10: 'I21.0', direction: 'up' })),
  getCoverage: directory(STRUCTURE),
  createGrid: refused(({ township }) => ({ name: '新网格', leadOrganisationId: township })),
  assignArea: refused(({ ids }) => ({ gridId: ids.grid, areaId: ids.area, validFrom: today })),
  releaseArea: act('assignment', { validUntil: today, reason }),
};

const residents: Record<string, Entry> = {
  registerResident: masked(({ resident }) => ({ name: resident.name, sex: Number(resident.idCard[16]) % 2 === 1 ? 'male' : 'female', birthDate: resident.birthDate, idCard: resident.idCard })),
  registerNewborn: refused(({ resident }) => ({ motherId: resident.id, sex: 'female', birthDate: today })),
  registerWithoutDocument: own('names nobody; the entry belongs to who makes it'),
  findResidents: { ...nothing(() => ({}), ({ resident }) => ({ q: resident.name }), ({ resident }) => ({ q: resident.phone }), () => ({ q: '%' }), () => ({ q: '_' })) },
  getResident: refused(({ resident }) => ({ id: resident.id }), ({ ids }) => ({ id: ids.merged })),
  revealIdentifier: refused(({ resident }) => ({ id: resident.id, type: 'id-card', reason }), ({ resident }) => ({ id: resident.id, type: 'phone', reason })),
  updateResident: refused(({ resident }) => ({ id: resident.id, phone: '10011112222' })),
  listMatchReviews: nothing(() => ({}), () => ({ state: 'same' })),
  countMatchReviews: nothing(() => ({})),
  decideMatchReview: act('review', { decision: 'same', reason, confirmCardReplaced: true }),
  mergeResidents: refused(({ resident, ids }) => ({ id: resident.id, mergedId: ids.other, reason }), ({ resident }, asker) => ({ id: asker.resident.id, mergedId: resident.id, reason, confirmCardReplaced: true })),
  unmergeResidents: act('merged', { reason }),
  listMergeHistory: refused(({ ids }) => ({ id: ids.second })),
  issueResidentCode: refused(({ resident }) => ({ id: resident.id, kind: 'dynamic' }), ({ resident }) => ({ id: resident.id, kind: 'static' })),
  resolveResidentCode: masked(({ ids }) => ({ code: ids.card })),
};

const scheduling: Record<string, Entry> = {
  createClinic: refused(({ hospital }) => ({ organisationId: hospital, name: '新门诊', speciality: '03' })),
  publishSession: refused(({ ids }) => ({ clinicId: ids.clinic, day: addDays(today, 5), from: '08:00', until: '09:00', minutesPerSlot: 30, open: 1 })),
  changeQuota: act('freeSlot', { open: 5, referral: 5, contract: 0, reason }),
  cancelSession: act('session', { reason }),
  listClinics: directory(CAPACITY, ({ hospital }) => ({ organisationId: hospital })),
  getClinicWeek: directory(CAPACITY, ({ ids }) => ({ clinicId: ids.clinic, from: today })),
  listSlots: directory(CAPACITY, ({ hospital }) => ({ organisationId: hospital })),
  getUtilisation: nothing(() => ({ from: today, until: addDays(today, 7) }), ({ hospital }) => ({ from: today, until: addDays(today, 7), organisationId: hospital })),
  bookSlot: refused(({ ids, resident }) => ({ slotId: ids.bookable, personId: resident.id, pool: 'open' }), ({ ids, resident }) => ({ slotId: ids.bookable, personId: resident.id, pool: 'referral' })),
  cancelBooking: act('reservation', { reason }),
  recordArrival: act('arriving'),
  recordMissed: act('arriving', { reason }),
  listDaySheet: nothing(() => ({ day: addDays(today, 1) }), ({ hospital }) => ({ day: addDays(today, 1), organisationId: hospital })),
  createWard: refused(({ hospital }) => ({ organisationId: hospital, name: '新病区', speciality: '03', beds: 2 })),
  blockBed: act('freeBed', { reason }),
  unblockBed: act('freeBed'),
  admitToBed: refused(({ ids, resident }) => ({ id: ids.freeBed, personId: resident.id }), ({ ids }, asker) => ({ id: ids.freeBed, personId: asker.resident.id })),
  dischargeBed: act('occupiedBed', { reason }),
  moveBed: refused(({ ids }) => ({ id: ids.occupiedBed, toBedId: ids.freeBed, reason }), ({ ids }, asker) => ({ id: ids.occupiedBed, toBedId: asker.ids.freeBed, reason })),
  getBedBoard: directory(CAPACITY, ({ hospital }) => ({ organisationId: hospital })),
};

const draft = ({ resident, township, hospital }: Side) => ({ personId: resident.id, fromOrganisationId: township, toOrganisationId: hospital, letter });
const period = { from: addDays(today, -30), until: today };

const referral: Record<string, Entry> = {
  saveReferralDraft: refused(draft, ({ resident }, asker) => ({ ...draft(asker), personId: resident.id }), (target, asker) => ({ ...draft(asker), fromOrganisationId: target.township }), (target) => ({ ...draft(target), id: target.ids.draft })),
  submitReferral: act('draft'),
  resubmitReferral: act('rejected'),
  withdrawReferral: act('submitted', { note }),
  cancelReferral: act('inCare', { note }),
  registerEmergencyReferral: refused(
    (target) => ({ ...draft(target), arrivedAt: new Date().toISOString() }),
    (target, asker) => ({ ...draft(target), toOrganisationId: asker.hospital, arrivedAt: new Date().toISOString() }),
    (target, asker) => ({ ...draft(asker), personId: target.resident.id, arrivedAt: new Date().toISOString() }),
    (target) => ({ ...draft(target), id: target.ids.submitted, arrivedAt: new Date().toISOString() }),
  ),
  recordOutsideAnswer: act('submitted', { answer: 'accept', informant: '对方科室' }),
  triageReferral: act('submitted'),
  acceptReferral: refused(({ ids }) => ({ id: ids.submitted, slotId: ids.freeSlot }), ({ ids }, asker) => ({ id: ids.submitted, slotId: asker.ids.freeSlot })),
  lockReferralResource: act('submitted', { slotId: 'none' }),
  rescheduleReferral: act('inCare', { slotId: 'none' }),
  counterOfferReferral: act('submitted', { kind: 'place', reason, department: '门诊' }),
  acceptCounterOffer: act('offered'),
  declineCounterOffer: act('offered', { note }),
  rejectReferral: act('submitted', { note, reasonCode: 'no-capacity' }),
  notifyPatient: act('inCare', { by: 'phone' }),
  arrangeTransport: act('inCare', { transport: { by: 'own' } }),
  confirmArrival: act('submitted'),
  startCare: act('inCare'),
  reportOutcome: act('inCare', { outcome }),
  closeReferral: act('inCare'),
  planDownReferral: refused(
    ({ ids }) => ({ parentId: ids.inCare, diagnoses: [{ code: 'I63.9', display: '脑梗死' }], reasonCode: 'recovery', summary: '转回', carePlan }),
    ({ resident, township }, asker) => ({ personId: resident.id, fromOrganisationId: asker.hospital, toOrganisationId: township, diagnoses: [{ code: 'I63.9', display: '脑梗死' }], reasonCode: 'recovery', summary: '转回', carePlan }),
  ),
  offerDownReferral: act('down'),
  acceptDownReferral: act('down', { reconciliation: [] }),
  declineDownReferral: act('down', { note, reasonCode: 'no-staff' }),
  dischargeWithPlan: act('down', { carePlan }),
  recordFirstVisit: act('down', { findings: '好', adherence: 'full' }),
  recordMonitoring: act('down', { findings: '好', adherence: 'full' }),
  markStable: act('down', { note }),
  referUpAgain: act('down', { note }),
  planFollowUp: act('followed', { tasks: [{ kind: 'phone', title: '随访', dueDate: '2030-01-01' }] }),
  completeFollowUp: refused(({ ids }) => ({ id: ids.followed, followUpId: ids.followUp, result: '已随访', outcome: 'done' })),
  finishReferral: act('followed'),
  getReferral: refused(...(['draft', 'submitted', 'offered', 'inCare', 'down', 'followed', 'rejected'] as const).map((name) => ({ ids }: Side) => ({ id: ids[name] }))),
  verifyReferral: refused(...(['draft', 'submitted', 'offered', 'inCare', 'down', 'followed', 'rejected'] as const).map((name) => ({ ids }: Side) => ({ id: ids[name] }))),
  listReferrals: nothing(() => ({ box: 'all' }), ({ township }) => ({ box: 'all', organisationId: township }), ({ resident }) => ({ box: 'all', personId: resident.id }), ({ resident }) => ({ box: 'all', q: resident.name.slice(0, 2) })),
  referralBoard: nothing(() => ({ box: 'all', flow: 'outward' }), ({ hospital }) => ({ box: 'all', flow: 'down', organisationId: hospital }), ({ resident }) => ({ box: 'all', flow: 'outward', personId: resident.id })),
  findLiveReferral: refused(({ resident }) => ({ personId: resident.id })),
  checkReferral: directory('guards and free places of the consortium; says nothing of the person without a ground', draft),
  listCriteria: directory(CATALOGUE),
  listFollowUps: nothing(() => ({}), ({ resident }) => ({ personId: resident.id })),
  referralStatistics: nothing(() => ({ ...period }), ({ township }) => ({ ...period, organisationId: township })),
  listOwnReferrals: own('of the resident who asks: own-account.test.ts'),
  countWaitingReferrals: nothing(() => ({})),
};

const record = ({ resident }: Side) => ({ personId: resident.id, purpose });
const OWN_RECORD = 'of the resident who asks: own-account.test.ts';
const permit = { decision: 'permit', days: 30, evidence: 'signed-paper', reason };
const healthRecord: Record<string, Entry> = {
  getTimeline: refused(record),
  getRecordSummary: refused(record),
  listTrends: refused(record),
  getTrend: refused((side) => ({ ...record(side), code: '85354-9' })),
  listRecordAccess: refused(({ resident }) => ({ personId: resident.id })),
  getOwnTimeline: own(OWN_RECORD),
  getOwnSummary: own(OWN_RECORD),
  listOwnAccess: own(OWN_RECORD),
  registerConsent: refused(
    ({ resident, township }) => ({ ...permit, personId: resident.id, granteeOrganisationId: township }),
    ({ resident }, asker) => ({ ...permit, personId: resident.id, granteeOrganisationId: asker.hospital }),
  ),
  withdrawConsent: act('consent', { reason }),
  listConsents: refused(({ resident }) => ({ personId: resident.id })),
  registerOwnConsent: own(OWN_RECORD, { decision: 'deny', granteeOrganisationId: '*' }),
  withdrawOwnConsent: own(OWN_RECORD, { id: 'none' }),
  listOwnConsents: own(OWN_RECORD),
  breakGlass: { reach: 'alone', why: 'an emergency opens alone, with a reason, for hours, and is reviewed: modules/health-record/server/commands/privacy.test.ts', inputs: (target) => [{ personId: target.ids.second, reason: '昏迷送医急救' }] },
  listHiddenItems: refused(({ resident }) => ({ personId: resident.id })),
  revealItem: refused(({ resident, ids }) => ({ personId: resident.id, reference: `Observation/${ids.observation}`, reason })),
  shareItem: refused(
    ({ resident, ids }, asker) => ({ personId: resident.id, reference: `Observation/${ids.observation}`, organisationId: asker.hospital, purpose, days: 3, reason }),
    ({ resident, ids }, asker) => ({ personId: asker.resident.id, reference: `Observation/${ids.observation}`, organisationId: resident.id, purpose, days: 3, reason }),
  ),
  requestAccess: { reach: 'alone', why: 'asks and opens nothing: a colleague decides', inputs: ({ resident }) => [{ personId: resident.id, reason }] },
  decideAccessRequest: act('accessRequest', { outcome: 'confirmed', note: reason }),
  listAccessRequests: nothing(() => ({}), () => ({ state: 'decided' })),
  listReviews: nothing(() => ({}), () => ({ state: 'decided' })),
  countReviews: nothing(() => ({})),
  decideReview: act('accessReview', { outcome: 'justified', note: reason }),
  raiseOwnRequest: own(OWN_RECORD, { kind: 'objection', organisationId: 'alpha-root', about: '查看', words: '不认识这位医生' }),
  listOwnRequests: own(OWN_RECORD),
  listRequests: nothing(() => ({}), () => ({ state: 'decided' })),
  answerRequest: act('residentRequest', { outcome: 'accepted', words: '已经核实情况' }),
  listOwnEmergencies: own(OWN_RECORD),
  listSensitiveKinds: directory(KINDS),
  listSensitiveKindVersions: directory(KINDS, () => ({ category: 'mental' })),
  // Refused by a version that is not the one in force, so that the walk leaves the list as it is.
  changeSensitiveKind: own(KINDS, { category: 'mental', version: 999, titleZh: '精神', titleEn: 'Mental', isActive: true, codes: [{ family: 'icd10', prefix: 'F20' }], reason }),
  stopReclassification: own(KINDS),
  resumeReclassification: own(KINDS),
};

export const TABLE: Readonly<Record<string, Entry>> = { ...identity, ...accounts, ...jobs, ...audit, ...signature, ...monitoring, ...consortium, ...residents, ...scheduling, ...referral, ...healthRecord,
  ...casemix, ...payment, ...imaging, ...ecg, ...laboratory, ...sharedDiagnosis, ...recognition, ...exchange, ...indicators, ...assessment, ...taskLedger, ...governance, ...regions, ...backups, ...fhirAdministration,
};
