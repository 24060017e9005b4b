import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import type { Subject } from '#platform/access/subject.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { giveResolution } from '#tests/conformance/settlement/resolution.ts';
import * as agreements from '../contract/agreements.ts';
import * as centres from '../contract/centres.ts';
import * as diseases from '../contract/diseases.ts';
import * as grids from '../contract/grids.ts';
import * as memberships from '../contract/memberships.ts';
import * as organisations from '../contract/organisations.ts';
import {
  bulkLoadConsortium, findEscalationContact, findServiceCentre, findValidAgreement, getOrganisationSummary, isMemberOfSameConsortium,
  judgeDiseaseForReferral, listOrganisationSummaries,
} from './api.ts';
import { consortiumModule } from './module.ts';

const { createOrganisation, changeOrganisation, closeOrganisation, foundConsortium } = organisations;
const { applyMembership, reviewMembership, refuseMembership, activateMembership, warnMembership, liftMembershipWarning, exitMembership } = memberships;
const { signAgreement, countersignAgreement, verifyAgreement, endAgreement, setEscalationContact, endEscalationContact } = agreements;
const { assignCentre, endCentre } = centres;
const { createDiseaseList, addDiseaseRange, endDiseaseRange } = diseases;
const { createGrid, assignArea, releaseArea } = grids;

type Seed = Parameters<typeof bulkLoadConsortium>[1];
let house: TestHouse;
let office: Subject;
let bureau: Subject;
let serial = 0;
const next = (): number => (serial += 1);
const give = () => house;

const organisationSeed = (id: string, parentId: string | null, more: Partial<Seed['organisations'][number]> = {}): Seed['organisations'][number] => ({
  id, name: `测试${id}`, shortName: null, pinyin: id, level: 'township', kind: 'township-hospital', ownership: 'public', isLegalPerson: true,
  creditCode: null, insuranceCode: null, divisionCode: null, parentId, longitude: 0.1, latitude: 0.1, bedCount: 20, telephone: null, address: null, ...more,
});

const SEED: Seed = {
  organisations: [
    organisationSeed('bureau', null, { level: 'county', kind: 'health-bureau' }),
    organisationSeed('office', 'bureau', { level: 'county', kind: 'consortium' }),
    organisationSeed('lead', 'office', { level: 'county', kind: 'hospital' }),
    organisationSeed('town-a', 'office', { creditCode: '91350100M000100Y43' }),
    organisationSeed('town-b', 'office'),
    organisationSeed('village-a', 'town-a', { level: 'village', kind: 'village-room', isLegalPerson: false }),
    organisationSeed('elsewhere', null, { level: 'county', kind: 'hospital' }),
  ],
  consortia: [
    { id: 'county', name: '测试县域医共体', form: 'county-consortium', tightness: 'tight', ownerOrganisationId: 'office', foundedOn: '2020-01-01',
      invariants: ['legal-person', 'nature'] },
  ],
  memberships: [
    { id: 'm-lead', consortiumId: 'county', organisationId: 'lead', role: 'lead', validFrom: '2020-01-01', validUntil: null },
    { id: 'm-a', consortiumId: 'county', organisationId: 'town-a', role: 'member', validFrom: '2020-01-01', validUntil: null },
    { id: 'm-b-old', consortiumId: 'county', organisationId: 'town-b', role: 'partner', validFrom: '2020-01-01', validUntil: '2021-01-01' },
  ],
  agreements: [
    { id: 'ag', kind: 'referral', ownerOrganisationId: 'lead', firstOrganisationId: 'town-a', secondOrganisationId: 'lead', coversSubordinates: true,
      directions: ['up', 'down'], documentNumber: null, signedOn: '2026-01-01', validFrom: '2026-01-01', validUntil: '2026-12-31',
      firstSignatory: '甲方', secondSignatory: '乙方', firstContactName: '甲联', firstContactTelephone: '100', secondContactName: '乙联', secondContactTelephone: '101' },
  ],
  serviceCentres: [
    { id: 'sc', service: 'imaging', centreOrganisationId: 'lead', memberOrganisationId: 'town-a', validFrom: '2024-01-01', validUntil: null },
  ],
  diseaseLists: [
    { id: 'dl', name: '乡镇级清单', ownerOrganisationId: 'office', level: 'township', organisationId: null, validFrom: '2024-01-01',
      ranges: [{ id: 'dr', codeFrom: 'I21', codeUntil: 'I22', title: '心梗', judgement: 'refer-up', condition: null, stayDays: null, suggestedDays: null }] },
  ],
  areas: ['area-1', 'area-2', 'area-3'].map((id) => ({ id, name: id, kind: 'village' as const, population: 1000, polygon: [[0, 0], [0, 1], [1, 1]] as [number, number][], townshipCode: null })),
  grids: [{ id: 'grid', name: '一号网格', leadOrganisationId: 'lead', consortiumId: 'county', areaIds: ['area-1'], validFrom: '2024-01-01' }],
  escalationContacts: [
    { id: 'ec', organisationId: 'office', kind: 'referral', rank: 1, name: '值班人', duty: '医务科', telephone: '110', practitionerId: null, validFrom: '2024-01-01' },
  ],
};

beforeAll(async () => {
  house = await openTestHouse({ modules: [consortiumModule] });
  await house.database.transaction((tx) => bulkLoadConsortium(tx, SEED));
  await house.database.transaction((tx) => bulkLoadConsortium(tx, SEED));
  office = await house.subject({ roles: ['consortium-office'], organisationId: 'office' });
  bureau = await house.subject({ roles: ['health-bureau'], organisationId: 'bureau' });
}, 120_000);
afterAll(() => house?.close());

const facts = (more: Record<string, unknown> = {}) => ({
  name: `新建卫生院${next()}`, level: 'township' as const, kind: 'township-hospital' as const, ownership: 'public' as const, isLegalPerson: true,
  parentId: 'office', bedCount: 10, ...more,
});
/** A session's scope is read anew with each request; the test's subject learns of the new organisation here. */
const newOrganisation = async (more: Record<string, unknown> = {}) => {
  const organisation = await house.as(office).run(createOrganisation, facts(more));
  (office.organisationIds as string[]).push(organisation.id);
  return organisation;
};
const factsOf = ({ name, level, kind, ownership, isLegalPerson, parentId, bedCount }: organisations.Organisation) =>
  ({ name, level, kind, ownership, isLegalPerson, parentId, bedCount });

it('an organisation with half a place is refused by name', async () => {
  const half = house.as(office).run(createOrganisation, { ...facts(), longitude: 119, latitude: null });
  await expect(half).rejects.toMatchObject({ code: 'platform.invalid-input', details: [{ path: 'latitude' }] });
});

proveCommand(createOrganisation, {
  house: give,
  possible: async () => ({ input: facts(), subject: office }),
  wrongState: async () => ({ input: facts({ creditCode: '91350100M000100Y43' }), subject: office, code: 'consortium.credit-code-taken' }),
  effect: async (_, answer) => {
    const organization = await findResource(house.database, 'Organization', answer.id);
    expect(organization).toMatchObject({ name: answer.name, active: true, partOf: { reference: 'Organization/office' } });
    const [row] = await house.owner.query<{ ancestor_ids: string[] }>('select ancestor_ids from access.organisation where organisation_id = $1', [answer.id]);
    expect(row?.ancestor_ids).toEqual(['bureau', 'office', answer.id]);
  },
});

proveCommand(changeOrganisation, {
  house: give,
  possible: async () => {
    const made = await newOrganisation();
    return { input: { ...factsOf(made), id: made.id, bedCount: 33, reason: '核定床位' }, subject: office };
  },
  wrongState: async () => {
    const made = await house.as(office).run(organisations.getOrganisation, { id: 'town-a' });
    const input = { ...factsOf(made.organisation), id: 'town-a', isLegalPerson: false, creditCode: null, reason: '改为分院' };
    return { input, subject: office, code: 'consortium.invariant-protected' };
  },
  effect: async (_, answer) => {
    expect(answer.bedCount).toBe(33);
    const [row] = await house.owner.query<{ total: number }>("select count(*) as total from consortium.action where item_id = $1 and action = 'change'", [answer.id]);
    expect(row?.total).toBe(1);
  },
});

it('what must not change changes by an exception that cites its resolution, and the trail shows both', async () => {
  const { organisation } = await house.as(office).run(organisations.getOrganisation, { id: 'town-a' });
  const change = { ...factsOf(organisation), id: 'town-a', isLegalPerson: false, creditCode: null, reason: '改为分院' };
  const attempt = (more: Record<string, unknown>) => house.as(office).run(changeOrganisation, { ...change, ...more });
  const exceptionText = '经批准改为分院';
  await expect(attempt({ exceptionText })).rejects.toMatchObject({ code: 'consortium.invariant-protected', details: [{ path: 'resolutionNumber' }] });
  for (const resolutionNumber of ['〔2026〕没有的决议', await giveResolution(house.owner, { kind: 'general' })]) await expect(attempt({ exceptionText, resolutionNumber })).rejects.toMatchObject({ code: 'consortium.no-resolution' });
  const resolutionNumber = await giveResolution(house.owner, { kind: 'exception' });
  await attempt({ exceptionText, resolutionNumber });
  expect((await house.as(office).run(organisations.getOrganisation, { id: 'town-a' })).history[0]).toMatchObject({ action: 'change', exceptionText, resolutionNumber });
  await attempt({ ...factsOf(organisation), reason: '改回', exceptionText, resolutionNumber });
});

proveCommand(closeOrganisation, {
  house: give,
  possible: async () => ({ input: { id: (await newOrganisation()).id, reason: '合并撤销' }, subject: office }),
  wrongState: async () => ({ input: { id: 'town-a', reason: '撤销' }, subject: office, code: 'consortium.open-relations' }),
  effect: async (_, answer) => expect(await findResource(house.database, 'Organization', answer.id)).toMatchObject({ active: false }),
});

const founding = (more: Record<string, unknown> = {}) => ({
  name: `专科联盟${next()}`, form: 'specialist-alliance' as const, tightness: 'loose' as const, ownerOrganisationId: 'office', leadOrganisationId: 'lead',
  foundedOn: '2026-01-01', invariants: [], ...more,
});
proveCommand(foundConsortium, {
  house: give,
  possible: async () => ({ input: founding(), subject: office }),
  wrongState: async () => ({ input: founding({ name: '测试县域医共体' }), subject: office, code: 'consortium.name-taken' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ memberCount: 1, privateMemberCount: 0 }),
});

const applied = async () => {
  const { id: organisationId } = await newOrganisation();
  return house.as(office).run(applyMembership, { consortiumId: 'county', organisationId, role: 'member', reason: '申请加入' });
};
const reviewed = async () => house.as(office).run(reviewMembership, { id: (await applied()).id, reason: '符合条件' });
const active = async () => house.as(office).run(activateMembership, { id: (await reviewed()).id, validFrom: '2026-10-01', reason: '签署章程' });
const warned = async () => house.as(office).run(warnMembership, { id: (await active()).id, reason: '未按要求上报' });
const CHECKED = { referralsClosed: true, accountsSettled: true, devicesReturned: true, postsReleased: true } as const;
const wrong = async (id: Promise<{ id: string }>, more: object = {}) => ({ input: { id: (await id).id, reason: '说明', ...more } as never, subject: office, code: 'consortium.wrong-state' });

proveCommand(applyMembership, {
  house: give,
  possible: async () => ({ input: { consortiumId: 'county', organisationId: (await newOrganisation()).id, role: 'member' as const, reason: '申请' }, subject: office }),
  wrongState: async () => ({ input: { consortiumId: 'county', organisationId: 'town-a', role: 'member' as const, reason: '申请' }, subject: office, code: 'consortium.already-member' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'applied', validFrom: null }),
});
proveCommand(reviewMembership, {
  house: give,
  possible: async () => ({ input: { id: (await applied()).id, reason: '符合' }, subject: office }),
  wrongState: () => wrong(active()),
  effect: async (_, answer) => expect(answer.state).toBe('reviewed'),
});
proveCommand(refuseMembership, {
  house: give,
  possible: async () => ({ input: { id: (await reviewed()).id, reason: '材料不全' }, subject: office }),
  wrongState: () => wrong(active()),
  effect: async (_, answer) => expect(answer.state).toBe('refused'),
});
proveCommand(activateMembership, {
  house: give,
  possible: async () => ({ input: { id: (await reviewed()).id, validFrom: '2026-11-01', reason: '签署' }, subject: office }),
  wrongState: async () => wrong(applied(), { validFrom: '2026-11-01' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'active', validFrom: '2026-11-01' });
    expect(await findResource(house.database, 'OrganizationAffiliation', answer.id)).toMatchObject({ active: true, period: { start: '2026-11-01' } });
  },
});
proveCommand(warnMembership, {
  house: give,
  possible: async () => ({ input: { id: (await active()).id, reason: '未上报' }, subject: office }),
  wrongState: () => wrong(applied()),
  effect: async (_, answer) => expect(answer.state).toBe('warned'),
});
proveCommand(liftMembershipWarning, {
  house: give,
  possible: async () => ({ input: { id: (await warned()).id, reason: '已整改' }, subject: office }),
  wrongState: () => wrong(active()),
  effect: async (_, answer) => expect(answer.state).toBe('active'),
});
proveCommand(exitMembership, {
  house: give,
  possible: async () => ({ input: { id: (await active()).id, validUntil: '2026-11-02', reason: '退出', resolutionNumber: await giveResolution(house.owner, { kind: 'membership' }), ...CHECKED }, subject: office }),
  wrongState: async () => wrong(applied(), { validUntil: '2026-11-02', resolutionNumber: await giveResolution(house.owner, { kind: 'membership' }), ...CHECKED }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'exited', validUntil: '2026-11-02' });
    const { history } = await house.as(office).run(memberships.listMembershipHistory, { id: answer.id });
    expect(history.map((line) => line.action)).toEqual(['exit', 'activate', 'review', 'apply']);
    expect(history[0]?.resolutionNumber).toMatch(/决议/);
  },
});
it('a member comes in or leaves by no resolution but one about membership of the own bodies', async () => {
  const numbers = ['〔2026〕没有的决议', await giveResolution(house.owner, { kind: 'money' }), await giveResolution(house.owner, { kind: 'membership', organisationId: 'elsewhere' })];
  const [leaving, coming] = [await active(), await applied()];
  await house.as(office).run(reviewMembership, { id: coming.id, reason: '评审通过' });
  for (const resolutionNumber of numbers) {
    await expect(house.as(office).run(exitMembership, { id: leaving.id, validUntil: '2026-11-02', reason: '退出', resolutionNumber, ...CHECKED })).rejects.toMatchObject({ code: 'consortium.no-resolution' });
    await expect(house.as(office).run(activateMembership, { id: coming.id, validFrom: '2026-11-01', reason: '加入', resolutionNumber })).rejects.toMatchObject({ code: 'consortium.no-resolution' });
  }
});

const signing = (firstOrganisationId: string, more: Record<string, unknown> = {}) => ({
  kind: 'referral' as const, firstOrganisationId, secondOrganisationId: 'lead', coversSubordinates: true, directions: ['up' as const, 'down' as const],
  signedOn: '2026-01-01', validFrom: '2026-01-01', validUntil: '2026-12-31', firstSignatory: '甲方', secondSignatory: '乙方', firstContactName: '甲联',
  firstContactTelephone: '100-1', secondContactName: '乙联', secondContactTelephone: '100-2', ...more,
});
proveCommand(signAgreement, {
  house: give,
  possible: async () => ({ input: signing((await newOrganisation()).id), subject: office }),
  wrongState: async () => ({ input: signing('town-a'), subject: office, code: 'consortium.agreement-exists' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'expiring', daysLeft: 59 }),
});
const verdicts = async (id: string) => (await house.as(bureau).run(verifyAgreement, { id })).signatures.map(({ organisationId, algorithm, verdict }) => ({ organisationId, algorithm, verdict }));
proveCommand(countersignAgreement, {
  house: give,
  possible: async () => ({ input: { id: (await house.as(office).run(signAgreement, signing((await newOrganisation()).id))).id }, subject: office }),
  wrongState: async () => {
    const { id } = await house.as(office).run(signAgreement, signing((await newOrganisation()).id));
    await house.as(office).run(countersignAgreement, { id });
    return { input: { id }, subject: office, code: 'consortium.already-signed' };
  },
  effect: async (_, answer) => {
    const signed = await verdicts(answer.id);
    expect(signed).toMatchObject([{ algorithm: 'SM2-SM3', verdict: 'valid' }, { verdict: 'valid' }]);
    expect(signed.map(({ organisationId }) => organisationId).sort()).toEqual([answer.firstOrganisationId, answer.secondOrganisationId].sort());
  },
});
describe('signatures under an agreement', () => {
  it('stay valid when it ends early, and tell when its terms or the entry of the signature were changed', async () => {
    const { id } = await house.as(office).run(signAgreement, signing((await newOrganisation()).id));
    await house.as(office).run(endAgreement, { id, endedOn: '2026-11-02', reason: '改签' });
    expect(await verdicts(id)).toMatchObject([{ verdict: 'valid' }]);
    await house.owner.execute(`update consortium.agreement set valid_until = '2027-12-31' where agreement_id = $1`, [id]);
    expect(await verdicts(id)).toMatchObject([{ verdict: 'changed' }]);
    await house.owner.execute(`update consortium.agreement set valid_until = '2026-12-31' where agreement_id = $1`, [id]);
    await house.owner.execute(`update signature.signature set signer_name = '别人' where document = $1`, [`agreement/${id}`]);
    expect(await verdicts(id)).toMatchObject([{ verdict: 'forged' }]);
  });
});
proveCommand(endAgreement, {
  house: give,
  possible: async () => {
    const { id } = await house.as(office).run(signAgreement, signing((await newOrganisation()).id));
    return { input: { id, endedOn: '2026-11-02', reason: '改签' }, subject: office };
  },
  wrongState: async () => {
    const { id } = await house.as(office).run(signAgreement, signing((await newOrganisation()).id));
    await house.as(office).run(endAgreement, { id, endedOn: '2026-11-02', reason: '改签' });
    return { input: { id, endedOn: '2026-11-03', reason: '改签' }, subject: office, code: 'consortium.already-ended' };
  },
  effect: async (_, answer) => expect(answer.state).toBe('ended'),
});

const contactOf = async () => ({ organisationId: (await newOrganisation()).id, kind: 'referral' as const, rank: 1, name: '张三', duty: '主任', telephone: '120' });
proveCommand(setEscalationContact, {
  house: give,
  possible: async () => ({ input: await contactOf(), subject: office }),
  wrongState: async () => ({ input: { ...(await contactOf()), organisationId: 'office' }, subject: office, code: 'consortium.rank-taken' }),
  effect: async (_, answer) => expect((await findEscalationContact(house.database, { organisationId: answer.organisationId, kind: 'referral' }))?.name).toBe('张三'),
});
const contact = async () => house.as(office).run(setEscalationContact, await contactOf());
proveCommand(endEscalationContact, {
  house: give,
  possible: async () => ({ input: { id: (await contact()).id, reason: '调岗' }, subject: office }),
  wrongState: async () => {
    const { id } = await contact();
    await house.as(office).run(endEscalationContact, { id, reason: '调岗' });
    return { input: { id, reason: '调岗' }, subject: office, code: 'consortium.already-ended' };
  },
  effect: async (_, answer) => expect(answer.validUntil).toBe('2026-11-02'),
});

const assigning = (member: string) => ({ service: 'imaging' as const, centreOrganisationId: 'lead', memberOrganisationIds: [member], validFrom: '2026-01-01' });
proveCommand(assignCentre, {
  house: give,
  possible: async () => ({ input: assigning((await newOrganisation()).id), subject: office }),
  wrongState: async () => ({ input: assigning('town-a'), subject: office, code: 'consortium.centre-exists' }),
  effect: async (_, answer) => expect(answer.centres).toHaveLength(1),
});
const centre = async () => (await house.as(office).run(assignCentre, assigning((await newOrganisation()).id))).centres[0]!;
proveCommand(endCentre, {
  house: give,
  possible: async () => ({ input: { id: (await centre()).id, validUntil: '2026-11-30', reason: '改由市级' }, subject: office }),
  wrongState: async () => {
    const { id } = await centre();
    await house.as(office).run(endCentre, { id, validUntil: '2026-11-30', reason: '改由市级' });
    return { input: { id, validUntil: '2026-11-30', reason: '改由市级' }, subject: office, code: 'consortium.already-ended' };
  },
  effect: async (_, answer) => expect(answer.validUntil).toBe('2026-11-30'),
});

const listFor = async () => ({ name: '本院清单', ownerOrganisationId: 'office', organisationId: (await newOrganisation()).id, validFrom: '2026-01-01' });
const ownList = async () => house.as(office).run(createDiseaseList, await listFor());
const rangeFor = (listId: string, more: object = {}) => ({ listId, codeFrom: 'I10', codeUntil: 'I15', title: '高血压', judgement: 'treat' as const, validFrom: '2026-01-01', ...more });
proveCommand(createDiseaseList, {
  house: give,
  possible: async () => ({ input: await listFor(), subject: office }),
  wrongState: async () => ({ input: { name: '乡镇级', ownerOrganisationId: 'office', level: 'township' as const, validFrom: '2026-01-01' }, subject: office, code: 'consortium.list-exists' }),
  effect: async (_, answer) => expect(answer.ranges).toEqual([]),
});
proveCommand(addDiseaseRange, {
  house: give,
  possible: async () => ({ input: rangeFor((await ownList()).id), subject: office }),
  wrongState: async () => ({ input: rangeFor((await ownList()).id, { codeUntil: 'E11' }), subject: office, code: 'consortium.range-reversed' }),
  effect: async (_, answer) => expect(answer.ranges).toMatchObject([{ codeFrom: 'I10', codeUntil: 'I15', judgement: 'treat' }]),
});
const range = async () => (await house.as(office).run(addDiseaseRange, rangeFor((await ownList()).id))).ranges[0]!;
proveCommand(endDiseaseRange, {
  house: give,
  possible: async () => ({ input: { id: (await range()).id, validUntil: '2026-11-01', reason: '调整' }, subject: office }),
  wrongState: async () => {
    const { id } = await range();
    await house.as(office).run(endDiseaseRange, { id, validUntil: '2026-11-01', reason: '调整' });
    return { input: { id, validUntil: '2026-11-01', reason: '调整' }, subject: office, code: 'consortium.already-ended' };
  },
  effect: async (_, answer) => expect(answer.ranges).toEqual([]),
});

const gridOf = () => ({ name: `网格${next()}`, leadOrganisationId: 'lead', consortiumId: 'county' });
const grid = () => house.as(office).run(createGrid, gridOf());
proveCommand(createGrid, {
  house: give,
  possible: async () => ({ input: gridOf(), subject: office }),
  wrongState: async () => {
    const { id } = await newOrganisation();
    await house.as(office).run(closeOrganisation, { id, reason: '撤销' });
    return { input: { ...gridOf(), leadOrganisationId: id }, subject: office, code: 'consortium.organisation-closed' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ areaCount: 0, population: 0 }),
});
proveCommand(assignArea, {
  house: give,
  possible: async () => ({ input: { gridId: (await grid()).id, areaId: 'area-1', validFrom: '2026-11-01' }, subject: office }),
  wrongState: async () => ({ input: { gridId: 'grid', areaId: 'area-1', validFrom: '2026-11-01' }, subject: office, code: 'consortium.already-assigned' }),
  effect: async (_, answer) => expect(answer.overlaps).toBeGreaterThan(0),
});
const assignment = async () => house.as(office).run(assignArea, { gridId: (await grid()).id, areaId: 'area-2', validFrom: '2026-11-01' });
proveCommand(releaseArea, {
  house: give,
  possible: async () => ({ input: { id: (await assignment()).assignmentId, validUntil: '2026-11-01', reason: '调整' }, subject: office }),
  wrongState: async () => {
    const { assignmentId } = await assignment();
    await house.as(office).run(releaseArea, { id: assignmentId, validUntil: '2026-11-01', reason: '调整' });
    return { input: { id: assignmentId, validUntil: '2026-11-01', reason: '调整' }, subject: office, code: 'consortium.already-ended' };
  },
  effect: async (_, answer) => expect(answer.validUntil).toBe('2026-11-01'),
});

describe('questions of other rooms', () => {
  const asked = (from: string, to: string, direction?: 'up' | 'down' | 'lateral', on = '2026-06-01') =>
    findValidAgreement(house.database, { fromOrganisationId: from, toOrganisationId: to, kind: 'referral', on, direction });

  it('find the agreement both ways, through the township for its villages, and only while it holds', async () => {
    expect((await asked('town-a', 'lead', 'up'))?.id).toBe('ag');
    expect((await asked('lead', 'town-a', 'down'))?.id).toBe('ag');
    expect((await asked('village-a', 'lead', 'up'))?.id).toBe('ag');
    expect(await asked('town-a', 'lead', 'lateral')).toBeUndefined();
    expect(await asked('town-a', 'lead', 'up', '2027-01-01')).toBeUndefined();
    expect(await asked('town-b', 'elsewhere', 'up')).toBeUndefined();
  });

  it('know common consortia by day, villages through their township', async () => {
    const same = (a: string, b: string, on: string) => isMemberOfSameConsortium(house.database, { firstOrganisationId: a, secondOrganisationId: b, on });
    expect(await same('village-a', 'lead', '2026-06-01')).toBe(true);
    expect(await same('town-b', 'lead', '2020-06-01')).toBe(true);
    expect(await same('town-b', 'lead', '2022-06-01')).toBe(false);
    expect(await same('elsewhere', 'lead', '2026-06-01')).toBe(false);
  });

  it('find centre, contact above, disease advice and names', async () => {
    expect((await findServiceCentre(house.database, { service: 'imaging', organisationId: 'town-a', on: '2026-06-01' }))?.centreOrganisationId).toBe('lead');
    expect(await findServiceCentre(house.database, { service: 'ecg', organisationId: 'town-a', on: '2026-06-01' })).toBeUndefined();
    expect((await findEscalationContact(house.database, { organisationId: 'town-b', kind: 'referral' }))?.id).toBe('ec');
    expect(await judgeDiseaseForReferral(house.database, { organisationId: 'town-a', icd10: 'I21.0', direction: 'up', on: '2026-06-01' })).toMatchObject({ verdict: 'supported' });
    expect(await getOrganisationSummary(house.database, 'lead')).toMatchObject({ name: '测试lead' });
    expect(await listOrganisationSummaries(house.database, ['lead', 'nobody'])).toHaveLength(1);
  });
});

describe('reads', () => {
  it('count uncovered people and overlaps in the database', async () => {
    const coverage = await house.as(bureau).run(grids.getCoverage, { on: '2025-01-01' });
    expect(coverage).toMatchObject({ population: 3000, coveredPopulation: 1000, uncoveredPopulation: 2000, uncoveredAreas: 2, overlapAreas: 0 });
    const later = await house.as(bureau).run(grids.getCoverage, { on: '2026-11-02' });
    expect(later.overlapPopulation).toBe(1000);
  });

  it('list with search, filters and the total of the database', async () => {
    const page = await house.as(bureau).run(organisations.listOrganisations, { limit: 2, offset: 0, level: ['township'], q: '测试' });
    expect(page.rows).toHaveLength(2);
    expect(page.total).toBe(2);
    expect((await house.as(bureau).run(organisations.listOrganisationTree, {})).nodes.length).toBeGreaterThan(6);
    expect((await house.as(bureau).run(agreements.listAgreements, { limit: 50, offset: 0, expiringWithinDays: 60 })).rows.length).toBeGreaterThan(0);
    expect((await house.as(bureau).run(memberships.listMemberships, { limit: 50, offset: 0, organisationId: 'town-b' })).rows).toMatchObject([{ state: 'exited' }]);
    expect((await house.as(bureau).run(organisations.listConsortia, { limit: 50, offset: 0 })).total).toBeGreaterThan(0);
    expect((await house.as(bureau).run(centres.listServiceCentres, { limit: 50, offset: 0, on: '2026-06-01' })).total).toBeGreaterThan(0);
    expect((await house.as(bureau).run(centres.findCentre, { service: 'imaging', organisationId: 'town-a', on: '2026-06-01' })).centre?.id).toBe('sc');
    expect((await house.as(bureau).run(agreements.listEscalationContacts, { limit: 50, offset: 0, organisationId: 'office' })).total).toBe(1);
    expect((await house.as(bureau).run(diseases.listDiseaseLists, {})).lists.length).toBeGreaterThan(0);
    expect((await house.as(bureau).run(diseases.judgeDisease, { organisationId: 'town-a', icd10: 'I21', direction: 'up' })).verdict).toBe('supported');
    expect((await house.as(office).run(memberships.countWaitingMemberships, {})).waiting).toBeGreaterThan(0);
  });

  it('refuse a second centre at the same time even when the command is passed by', async () => {
    await expect(
      house.database.execute(
        `insert into consortium.service_centre (service_centre_id, service, owner_organisation_id, member_organisation_id, valid_from) values ('x', 'imaging', 'lead', 'town-a', '2026-01-01')`,
      ),
    ).rejects.toThrow(/one centre at a time/);
  });
});
