import type { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { planIds } from '#tests/world/ids.ts';
import type { DiseaseListEntry, OrganisationLevel, WorldOrganisation, WorldPlan, WorldStaff } from '#tests/world/plan/types.ts';

export type ConsortiumSeed = Parameters<typeof bulkLoadConsortium>[1];

const INVARIANTS = ['government-duty', 'funding', 'legal-person', 'nature', 'function', 'tasks', 'staff-identity', 'personnel-relation'] as const;
const LEVEL_NAMES: Readonly<Record<OrganisationLevel, string>> = { city: '市级医院病种清单', county: '县级医院病种清单', township: '乡镇卫生院病种清单', village: '村卫生室病种清单' };

/** The plan in the words of the consortium room. */
export function consortiumSeed(plan: WorldPlan): ConsortiumSeed {
  const organisation = new Map(plan.organisations.map((each) => [each.id, each]));
  const office = plan.organisations.find((each) => each.kind === 'consortium')!;
  return {
    organisations: plan.organisations.map(organisationSeed),
    consortia: plan.organisations.filter(({ kind }) => kind === 'consortium' || kind === 'alliance').map((each) => consortiumOf(each, plan)),
    memberships: plan.memberships.map(({ from, until, ...membership }) => ({ ...membership, validFrom: from, validUntil: until })),
    agreements: agreementSeeds(plan),
    serviceCentres: plan.serviceCentres.flatMap((centre) =>
      centre.memberOrganisationIds.map((memberOrganisationId) => ({
        id: `${centre.id}.${memberOrganisationId.slice(-12)}`,
        service: centre.service,
        centreOrganisationId: centre.centreOrganisationId,
        memberOrganisationId,
        validFrom: centre.from,
        validUntil: centre.until,
      })),
    ),
    diseaseLists: diseaseListSeeds(plan, office.id),
    areas: plan.areas.map((area) => ({
      id: area.code,
      name: area.name,
      kind: area.kind,
      population: area.population,
      polygon: area.polygon.map(([longitude, latitude]): [number, number] => [longitude, latitude]),
      townshipCode: area.townshipCode,
    })),
    grids: gridSeeds(plan, office.id),
    escalationContacts: contactSeeds(plan, organisation),
  };
}

const organisationSeed = (each: WorldOrganisation): ConsortiumSeed['organisations'][number] => ({
  id: each.id,
  name: each.name,
  shortName: each.shortName,
  pinyin: each.slug,
  level: each.level,
  kind: each.kind,
  ownership: each.ownership,
  isLegalPerson: each.legalPerson,
  creditCode: each.creditCode,
  insuranceCode: each.insuranceCode,
  divisionCode: each.divisionCode,
  parentId: each.parentId,
  longitude: each.position[0],
  latitude: each.position[1],
  bedCount: each.beds,
  telephone: each.phone,
  address: each.address,
});

function consortiumOf(each: WorldOrganisation, plan: WorldPlan): ConsortiumSeed['consortia'][number] {
  const founded = plan.memberships.filter(({ consortiumId }) => consortiumId === each.id).map(({ from }) => from).sort()[0]!;
  const tight = each.kind === 'consortium';
  return {
    id: each.id,
    name: each.name,
    form: tight ? 'county-consortium' : 'specialist-alliance',
    tightness: tight ? 'tight' : 'loose',
    ownerOrganisationId: each.id,
    foundedOn: founded,
    invariants: [...INVARIANTS],
  };
}

/** Signatories are the first staff of each side; a house without accounts signs by its head's office. */
function agreementSeeds(plan: WorldPlan): ConsortiumSeed['agreements'] {
  const firstStaff = new Map<string, WorldStaff>();
  for (const member of plan.staff) if (!firstStaff.has(member.organisationId)) firstStaff.set(member.organisationId, member);
  const office = plan.organisations.find((each) => each.kind === 'consortium')!;
  const telephone = new Map(plan.organisations.map((each) => [each.id, each.phone]));
  const nameAt = (organisationId: string): string => firstStaff.get(organisationId)?.name ?? '院办公室';
  return plan.agreements.map((agreement) => ({
    id: agreement.id,
    kind: 'referral',
    ownerOrganisationId: office.id,
    firstOrganisationId: agreement.fromOrganisationId,
    secondOrganisationId: agreement.toOrganisationId,
    coversSubordinates: true,
    directions: [...agreement.directions],
    documentNumber: agreement.number,
    signedOn: agreement.from,
    validFrom: agreement.from,
    validUntil: agreement.until,
    firstSignatory: nameAt(agreement.fromOrganisationId),
    secondSignatory: nameAt(agreement.toOrganisationId),
    firstContactName: nameAt(agreement.fromOrganisationId),
    firstContactTelephone: telephone.get(agreement.fromOrganisationId)!,
    secondContactName: nameAt(agreement.toOrganisationId),
    secondContactTelephone: telephone.get(agreement.toOrganisationId)!,
  }));
}

const LIST_BLOCK = 14;
const RANGE_BLOCK = 15;

function diseaseListSeeds(plan: WorldPlan, ownerOrganisationId: string): ConsortiumSeed['diseaseLists'] {
  const lists = planIds(plan.seed, LIST_BLOCK);
  const ranges = planIds(plan.seed, RANGE_BLOCK);
  const levels: readonly OrganisationLevel[] = ['village', 'township', 'county', 'city'];
  const validFrom = `${Number(plan.referenceDate.slice(0, 4)) - 1}-01-01`;
  const rangeOf = (entry: DiseaseListEntry) => ({
    id: ranges.newId(),
    codeFrom: entry.icdFrom,
    codeUntil: entry.icdTo,
    title: entry.name,
    judgement: entry.action,
    condition: entry.criterion,
    stayDays: null,
    suggestedDays: entry.suggestedDays,
  });
  return levels.map((level) => ({
    id: lists.newId(),
    name: LEVEL_NAMES[level],
    ownerOrganisationId,
    level,
    organisationId: null,
    validFrom,
    ranges: plan.diseaseLists.filter((entry) => entry.level === level).map(rangeOf),
  }));
}

function gridSeeds(plan: WorldPlan, consortiumId: string): ConsortiumSeed['grids'] {
  const code = new Map(plan.areas.map((area) => [area.id, area.code]));
  const validFrom = `${Number(plan.referenceDate.slice(0, 4)) - 2}-01-01`;
  return plan.grids.map((grid) => ({
    id: grid.id,
    name: grid.name,
    leadOrganisationId: grid.leadOrganisationId,
    consortiumId,
    areaIds: grid.areaIds.map((areaId) => code.get(areaId)!),
    validFrom,
  }));
}

function contactSeeds(plan: WorldPlan, organisation: ReadonlyMap<string, WorldOrganisation>): ConsortiumSeed['escalationContacts'] {
  const staff = new Map(plan.staff.map((member) => [member.id, member]));
  const validFrom = `${Number(plan.referenceDate.slice(0, 4)) - 1}-01-01`;
  return plan.escalationContacts.flatMap((contact) => {
    const member = staff.get(contact.staffId)!;
    if (!organisation.has(contact.organisationId)) return [];
    return [{ id: contact.id, organisationId: contact.organisationId, kind: contact.kind, rank: contact.rank, name: member.name, duty: member.title, telephone: member.phone, practitionerId: member.id, validFrom }];
  });
}
