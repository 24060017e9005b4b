import type { Connection } from '#platform/cli/connection.ts';
import type { Database } from '#platform/database/transaction.ts';
import { addDays } from '#platform/kernel/period.ts';
import { endAgreement, endEscalationContact, setEscalationContact, signAgreement } from '#modules/consortium/contract/agreements.ts';
import { assignCentre, endCentre } from '#modules/consortium/contract/centres.ts';
import { addDiseaseRange, createDiseaseList, endDiseaseRange } from '#modules/consortium/contract/diseases.ts';
import { assignArea, createGrid, releaseArea } from '#modules/consortium/contract/grids.ts';
import {
  activateMembership, applyMembership, exitMembership, liftMembershipWarning, refuseMembership, reviewMembership, warnMembership,
} from '#modules/consortium/contract/memberships.ts';
import { changeOrganisation, closeOrganisation, createOrganisation } from '#modules/consortium/contract/organisations.ts';
import { giveResolution } from '#tests/conformance/settlement/resolution.ts';
import { agreementOf, today, type County } from '../county.ts';

const reason = '测试';

/** Every command of the room that `makeCounty` does not send; the county itself stays as it was. */
export async function playConsortium(server: Connection, owner: Database, county: County): Promise<void> {
  const facts = { name: '石桥镇卫生院', level: 'township' as const, kind: 'township-hospital' as const, ownership: 'public' as const, isLegalPerson: true };
  const { id } = await server.call(createOrganisation, { ...facts, parentId: county.office });
  await server.call(changeOrganisation, { id, ...facts, parentId: county.office, telephone: '010-00000003', reason });
  const apply = async (): Promise<string> =>
    (await server.call(applyMembership, { consortiumId: county.consortium, organisationId: id, role: 'member', reason })).id;
  await server.call(refuseMembership, { id: await apply(), reason });
  const membership = await apply();
  await server.call(reviewMembership, { id: membership, reason });
  await server.call(activateMembership, { id: membership, validFrom: addDays(today(), -1), reason });
  await server.call(warnMembership, { id: membership, reason });
  await server.call(liftMembershipWarning, { id: membership, reason });
  const confirmed = { referralsClosed: true, accountsSettled: true, devicesReturned: true, postsReleased: true } as const;
  const resolutionNumber = await giveResolution(owner, { kind: 'membership', organisationId: county.office });
  await server.call(exitMembership, { id: membership, resolutionNumber, validUntil: today(), reason, ...confirmed });
  const agreement = await server.call(signAgreement, agreementOf(id, county.hospital));
  await server.call(endAgreement, { id: agreement.id, endedOn: addDays(today(), -1), reason });
  const contact = await server.call(setEscalationContact, { organisationId: county.hospital, kind: 'referral', name: '值班员', duty: '医务科', telephone: '010-00000009' });
  await server.call(endEscalationContact, { id: contact.id, reason });
  await playCentresAndLists(server, county, id);
  await playGrids(server, owner, county);
  await server.call(closeOrganisation, { id, reason });
}

async function playCentresAndLists(server: Connection, county: County, memberId: string): Promise<void> {
  const validFrom = addDays(today(), -5);
  const { centres } = await server.call(assignCentre, { service: 'ecg', centreOrganisationId: county.hospital, memberOrganisationIds: [memberId], validFrom });
  await server.call(endCentre, { id: centres[0]?.id ?? '', validUntil: addDays(today(), -1), reason });
  const list = await server.call(createDiseaseList, { name: '乡镇病种清单', ownerOrganisationId: county.office, level: 'township', validFrom });
  const range = { listId: list.id, codeFrom: 'J00', codeUntil: 'J06', title: '急性上呼吸道感染', judgement: 'treat' as const, validFrom };
  const { ranges } = await server.call(addDiseaseRange, range);
  await server.call(endDiseaseRange, { id: ranges[0]?.id ?? '', validUntil: addDays(today(), -1), reason });
}

async function playGrids(server: Connection, owner: Database, county: County): Promise<void> {
  // Areas come with the loading of a county; no command makes one.
  await owner.execute(`insert into consortium.area (area_id, name, kind, population, polygon) values ('area-1', '塘坊村', 'village', 900, '[[0,0],[0,1],[1,1]]')`);
  const grid = await server.call(createGrid, { name: '一号网格', leadOrganisationId: county.township, consortiumId: county.consortium });
  const { assignmentId } = await server.call(assignArea, { gridId: grid.id, areaId: 'area-1', validFrom: addDays(today(), -2) });
  await server.call(releaseArea, { id: assignmentId, validUntil: addDays(today(), -1), reason });
}
