import { bindCommand, bindQuery } from '#platform/http/operation.ts';
import * as agreements from '../contract/agreements.ts';
import * as centres from '../contract/centres.ts';
import * as diseases from '../contract/diseases.ts';
import * as grids from '../contract/grids.ts';
import * as memberships from '../contract/memberships.ts';
import * as organisations from '../contract/organisations.ts';
import { countersignAgreement } from './commands/countersign-agreement.ts';
import { endAgreement } from './commands/end-agreement.ts';
import { endEscalationContact } from './commands/end-escalation-contact.ts';
import { setEscalationContact } from './commands/set-escalation-contact.ts';
import { signAgreement } from './commands/sign-agreement.ts';
import { assignCentre } from './commands/assign-centre.ts';
import { endCentre } from './commands/end-centre.ts';
import { addDiseaseRange } from './commands/add-disease-range.ts';
import { createDiseaseList } from './commands/create-disease-list.ts';
import { endDiseaseRange } from './commands/end-disease-range.ts';
import { assignArea } from './commands/assign-area.ts';
import { createGrid } from './commands/create-grid.ts';
import { releaseArea } from './commands/release-area.ts';
import { activateMembership } from './commands/activate-membership.ts';
import { applyMembership } from './commands/apply-membership.ts';
import { exitMembership } from './commands/exit-membership.ts';
import { liftMembershipWarning } from './commands/lift-membership-warning.ts';
import { refuseMembership } from './commands/refuse-membership.ts';
import { reviewMembership } from './commands/review-membership.ts';
import { warnMembership } from './commands/warn-membership.ts';
import { changeOrganisation } from './commands/change-organisation.ts';
import { closeOrganisation } from './commands/close-organisation.ts';
import { createOrganisation } from './commands/create-organisation.ts';
import { foundConsortium } from './commands/found-consortium.ts';
import { verifyAgreement } from './queries/verify-agreement.ts';
import { listAgreements } from './queries/list-agreements.ts';
import { listEscalationContacts } from './queries/list-escalation-contacts.ts';
import { findCentre } from './queries/find-centre.ts';
import { listServiceCentres } from './queries/list-service-centres.ts';
import { judgeDisease } from './queries/judge-disease.ts';
import { listDiseaseLists } from './queries/list-disease-lists.ts';
import { getCoverage } from './queries/get-coverage.ts';
import { countWaitingMemberships } from './queries/count-waiting-memberships.ts';
import { listMembershipHistory } from './queries/list-membership-history.ts';
import { listMemberships } from './queries/list-memberships.ts';
import { getOrganisation } from './queries/get-organisation.ts';
import { listConsortia } from './queries/list-consortia.ts';
import { listOrganisations } from './queries/list-organisations.ts';
import { listOrganisationTree } from './queries/list-organisation-tree.ts';

export const operations = [
  bindCommand(agreements.endAgreement, endAgreement),
  bindCommand(agreements.countersignAgreement, countersignAgreement),
  bindCommand(agreements.endEscalationContact, endEscalationContact),
  bindCommand(agreements.setEscalationContact, setEscalationContact),
  bindCommand(agreements.signAgreement, signAgreement),
  bindCommand(centres.assignCentre, assignCentre),
  bindCommand(centres.endCentre, endCentre),
  bindCommand(diseases.addDiseaseRange, addDiseaseRange),
  bindCommand(diseases.createDiseaseList, createDiseaseList),
  bindCommand(diseases.endDiseaseRange, endDiseaseRange),
  bindCommand(grids.assignArea, assignArea),
  bindCommand(grids.createGrid, createGrid),
  bindCommand(grids.releaseArea, releaseArea),
  bindCommand(memberships.activateMembership, activateMembership),
  bindCommand(memberships.applyMembership, applyMembership),
  bindCommand(memberships.exitMembership, exitMembership),
  bindCommand(memberships.liftMembershipWarning, liftMembershipWarning),
  bindCommand(memberships.refuseMembership, refuseMembership),
  bindCommand(memberships.reviewMembership, reviewMembership),
  bindCommand(memberships.warnMembership, warnMembership),
  bindCommand(organisations.changeOrganisation, changeOrganisation),
  bindCommand(organisations.closeOrganisation, closeOrganisation),
  bindCommand(organisations.createOrganisation, createOrganisation),
  bindCommand(organisations.foundConsortium, foundConsortium),
  bindQuery(agreements.listAgreements, listAgreements),
  bindQuery(agreements.verifyAgreement, verifyAgreement),
  bindQuery(agreements.listEscalationContacts, listEscalationContacts),
  bindQuery(centres.findCentre, findCentre),
  bindQuery(centres.listServiceCentres, listServiceCentres),
  bindQuery(diseases.judgeDisease, judgeDisease),
  bindQuery(diseases.listDiseaseLists, listDiseaseLists),
  bindQuery(grids.getCoverage, getCoverage),
  bindQuery(memberships.countWaitingMemberships, countWaitingMemberships),
  bindQuery(memberships.listMembershipHistory, listMembershipHistory),
  bindQuery(memberships.listMemberships, listMemberships),
  bindQuery(organisations.getOrganisation, getOrganisation),
  bindQuery(organisations.listConsortia, listConsortia),
  bindQuery(organisations.listOrganisations, listOrganisations),
  bindQuery(organisations.listOrganisationTree, listOrganisationTree),
];
