import type { ModuleContract } from '#platform/kernel/contract.ts';
import {
  countersignAgreement, endAgreement, endEscalationContact, listAgreements, listEscalationContacts, setEscalationContact, signAgreement, verifyAgreement,
} from './contract/agreements.ts';
import { assignCentre, endCentre, findCentre, listServiceCentres } from './contract/centres.ts';
import { addDiseaseRange, createDiseaseList, endDiseaseRange, judgeDisease, listDiseaseLists } from './contract/diseases.ts';
import { assignArea, createGrid, getCoverage, releaseArea } from './contract/grids.ts';
import {
  activateMembership, applyMembership, countWaitingMemberships, exitMembership, liftMembershipWarning, listMembershipHistory, listMemberships,
  refuseMembership, reviewMembership, warnMembership,
} from './contract/memberships.ts';
import {
  changeOrganisation, closeOrganisation, createOrganisation, foundConsortium, getOrganisation, listConsortia, listOrganisations, listOrganisationTree,
} from './contract/organisations.ts';

const STAFF = [
  'village-doctor', 'township-doctor', 'specialist', 'nurse', 'referral-coordinator', 'ward-manager', 'consortium-office', 'index-manager', 'health-bureau',
  'privacy-officer', 'security-administrator', 'system-administrator', 'audit-administrator', 'insurance-office', 'insurance-bureau',
  'diagnostic-reader', 'technician', 'laboratory-staff', 'integrator',
] as const;
const OFFICE = ['consortium-office'] as const;
const OFFICE_AND_BUREAU = ['consortium-office', 'health-bureau'] as const;

export const contract = {
  module: 'consortium',
  title: { zh: '联合体', en: 'Consortium' },
  operations: {
    createOrganisation, changeOrganisation, closeOrganisation, listOrganisations, listOrganisationTree, getOrganisation, foundConsortium, listConsortia,
    applyMembership, reviewMembership, refuseMembership, activateMembership, warnMembership, liftMembershipWarning, exitMembership, listMemberships,
    listMembershipHistory, countWaitingMemberships, signAgreement, countersignAgreement, verifyAgreement, endAgreement, listAgreements, setEscalationContact, endEscalationContact,
    listEscalationContacts, assignCentre, endCentre, listServiceCentres, findCentre, createDiseaseList, addDiseaseRange, endDiseaseRange, listDiseaseLists,
    judgeDisease, getCoverage, createGrid, assignArea, releaseArea,
  },
  permissions: {
    'consortium.read': { zh: '查看机构、成员关系、协议、病种清单与网格', en: 'Read organisations, memberships, agreements, disease lists and grids', roles: STAFF },
    'consortium.create-organisation': { zh: '登记机构', en: 'Register organisations', roles: [...OFFICE_AND_BUREAU, 'system-administrator'] },
    'consortium.change-organisation': { zh: '变更机构信息', en: 'Change organisations', roles: [...OFFICE_AND_BUREAU, 'system-administrator'] },
    'consortium.close-organisation': { zh: '注销机构', en: 'Close organisations', roles: OFFICE_AND_BUREAU },
    'consortium.found-consortium': { zh: '建立联合体', en: 'Found consortia', roles: OFFICE_AND_BUREAU },
    'consortium.apply-membership': { zh: '代表本机构申请加入', en: 'Apply for the own organisation', roles: OFFICE_AND_BUREAU },
    'consortium.review-membership': { zh: '评审成员申请', en: 'Review applications', roles: OFFICE },
    'consortium.refuse-membership': { zh: '不予加入', en: 'Refuse applications', roles: OFFICE },
    'consortium.activate-membership': { zh: '确认成员加入', en: 'Activate memberships', roles: OFFICE },
    'consortium.warn-membership': { zh: '警示成员', en: 'Warn members', roles: OFFICE },
    'consortium.lift-membership-warning': { zh: '解除警示', en: 'Lift warnings', roles: OFFICE },
    'consortium.exit-membership': { zh: '办理成员退出', en: 'End memberships', roles: OFFICE },
    'consortium.sign-agreement': { zh: '登记协议', en: 'Record agreements', roles: OFFICE },
    'consortium.end-agreement': { zh: '终止协议', en: 'End agreements', roles: OFFICE },
    'consortium.set-escalation-contact': { zh: '设定超时联系人', en: 'Name escalation contacts', roles: [...OFFICE, 'referral-coordinator'] },
    'consortium.end-escalation-contact': { zh: '停用超时联系人', en: 'Stop escalation contacts', roles: [...OFFICE, 'referral-coordinator'] },
    'consortium.assign-centre': { zh: '指定服务中心', en: 'Assign service centres', roles: OFFICE },
    'consortium.end-centre': { zh: '结束服务关系', en: 'End service centres', roles: OFFICE },
    'consortium.create-disease-list': { zh: '建立病种清单', en: 'Create disease lists', roles: OFFICE_AND_BUREAU },
    'consortium.add-disease-range': { zh: '增加病种', en: 'Add disease ranges', roles: OFFICE_AND_BUREAU },
    'consortium.end-disease-range': { zh: '停用病种', en: 'End disease ranges', roles: OFFICE_AND_BUREAU },
    'consortium.create-grid': { zh: '建立网格', en: 'Create grids', roles: OFFICE_AND_BUREAU },
    'consortium.assign-area': { zh: '划入网格', en: 'Assign areas', roles: OFFICE_AND_BUREAU },
    'consortium.release-area': { zh: '划出网格', en: 'Release areas', roles: OFFICE_AND_BUREAU },
  },
  problems: {
    'consortium.credit-code-taken': { kind: 'conflict', zh: '该统一社会信用代码已登记给另一机构，请核对代码或打开已有机构。', en: 'This credit code is registered for another organisation. Compare the code or open that organisation.' },
    'consortium.wrong-parent': { kind: 'business-rule', zh: '上级机构须在册、级别不低于本机构且不能是自己的下级，请重新选择。', en: 'The organisation above must be active, of the same level or higher, and not below this one. Choose another.' },
    'consortium.organisation-closed': { kind: 'conflict', zh: '该机构已注销，不能再变更；如有误由卫健局处理。', en: 'This organisation is closed and cannot be changed; the health bureau can correct a mistake.' },
    'consortium.open-relations': { kind: 'business-rule', zh: '该机构仍有下级机构、成员关系、协议或服务关系，请先逐项结束。', en: 'Organisations below it, memberships, agreements or service relations are still open. End them first.' },
    'consortium.no-resolution': { kind: 'invalid', zh: '没有这个编号的决议，或其类别不符：例外须凭“例外”类决议，成员进退须凭“成员进退”类决议。请先在“议事与决议”中开会表决。', en: 'No resolution of this kind has this number: an exception cites one about exceptions, entry and exit one about membership. Hold the meeting under governance first.' },
    'consortium.invariant-protected': { kind: 'business-rule', zh: '此变更触及“八个不变”，须填写例外说明，并引用“例外”类决议的编号后再提交。', en: 'The change touches one of the eight invariants. Enter the exception with its reason and the number of the resolution that allows it, and send again.' },
    'consortium.name-taken': { kind: 'conflict', zh: '已有同名联合体，请换一个名称。', en: 'A consortium of this name exists. Choose another name.' },
    'consortium.already-member': { kind: 'conflict', zh: '该机构在此联合体中已有未结束的成员关系。', en: 'This organisation already has an open membership there.' },
    'consortium.wrong-state': { kind: 'conflict', zh: '成员关系当前状态不允许此操作，请刷新后查看当前状态。', en: 'The present state of the membership does not allow this. Refresh to see its state.' },
    'consortium.lead-cannot-exit': { kind: 'business-rule', zh: '牵头单位不能直接退出，请先由卫健局确定新的牵头单位。', en: 'The lead cannot exit. The health bureau must name another lead first.' },
    'consortium.dates-disagree': { kind: 'invalid', zh: '起止日期前后矛盾，请核对。', en: 'The dates contradict each other. Correct them.' },
    'consortium.same-organisation': { kind: 'invalid', zh: '双方不能是同一机构。', en: 'The two sides must be different organisations.' },
    'consortium.already-signed': { kind: 'conflict', zh: '贵方已签署该协议。', en: 'Your side has signed this agreement already.' },
    'consortium.agreement-exists': { kind: 'conflict', zh: '双方在该时段内已有同类有效协议，请先终止原协议或调整时段。', en: 'An agreement of this kind already holds between the two in this period. End it first or change the period.' },
    'consortium.already-ended': { kind: 'conflict', zh: '该项已经结束，无需重复操作。', en: 'This has ended already.' },
    'consortium.centre-exists': { kind: 'conflict', zh: '所列成员在该时段内已有此项服务的中心，请先结束原服务关系。', en: 'The members listed already have a centre for this service in the period. End that first.' },
    'consortium.rank-taken': { kind: 'conflict', zh: '该顺位已有联系人，请先停用或换一个顺位。', en: 'This rank is taken. Stop that contact first or choose another rank.' },
    'consortium.list-exists': { kind: 'conflict', zh: '该级别或机构已有在用的病种清单，请在原清单上增减。', en: 'A list is in use for this level or organisation. Add to that list.' },
    'consortium.range-reversed': { kind: 'invalid', zh: '起始编码大于截止编码，请对调。', en: 'The first code comes after the last. Swap them.' },
    'consortium.already-assigned': { kind: 'conflict', zh: '该区域已在此网格内。', en: 'The area lies in this grid already.' },
  },
  events: {
    'consortium.organisation-created': { zh: '机构已登记', en: 'An organisation was registered' },
    'consortium.organisation-changed': { zh: '机构信息已变更', en: 'An organisation was changed' },
    'consortium.organisation-closed': { zh: '机构已注销', en: 'An organisation was closed' },
    'consortium.consortium-founded': { zh: '联合体已建立', en: 'A consortium was founded' },
    'consortium.membership-applied': { zh: '收到成员申请', en: 'An application for membership arrived' },
    'consortium.membership-reviewed': { zh: '成员申请已评审', en: 'An application was reviewed' },
    'consortium.membership-refused': { zh: '成员申请未通过', en: 'An application was refused' },
    'consortium.membership-activated': { zh: '成员已加入', en: 'A membership began' },
    'consortium.membership-warned': { zh: '成员被警示', en: 'A member was warned' },
    'consortium.membership-warning-lifted': { zh: '警示已解除', en: 'A warning was lifted' },
    'consortium.membership-exited': { zh: '成员已退出', en: 'A membership ended' },
    'consortium.agreement-signed': { zh: '协议已登记', en: 'An agreement was recorded' },
    'consortium.agreement-countersigned': { zh: '协议已由对方会签', en: 'The other side signed an agreement' },
    'consortium.agreement-ended': { zh: '协议已终止', en: 'An agreement was ended' },
    'consortium.escalation-contact-set': { zh: '超时联系人已设定', en: 'An escalation contact was named' },
    'consortium.escalation-contact-ended': { zh: '超时联系人已停用', en: 'An escalation contact was stopped' },
    'consortium.centre-assigned': { zh: '服务中心已指定', en: 'A service centre was assigned' },
    'consortium.centre-ended': { zh: '服务关系已结束', en: 'A service relation ended' },
    'consortium.disease-list-created': { zh: '病种清单已建立', en: 'A disease list was created' },
    'consortium.disease-range-added': { zh: '病种已增加', en: 'A disease range was added' },
    'consortium.disease-range-ended': { zh: '病种已停用', en: 'A disease range was ended' },
    'consortium.grid-created': { zh: '网格已建立', en: 'A grid was created' },
    'consortium.area-assigned': { zh: '区域已划入网格', en: 'An area was assigned to a grid' },
    'consortium.area-released': { zh: '区域已划出网格', en: 'An area was released from a grid' },
  },
} as const satisfies ModuleContract;
